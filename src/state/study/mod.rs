//! The study beside the run: what was asked, how far it is, what was found.

mod begin;
mod memory;
mod studied;
#[cfg(test)]
mod tests;
mod words;

pub use studied::{Studied, StudyPhase};
pub use words::StudyWords;

use super::State;
use hourglass_core::{
    config::{DataKind, Study},
    protocol::{Command, Finding, RunId},
};

impl State {
    /// Asks another question, or none; what was found for the one before goes.
    pub fn choose_study(&mut self, study: Study) {
        let study = study.nearest();
        if study == self.study.which() {
            return;
        }
        self.end_study();
        self.study.ask(study);
    }

    /// Begins the sweep with another size, and ends it no earlier.
    pub fn sweep_from(&mut self, least: usize) {
        let (_, most) = self.study.sweep_ends();
        self.choose_study(Study::Sweep { least, most: most.max(least) });
    }

    /// Ends the sweep with another size, and begins it no later.
    pub fn sweep_to(&mut self, most: usize) {
        let (least, _) = self.study.sweep_ends();
        self.choose_study(Study::Sweep { least: least.min(most), most });
    }

    /// Studies look at images.
    pub fn can_study(&self) -> bool {
        self.config.source.kind() == DataKind::Images
    }

    /// Begins the study, or goes on with it.
    pub fn begin_study(&mut self) {
        if !self.study.can_begin() || !self.can_study() {
            return;
        }
        if !self.life.listens() {
            return self.study.queued();
        }
        self.run.take_queued();
        if self.study.resume() {
            return self.tell(Command::ResumeStudy);
        }
        let run = self.run.next_id();
        let known = self.study.begin(run);
        self.tell(Command::BeginStudy { run, config: self.assigned(), study: self.study.which(), known });
    }

    pub fn pause_study(&mut self) {
        if self.study.ask_to_pause() {
            self.tell(Command::PauseStudy);
        }
    }

    /// The study that was wished for before anybody listened.
    pub(super) fn start_queued_study(&mut self) {
        if self.study.is_wished() {
            self.begin_study();
        }
    }

    /// Other settings: what was found is no longer true of them.
    pub(super) fn forget_study(&mut self) {
        self.end_study();
        self.study.forget();
    }

    /// Nobody works at the study any more.
    pub(super) fn interrupt_study(&mut self) {
        self.study.interrupt();
    }

    fn end_study(&mut self) {
        if self.study.is_under_way() {
            self.tell(Command::EndStudy);
        }
    }

    pub(super) fn found(&mut self, run: RunId, finding: Finding) {
        if let Some(why) = self.study.found(run, finding) {
            self.show_error(why);
        }
    }
}
