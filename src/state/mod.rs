//! The page's state: one plain struct, folded from the trainer's events and the user's acts.
//!
//! Each act and each event is a method that changes the state and answers the commands to send. Nothing here knows the
//! browser, so that every story of the page (a late event, a refused file, a trainer that dies) is a native test.
//! What the page shows is derived from it ([`words`]), never stored twice.

mod apply;
mod curves;
mod files;
mod life;
mod pad;
pub mod settings;
mod shared;
mod view;
pub mod words;

#[cfg(test)]
mod tests;

pub use self::{
    curves::{Curves, Sample as CurveSample, Series},
    files::{OwnFiles, sort_files},
    life::{Life, Revival},
    pad::Pad,
    shared::Shared,
    view::{Axes, Scale, Term, View},
};

use crate::{
    config::{BackendChoice, Config, Model, PerModel, Source},
    lesson::{Lesson, Notices},
    protocol::{Command, Pictures, Prepared, Progress, RunId, Tuning},
};

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Loading,
    Ready,
    Training,
    Paused,
    Finished,
    Failed,
}

/// Training that was asked for before it could begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Train,
    Epoch,
}

/// Something to tell the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub fault: bool,
}

/// A place in a latent space that the user asked to see decoded, and the picture once it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    pub latent: Vec<f32>,
    pub image: Option<Shared<Vec<u8>>>,
}

/// Bytes of the data that have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub loaded: u64,
    pub total: u64,
}

/// All that the page knows.
#[derive(Clone, Debug)]
pub struct State {
    /// As the user wishes.
    pub config: Config,
    /// The link asked to start at once; links made from here go on asking.
    pub run_at_once: bool,
    pub pad: Pad,
    pub view: View,
    pub run: RunId,
    pub phase: Phase,
    pub wish: Option<Wish>,
    /// The trainer was asked to pause and has not answered yet.
    pub pausing: bool,
    pub fetched: Option<Fetched>,
    pub prepared: Option<Shared<Prepared>>,
    pub progress: Progress,
    pub curves: Curves,
    pub pictures: PerModel<Shared<Pictures>>,
    /// Counts the reports with pictures, so that each is answered once it is painted.
    pub pictures_seen: u32,
    pub decoded: PerModel<Decoded>,
    pub message: Option<Message>,
    pub life: Life,
    /// The user's files in use.
    own: Option<Shared<OwnFiles>>,
    /// The user's files on trial, and the run that they would begin.
    offered: Option<(RunId, Shared<OwnFiles>)>,
    last_run: RunId,
}

impl State {
    pub fn new(lesson: Lesson, notices: Notices) -> Self {
        Self {
            config: lesson.config,
            run_at_once: lesson.run,
            pad: Pad::Strokes(lesson.drawing),
            view: View::default(),
            run: RunId(1),
            phase: Phase::Loading,
            wish: lesson.run.then_some(Wish::Train),
            pausing: false,
            fetched: None,
            prepared: None,
            progress: Progress::default(),
            curves: Curves::default(),
            pictures: PerModel::default(),
            pictures_seen: 0,
            decoded: PerModel::default(),
            message: note(notices),
            life: Life::default(),
            own: None,
            offered: None,
            last_run: RunId(1),
        }
    }

    /// What a link made now says.
    pub fn lesson(&self) -> Lesson {
        Lesson { config: self.config.clone(), run: self.run_at_once, drawing: self.pad.drawing().clone() }
    }

    /// Takes over a link that the user opened in this page: as little as possible is begun anew.
    pub fn load(&mut self, lesson: Lesson, notices: Notices) -> Vec<Command> {
        if lesson == self.lesson() && notices.is_empty() {
            return vec![];
        }
        self.message = note(notices);
        self.run_at_once = lesson.run;
        let mut commands = vec![];
        if lesson.drawing != *self.pad.drawing() {
            self.pad = Pad::Strokes(lesson.drawing);
            commands.extend(self.show_pad());
        }
        // A link cannot carry files, so it does not take them away either.
        let source = if self.config.source == Source::Own { Source::Own } else { lesson.config.source };
        commands.extend(self.choose(Config { source, ..lesson.config }));
        if lesson.run {
            commands.extend(self.start());
        }
        commands
    }

    /// Begins training, or goes on with it.
    pub fn start(&mut self) -> Vec<Command> {
        self.train(Wish::Train)
    }

    /// Trains to the end of the epoch.
    pub fn step_epoch(&mut self) -> Vec<Command> {
        self.train(Wish::Epoch)
    }

    fn train(&mut self, wish: Wish) -> Vec<Command> {
        match self.phase {
            Phase::Loading => self.wish = Some(wish),
            Phase::Ready | Phase::Paused => return self.grant(wish),
            Phase::Training if self.pausing => self.wish = Some(wish),
            Phase::Training if wish == Wish::Train => return vec![Command::Train],
            Phase::Training | Phase::Finished => {}
            Phase::Failed => {
                self.wish = Some(wish);
                return self.begin();
            }
        }
        vec![]
    }

    fn grant(&mut self, wish: Wish) -> Vec<Command> {
        self.wish = None;
        self.phase = Phase::Training;
        vec![match wish {
            Wish::Train => Command::Train,
            Wish::Epoch => Command::TrainEpoch,
        }]
    }

    pub fn pause(&mut self) -> Vec<Command> {
        self.wish = None;
        if self.phase == Phase::Training && !self.pausing {
            self.pausing = true;
            return vec![Command::Pause];
        }
        vec![]
    }

    /// The space bar.
    pub fn toggle(&mut self) -> Vec<Command> {
        let is_going = self.phase == Phase::Training && !self.pausing || self.wish.is_some();
        if is_going { self.pause() } else { self.start() }
    }

    /// Back to the initial weights.
    pub fn reset(&mut self) -> Vec<Command> {
        self.wish = None;
        self.begin()
    }

    /// The same with everything random otherwise: the next seed.
    pub fn another_seed(&mut self) -> Vec<Command> {
        let seed = self.config.seed.wrapping_add(1);
        self.choose(Config { seed, ..self.config.clone() })
    }

    /// Takes new settings: what may change while training is tuned, anything else begins a new run.
    pub fn choose(&mut self, config: Config) -> Vec<Command> {
        let config = config.nearest();
        let before = std::mem::replace(&mut self.config, config);
        if before.backend != self.config.backend {
            self.life.forgive_webgpu();
        }
        if Tuning::from(&before) == Tuning::from(&self.config) && before == self.config {
            return vec![];
        }
        if structure(&before) != structure(&self.config) {
            return self.begin();
        }
        if self.phase == Phase::Finished && self.config.epochs > self.progress.epoch {
            self.phase = Phase::Paused;
        }
        self.to_trainer(Command::Tune(Tuning::from(&self.config)))
    }

    /// Takes the user's own files, on trial until the trainer has read them.
    pub fn offer(&mut self, files: OwnFiles) -> Vec<Command> {
        let run = self.next_run();
        self.message = None;
        self.offered = Some((run, Shared::new(files)));
        self.to_trainer_all(Self::use_offered)
    }

    /// Asks for the picture of a place in a model's latent space.
    pub fn decode(&mut self, model: Model, latent: Vec<f32>) -> Vec<Command> {
        let image = self.decoded.slot(model).take().and_then(|before| before.image);
        *self.decoded.slot(model) = Some(Decoded { latent: latent.clone(), image });
        self.to_trainer(Command::Decode { model, latent })
    }

    /// What is on the pad, for the trainer.
    pub fn show_pad(&self) -> Vec<Command> {
        self.to_trainer(Command::Draw(self.pad_image()))
    }

    /// The 784 bytes of what is on the pad.
    pub fn pad_image(&self) -> Option<Vec<u8>> {
        match &self.pad {
            Pad::Strokes(drawing) => drawing.image().map(|image| image.bytes()),
            Pad::Sample { index, .. } => Some(self.prepared.as_ref()?.sample.image(*index)?.to_vec()),
        }
    }

    /// The pictures of the last report have been painted.
    pub fn painted(&self) -> Vec<Command> {
        self.to_trainer(Command::Painted)
    }

    /// Puts the next test digit on the pad: the exhibits first, then the others.
    pub fn next_test_digit(&mut self) {
        if let Some(prepared) = &self.prepared {
            self.pad = self.pad.after(&prepared.sample);
        }
    }

    /// Takes back the question for a place.
    pub fn forget_decoded(&mut self, model: Model) {
        *self.decoded.slot(model) = None;
    }

    pub fn has_own_files(&self) -> bool {
        self.own.is_some()
    }

    pub fn hush(&mut self) {
        self.message = None;
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), fault: true });
    }

    /// Gives up the run and begins one with the current settings.
    fn begin(&mut self) -> Vec<Command> {
        self.run = self.next_run();
        self.phase = Phase::Loading;
        self.pausing = false;
        self.fetched = None;
        self.progress = Progress::default();
        self.curves.clear();
        self.decoded = PerModel::default();
        self.to_trainer_all(Self::prepare)
    }

    fn prepare(&self) -> Vec<Command> {
        let (run, mut config) = (self.run, self.config.clone());
        if self.life.webgpu_failed() {
            config.backend = BackendChoice::Cpu;
        }
        match &self.own {
            Some(files) if config.source == Source::Own && !self.life.has_own_files() => {
                vec![files.command(run, config)]
            }
            _ => vec![Command::Prepare { run, config }],
        }
    }

    fn use_offered(&self) -> Vec<Command> {
        let config = Config { source: Source::Own, ..self.config.clone() };
        self.offered.iter().map(|(run, files)| files.command(*run, config.clone())).collect()
    }

    fn next_run(&mut self) -> RunId {
        self.last_run.0 += 1;
        self.last_run
    }

    /// A command, if anybody listens; what is not sent now is told on [`crate::protocol::Event::Ready`].
    fn to_trainer(&self, command: Command) -> Vec<Command> {
        self.to_trainer_all(|_| vec![command])
    }

    fn to_trainer_all(&self, commands: impl FnOnce(&Self) -> Vec<Command>) -> Vec<Command> {
        if self.life.listens() { commands(self) } else { vec![] }
    }
}

/// The settings without those that may change while training.
fn structure(config: &Config) -> Config {
    let Tuning { learning_rate, beta, epochs } = Tuning::from(&Config::default());
    Config { learning_rate, beta, epochs, ..config.clone() }
}

fn note(notices: Notices) -> Option<Message> {
    (!notices.is_empty()).then(|| Message { text: notices.join(" "), fault: false })
}
