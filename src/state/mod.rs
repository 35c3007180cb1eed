//! The page's state: one plain struct, changed by the trainer's events and the user's actions.
//!
//! Each action and each event is a method that changes the state and puts the resulting commands into the outbox. Nothing here
//! depends on the browser, so every scenario (a late event, a refused file, a trainer that dies) is a native test. What the page
//! shows is derived from the state ([`words`]), never stored twice.

mod acts;
mod apply;
mod backend;
pub mod chapters;
mod curves;
pub mod details;
mod experiment;
pub mod experiments;
pub mod export;
pub mod figures;
mod files;
pub mod journal;
mod keep;
mod life;
mod measured_on;
mod message;
pub mod noted;
mod outbox;
mod own_data;
mod pad;
pub mod play;
pub mod questions;
mod run;
mod settings;
mod shared;
mod study;
mod table;
mod time;
pub mod tracked;
mod view;
pub mod words;

#[cfg(test)]
mod tests;

pub use self::{
    backend::Program,
    curves::{CurveSample, Curves, Series},
    files::{Dropped, OwnFiles, check_sizes, sort_files},
    keep::{Checkpoint, Earlier, KeptRuns, Note},
    life::{FetchFailure, Life},
    message::{Message, Remedy},
    outbox::Outbox,
    pad::{OnPad, PEN, Pad, Pen, Recall, hand},
    run::{Fetched, Goal, Phase, Run},
    shared::Shared,
    study::{StudyPhase, StudyState, StudyWords},
    table::TableView,
    time::{Moment, Snapshot, Time},
    tracked::{Part, Parts, Tracked},
    view::{Axes, Scale, Term, View},
};

use backend::Backends;
use experiments::Experiment;
use files::PendingFiles;
use play::{Answer, Playground};

use hourglass_core::{
    config::{Config, DataKind, Study},
    link::{Link, Notices, Teaching},
    protocol::Command,
};

/// A point in a latent space that the user picked, and its decoded output once it has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    pub latent: Vec<f32>,
    pub answer: Option<Shared<Answer>>,
}

/// The page's whole state. Each field, or its own fields, tracks when it is read and changed.
#[derive(Debug)]
pub struct State {
    /// The settings chosen by the user.
    config: Tracked<Config>,
    /// The link asked to start at once; links made from this page ask for it too.
    run_at_once: Tracked<bool>,
    /// Whether the link asks for one worker.
    one_worker: Tracked<bool>,
    pub pad: Tracked<Pad>,
    pub view: Tracked<View>,
    pub run: Run,
    /// The run's epochs so far, and which of them is shown.
    pub time: Tracked<Time>,
    pub play: Playground,
    pub study: Tracked<StudyState>,
    /// The teacher's notes, and what the teacher hides.
    teaching: Tracked<Teaching>,
    /// The table used as data.
    table: Tracked<Option<TableView>>,
    /// The experiment to open if the user agrees to discard the run.
    asked: Tracked<Option<&'static Experiment>>,
    /// The opened experiment, until its note is hidden.
    noted: Tracked<Option<&'static Experiment>>,
    message: Tracked<Option<Message>>,
    /// The commands collected since the page last took them. Nothing is derived from it.
    outbox: Outbox,
    pub kept: Tracked<KeptRuns>,
    pub life: Tracked<Life>,
    backends: Tracked<Backends>,
    /// The user's files in use.
    own: Tracked<Option<Shared<OwnFiles>>>,
    /// The user's files that the trainer has yet to accept.
    pending_files: Tracked<PendingFiles>,
}

impl State {
    pub fn new(link: Link, notices: Notices) -> Self {
        let mut state = Self {
            config: Tracked::new(Part::Config, link.config),
            run_at_once: Tracked::new(Part::Teaching, link.run),
            one_worker: Tracked::new(Part::Teaching, link.one_worker),
            pad: Tracked::new(Part::Pad, Pad::new(link.drawing)),
            view: Tracked::new(Part::View, View::default()),
            // A link with a study asks for the study, not for the run.
            run: Run::new((link.run && link.study == Study::None).then_some(Goal::Train)),
            time: Tracked::new(Part::Time, Time::default()),
            play: Playground::new(link.play),
            study: Tracked::new(Part::Study, StudyState::new(link.study, link.run)),
            teaching: Tracked::new(Part::Teaching, link.teaching),
            table: Tracked::new(Part::Table, TableView::synthetic().ok()),
            asked: Tracked::new(Part::Words, None),
            noted: Tracked::new(Part::Words, None),
            message: Tracked::new(Part::Words, None),
            outbox: Outbox::default(),
            kept: Tracked::new(Part::KeptRuns, KeptRuns::default()),
            life: Tracked::new(Part::Life, Life::default()),
            backends: Tracked::new(Part::Backends, Backends::default()),
            own: Tracked::new(Part::Files, None),
            pending_files: Tracked::new(Part::Files, PendingFiles::default()),
        };
        state.note(&notices);
        *state.noted = state.experiment();
        state
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn teaching(&self) -> &Teaching {
        &self.teaching
    }

    /// Changes what links made from this page say to a class.
    pub fn teach(&mut self, change: impl FnOnce(&mut Teaching)) {
        change(&mut self.teaching);
    }

    /// The table used as data, with the user's choice.
    pub fn table(&self) -> Option<&TableView> {
        self.table.as_ref()
    }

    /// The link that the page would make now.
    pub fn link(&self) -> Link {
        Link {
            config: self.config.clone(),
            study: self.study.which(),
            play: self.play.settings().of_tool(),
            run: *self.run_at_once,
            one_worker: *self.one_worker,
            drawing: self.pad.drawing().clone(),
            teaching: self.teaching.clone(),
        }
    }

    /// Sends the trainer what is on the pad, unless it has it already. The page calls this once per frame while the user draws.
    pub fn show_pad(&mut self) {
        let image = self.pad_image();
        if self.life.listens() && self.life.record_pad(&image) {
            self.send(Command::Draw(image));
        }
    }

    /// The 784 bytes of the image on the pad.
    pub fn pad_image(&self) -> Option<Vec<u8>> {
        self.test_digit().or_else(|| self.pad.on().drawn_image())
    }

    /// The 784 bytes of the test digit on the pad, if it shows one.
    pub fn test_digit(&self) -> Option<Vec<u8>> {
        match *self.pad.on() {
            OnPad::Sample { index, .. } => Some(self.run.prepared()?.sample.image(index)?.to_vec()),
            OnPad::Strokes(_) => None,
        }
    }

    /// The pictures of the last report have been painted.
    pub fn painted(&mut self) {
        self.send(Command::Painted);
    }

    /// Puts the next test digit on the pad: the exhibits first, then the others.
    pub fn next_test_digit(&mut self) {
        if let Some(prepared) = self.run.prepared() {
            self.pad.show_next(&prepared.sample);
        }
    }

    /// The directions of the latent space that the run's scatters show; never [`Axes::Usual`].
    pub fn axes(&self) -> Axes {
        let config = self.run.prepared().map_or(self.config(), |prepared| &prepared.config);
        self.view.axes(config.latent, config.source.kind())
    }

    /// The labels that the sample may have.
    pub fn labels(&self) -> Vec<u8> {
        match (self.config.source.kind(), self.run.prepared().map(|prepared| &prepared.sample.labels)) {
            (_, Some(None)) => vec![],
            (DataKind::Table, Some(Some(labels))) => (0..10).filter(|label| labels.contains(label)).collect(),
            _ => (0..10).collect(),
        }
    }

    /// Discards the run and begins one with the current settings.
    fn begin(&mut self) {
        self.forget_run();
        self.set_up_run();
    }

    /// Discards the run and its checkpoint.
    fn forget_run(&mut self) {
        self.kept.forget();
        self.run.forget();
        self.time.clear();
        self.life.start_run();
    }

    /// Sets up the run, from its checkpoint if there is one.
    fn set_up_run(&mut self) {
        if self.pending_files.give_up() {
            // The trainer may already have replaced its data with these files, so the data in use is sent again.
            self.life.forget_data();
        }
        self.set_up_keeping_pending_files();
    }

    /// The same, but keeps pending files that came after the run's data.
    fn set_up_keeping_pending_files(&mut self) {
        self.leave_run();
        let has_switched = self.choose_trainer();
        if has_switched && self.life.listens() {
            self.ready();
        } else {
            self.prepare();
        }
    }

    /// Leaves the run: whatever the trainer still reports about it is late and is ignored.
    fn leave_run(&mut self) {
        self.run.leave();
        self.play.forget_answers();
    }

    fn prepare(&mut self) {
        if !self.life.listens() {
            return;
        }
        let (run, config) = (self.run.id(), self.assigned());
        self.give_data(config.source);
        self.send(match self.kept() {
            Some(kept) => kept.command(run, Some(config)),
            None => Command::Prepare { run, config },
        });
    }
}
