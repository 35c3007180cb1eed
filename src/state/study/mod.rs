//! The study beside the run: which one, its progress, and its findings.

mod begin;
mod memory;
mod studied;
#[cfg(test)]
mod tests;
mod words;

pub use studied::{StudyPhase, StudyState};
pub use words::StudyWords;

use super::State;
use hourglass_core::{
    config::{DataKind, Study},
    protocol::{Command, Finding, RunId},
};

impl State {
    /// Chooses another study, or none. The findings of the previous one are discarded.
    pub fn choose_study(&mut self, study: Study) {
        let study = study.nearest();
        if study == self.study.which() {
            return;
        }
        self.end_study();
        self.study.ask(study);
    }

    /// Sets the first size of the sweep, and raises the last one if necessary.
    pub fn sweep_from(&mut self, least: usize) {
        let (_, most) = self.study.sweep_ends();
        self.choose_study(Study::Sweep { least, most: most.max(least) });
    }

    /// Sets the last size of the sweep, and lowers the first one if necessary.
    pub fn sweep_to(&mut self, most: usize) {
        let (least, _) = self.study.sweep_ends();
        self.choose_study(Study::Sweep { least: least.min(most), most });
    }

    /// Whether a study is possible. Studies need images.
    pub fn can_study(&self) -> bool {
        self.config.source.kind() == DataKind::Images
    }

    /// Begins or resumes the study.
    pub fn begin_study(&mut self) {
        if !self.study.can_begin() || !self.can_study() {
            return;
        }
        if !self.life.listens() {
            return self.study.queue();
        }
        self.run.take_queued();
        if self.study.resume() {
            return self.send(Command::ResumeStudy);
        }
        let run = self.run.next_id();
        let known = self.study.begin(run);
        self.send(Command::BeginStudy { run, config: self.assigned(), study: self.study.which(), known });
    }

    pub fn pause_study(&mut self) {
        if self.study.ask_to_pause() {
            self.send(Command::PauseStudy);
        }
    }

    /// Starts the study that was queued before the trainer listened.
    pub(super) fn start_queued_study(&mut self) {
        if self.study.is_queued() {
            self.begin_study();
        }
    }

    /// Discards the findings, because the settings have changed.
    pub(super) fn forget_study(&mut self) {
        self.end_study();
        self.study.forget();
    }

    /// The trainer no longer works on the study.
    pub(super) fn interrupt_study(&mut self) {
        self.study.interrupt();
    }

    fn end_study(&mut self) {
        if self.study.is_under_way() {
            self.send(Command::EndStudy);
        }
    }

    pub(super) fn found(&mut self, run: RunId, finding: Finding) {
        if let Some(why) = self.study.found(run, finding) {
            self.show_error(why);
        }
    }
}
