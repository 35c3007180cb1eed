//! The study beside the run: what was asked, how far it is, what was found.

mod begin;
mod words;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

pub use words::StudyWords;

use super::{Shared, State};
use hourglass_core::{
    config::{Config, Kind, SWEEP, Study},
    protocol::{BetaPicture, Command, Components, Finding, RunId, SweepPoint, Terms},
};

/// Where a study stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StudyPhase {
    /// It was not begun, or not all of it is there.
    #[default]
    Waiting,
    Going,
    Paused,
    Finished,
    Failed,
}

/// A study, as the page knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Studied {
    pub study: Study,
    pub phase: StudyPhase,
    /// How much is done, from 0 to 1.
    pub part: f32,
    pub components: Option<Shared<Components>>,
    /// By latent size.
    pub sweep: Vec<SweepPoint>,
    pub betas: Option<Shared<[BetaPicture; 3]>>,
    run: RunId,
    /// Begin as soon as somebody listens.
    wished: bool,
}

/// What is kept of a sweep while the page is closed.
#[derive(Serialize, Deserialize)]
struct Memory {
    config: Config,
    points: Vec<SweepPoint>,
}

impl Studied {
    pub(super) fn new(study: Study, wished: bool) -> Self {
        Self { study, wished: wished && study != Study::None, ..Self::default() }
    }

    /// Drops what was found; the question stays.
    fn forget(&mut self) {
        *self = Self::new(self.study, false);
    }

    /// The latent sizes of the sweep that are not known yet.
    fn left(&self) -> usize {
        match self.study {
            Study::Sweep { least, most } => {
                (least..=most).filter(|latent| !self.sweep.iter().any(|point| point.latent == *latent)).count()
            }
            _ => 1,
        }
    }

    /// The least and the most latent size of the sweep.
    pub fn sweep_ends(&self) -> (usize, usize) {
        match self.study {
            Study::Sweep { least, most } => (least, most),
            _ => (SWEEP.least, SWEEP.default),
        }
    }

    /// The study was begun, or will be once somebody listens.
    pub fn is_wanted(&self) -> bool {
        self.wished || self.phase == StudyPhase::Going
    }

    /// Takes what is known of the sweep for what is done.
    fn count_known(&mut self) {
        let (least, most) = self.sweep_ends();
        let sizes = most + 1 - least;
        self.part = (sizes - self.left()) as f32 / sizes as f32;
        if self.left() == 0 {
            (self.phase, self.wished) = (StudyPhase::Finished, false);
        }
    }
}

impl State {
    /// Asks another question, or none; what was found for the one before goes.
    pub fn choose_study(&mut self, study: Study) {
        let study = study.nearest();
        if study == self.study.study {
            return;
        }
        let sweep = match (study, self.study.study) {
            // A longer or shorter sweep keeps what it has in common with the one before.
            (Study::Sweep { least, most }, Study::Sweep { .. }) => {
                let is_within = |point: &SweepPoint| (least..=most).contains(&point.latent);
                self.study.sweep.iter().copied().filter(is_within).collect()
            }
            _ => vec![],
        };
        self.end_study();
        self.study = Studied { sweep, ..Studied::new(study, false) };
        if !self.study.sweep.is_empty() {
            self.study.count_known();
        }
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
        self.config.source.kind() == Kind::Images
    }

    /// Begins the study, or goes on with it.
    pub fn begin_study(&mut self) {
        if self.study.study == Study::None || self.study.phase == StudyPhase::Going || !self.can_study() {
            return;
        }
        if !self.life.listens() {
            self.study.wished = true;
            return;
        }
        let was_paused = std::mem::replace(&mut self.study.phase, StudyPhase::Going) == StudyPhase::Paused;
        self.study.wished = false;
        self.run.take_wish();
        if was_paused {
            return self.tell(Command::ResumeStudy);
        }
        if self.study.left() == 0 {
            self.study.sweep.clear();
        }
        self.study.run = self.run.next_id();
        let (run, study, known) = (self.study.run, self.study.study, self.study.sweep.clone());
        self.tell(Command::BeginStudy { run, config: self.assigned(), study, known });
    }

    pub fn pause_study(&mut self) {
        self.study.wished = false;
        if self.study.phase == StudyPhase::Going {
            self.tell(Command::PauseStudy);
        }
    }

    /// The study that was wished for before anybody listened.
    pub(super) fn grant_study(&mut self) {
        if self.study.wished {
            self.begin_study();
        }
    }

    /// Other settings: what was found is no longer true of them.
    pub(super) fn forget_study(&mut self) {
        self.end_study();
        self.study.forget();
    }

    /// Nobody works at the study any more; what was found stays, and it goes on once somebody listens.
    pub(super) fn interrupt_study(&mut self) {
        self.study.wished |= self.study.phase == StudyPhase::Going;
        if matches!(self.study.phase, StudyPhase::Going | StudyPhase::Paused) {
            self.study.phase = StudyPhase::Waiting;
        }
    }

    fn end_study(&mut self) {
        match self.study.phase {
            StudyPhase::Going | StudyPhase::Paused => self.tell(Command::EndStudy),
            _ => {}
        }
    }

    pub(super) fn found(&mut self, run: RunId, finding: Finding) {
        if run != self.study.run || !matches!(self.study.phase, StudyPhase::Going | StudyPhase::Paused) {
            return;
        }
        let study = &mut self.study;
        match finding {
            Finding::Progress(part) => study.part = part,
            Finding::Components(components) => study.components = Some(Shared::new(components)),
            Finding::Point(point) => {
                study.sweep.retain(|known| known.latent != point.latent);
                study.sweep.push(point);
                study.sweep.sort_by_key(|point| point.latent);
            }
            // Before the end of an epoch they show nothing that was learned.
            Finding::Betas(betas) if betas.iter().any(|picture| picture.terms == Terms::default()) => {}
            Finding::Betas(betas) => study.betas = Some(Shared::new(betas)),
            Finding::Paused => study.phase = StudyPhase::Paused,
            Finding::Finished => (study.phase, study.part) = (StudyPhase::Finished, 1.0),
            Finding::Failed(message) => {
                study.phase = StudyPhase::Failed;
                self.complain(message);
            }
        }
    }

    /// What to keep of the sweep for the next visit; `None` while there is nothing.
    pub fn sweep_memory(&self) -> Option<String> {
        if self.study.sweep.is_empty() {
            return None;
        }
        let memory = Memory { config: self.config.clone(), points: self.study.sweep.clone() };
        Some(BASE64_URL_SAFE_NO_PAD.encode(postcard::to_allocvec(&memory).ok()?))
    }

    /// Takes up what was kept of a sweep, if it was made with these settings.
    pub fn remember_sweep(&mut self, memory: &str) {
        let Study::Sweep { least, most } = self.study.study else { return };
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(memory).unwrap_or_default();
        let Ok(Memory { config, points }) = postcard::from_bytes(&bytes) else { return };
        if config == self.config && self.study.sweep.is_empty() {
            let is_sound = |point: &SweepPoint| point.ae.is_finite() && (least..=most).contains(&point.latent);
            self.study.sweep = points.into_iter().filter(is_sound).collect();
            self.study.sweep.sort_by_key(|point| point.latent);
            self.study.sweep.dedup_by_key(|point| point.latent);
            if !self.study.sweep.is_empty() {
                self.study.count_known();
            }
        }
    }
}
