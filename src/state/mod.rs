//! The page's state: one plain struct, folded from the trainer's events and the user's acts.
//!
//! Each act and each event is a method that changes the state and leaves what follows in its outbox. Nothing here knows the
//! browser, so that every story of the page (a late event, a refused file, a trainer that dies) is a native test.
//! What the page shows is derived from it ([`words`]), never stored twice.

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
    life::{Life, Unfetched},
    message::{Message, Remedy},
    outbox::Outbox,
    pad::{OnPad, PEN, Pad, Pen, Recall, hand},
    run::{Fetched, Goal, Phase, Run},
    shared::Shared,
    study::{Studied, StudyPhase, StudyWords},
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

/// A place in a latent space that the user picked, and what it decodes to once that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    pub latent: Vec<f32>,
    pub answer: Option<Shared<Answer>>,
}

/// All that the page knows. Each field notices when it is read and changed, or its own fields do.
#[derive(Debug)]
pub struct State {
    /// As the user wishes.
    config: Tracked<Config>,
    /// The link asked to start at once; links made from here go on asking.
    run_at_once: Tracked<bool>,
    pub pad: Tracked<Pad>,
    pub view: Tracked<View>,
    pub run: Run,
    /// The run's epochs so far, and which of them is looked at.
    pub time: Tracked<Time>,
    pub play: Playground,
    pub study: Tracked<Studied>,
    /// What a teacher says and leaves out.
    teaching: Tracked<Teaching>,
    /// The table to learn from.
    table: Tracked<Option<TableView>>,
    /// The experiment for which the user is asked whether the run may be thrown away.
    asked: Tracked<Option<&'static Experiment>>,
    /// The experiment that was opened, until its note is hidden.
    noted: Tracked<Option<&'static Experiment>>,
    message: Tracked<Option<Message>>,
    /// What changes have asked for since the page last looked. Nothing is derived from it.
    outbox: Outbox,
    pub kept: Tracked<KeptRuns>,
    pub life: Tracked<Life>,
    backends: Tracked<Backends>,
    /// The user's files in use.
    own: Tracked<Option<Shared<OwnFiles>>>,
    /// The user's files on trial.
    pending_files: Tracked<PendingFiles>,
}

impl State {
    pub fn new(link: Link, notices: Notices) -> Self {
        let mut state = Self {
            config: Tracked::new(Part::Config, link.config),
            run_at_once: Tracked::new(Part::Teaching, link.run),
            pad: Tracked::new(Part::Pad, Pad::new(link.drawing)),
            view: Tracked::new(Part::View, View::default()),
            // A link that asks a question asks for its answer, not for the run.
            run: Run::new((link.run && link.study == Study::None).then_some(Goal::Train)),
            time: Tracked::new(Part::Time, Time::default()),
            play: Playground::new(link.play),
            study: Tracked::new(Part::Study, Studied::new(link.study, link.run)),
            teaching: Tracked::new(Part::Teaching, link.teaching),
            table: Tracked::new(Part::Table, TableView::synthetic().ok()),
            asked: Tracked::new(Part::Words, None),
            noted: Tracked::new(Part::Words, None),
            message: Tracked::new(Part::Words, None),
            outbox: Outbox::default(),
            kept: Tracked::new(Part::Checkpoint, KeptRuns::default()),
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

    /// Changes what a link made from here says to a class.
    pub fn teach(&mut self, change: impl FnOnce(&mut Teaching)) {
        change(&mut self.teaching);
    }

    /// The table to learn from, as the user has chosen from it.
    pub fn table(&self) -> Option<&TableView> {
        self.table.as_ref()
    }

    /// What a link made now says.
    pub fn link(&self) -> Link {
        Link {
            config: self.config.clone(),
            study: self.study.which(),
            play: self.play.settings().of_tool(),
            run: *self.run_at_once,
            drawing: self.pad.drawing().clone(),
            teaching: self.teaching.clone(),
        }
    }

    /// Shows the trainer what is on the pad, unless it has seen that. The page calls this once a frame while the user draws.
    pub fn show_pad(&mut self) {
        let image = self.pad_image();
        if self.life.listens() && self.life.sees(&image) {
            self.tell(Command::Draw(image));
        }
    }

    /// The 784 bytes of what is on the pad.
    pub fn pad_image(&self) -> Option<Vec<u8>> {
        self.test_digit().or_else(|| self.pad.on().drawn_image())
    }

    /// The 784 bytes of the test digit on the pad, if that is what it shows.
    pub fn test_digit(&self) -> Option<Vec<u8>> {
        match *self.pad.on() {
            OnPad::Sample { index, .. } => Some(self.run.prepared()?.sample.image(index)?.to_vec()),
            OnPad::Strokes(_) => None,
        }
    }

    /// The pictures of the last report have been painted.
    pub fn painted(&mut self) {
        self.tell(Command::Painted);
    }

    /// Puts the next test digit on the pad: the exhibits first, then the others.
    pub fn next_test_digit(&mut self) {
        if let Some(prepared) = self.run.prepared() {
            self.pad.show_next(&prepared.sample);
        }
    }

    /// Which directions of the latent space the run's scatters show; never [`Axes::Usual`].
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

    /// Gives up the run and begins one with the current settings.
    fn begin(&mut self) {
        self.forget_run();
        self.set_up_run();
    }

    /// Nothing is left of the run, nor of what is kept of it.
    fn forget_run(&mut self) {
        self.kept.forget();
        self.run.forget();
        self.time.clear();
        self.life.begins();
    }

    /// Sets the run up: from what is kept of it, else from its beginning.
    fn set_up_run(&mut self) {
        if self.pending_files.give_up() {
            // The trainer may have taken them by now: those in use are sent again.
            self.life.loses_data();
        }
        self.set_up_beside_trials();
    }

    /// The same, while files stay on trial that came later than the data of the run.
    fn set_up_beside_trials(&mut self) {
        self.leave_run();
        let has_changed_hands = self.choose_trainer();
        if has_changed_hands && self.life.listens() {
            self.ready();
        } else {
            self.prepare();
        }
    }

    /// What the trainer still says of the run is late news.
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
        self.tell(match self.kept() {
            Some(kept) => kept.command(run, Some(config)),
            None => Command::Prepare { run, config },
        });
    }
}
