//! What the user does: each act changes the state and puts the commands that follow into the outbox.

use super::{Phase, Remedy, State, Wish};
use hourglass_core::{
    config::{Config, Kind, Source, Study},
    lesson::{Lesson, Notices},
    protocol::{Command, Tuning},
};

impl State {
    /// Takes over a link that the user opened in this page: as little as possible is begun anew.
    pub fn load(&mut self, lesson: Lesson, notices: Notices) {
        if lesson == self.lesson() && notices.is_empty() {
            return;
        }
        *self.message = None;
        self.note(&notices);
        *self.run_at_once = lesson.run;
        self.run.let_go();
        *self.teaching = lesson.teaching;
        if lesson.drawing != *self.pad.drawing() {
            self.pad.put(lesson.drawing);
        }
        // A link cannot carry files, so it does not take them away either.
        let keeps_files = self.config.source == Source::Own && lesson.config.source.kind() == Kind::Images;
        let source = if keeps_files { Source::Own } else { lesson.config.source };
        self.choose(Config { source, ..lesson.config });
        self.choose_study(lesson.study);
        if lesson.play != self.play.settings().of_tool() {
            self.play(|play| *play = lesson.play);
        }
        *self.noted = self.experiment();
        if lesson.run {
            if lesson.study == Study::None { self.start() } else { self.begin_study() }
        }
    }

    /// Begins training, or goes on with it.
    pub(super) fn start_training(&mut self) {
        self.train(Wish::Train)
    }

    /// Trains to the end of the epoch.
    pub fn step_epoch(&mut self) {
        if self.studies_first() {
            return;
        }
        self.train(Wish::Epoch)
    }

    pub(super) fn train(&mut self, wish: Wish) {
        self.run.let_go();
        if self.run.phase() != Phase::Finished {
            self.forget_past();
        }
        match self.run.phase() {
            // The trainer would take it for the files' run.
            _ if self.is_reading_files() => self.run.wish_for(wish),
            Phase::Loading => self.run.wish_for(wish),
            Phase::Ready | Phase::Paused => self.grant(wish),
            Phase::Training if self.run.is_pausing() => self.run.wish_for(wish),
            Phase::Training if wish == Wish::Train => self.tell(Command::Train),
            Phase::Training | Phase::Finished => {}
            Phase::Failed => self.try_again(Some(wish)),
        }
    }

    /// Trains if that was wished for and can be done now.
    pub(super) fn grant_wish(&mut self) {
        if let (Some(wish), Phase::Ready | Phase::Paused) = (self.run.wish(), self.run.phase()) {
            self.grant(wish);
        }
    }

    fn grant(&mut self, wish: Wish) {
        self.forget_past();
        self.run.train(wish);
        self.tell(match wish {
            Wish::Train => Command::Train,
            Wish::Epoch => Command::TrainEpoch,
        });
    }

    pub(super) fn pause_training(&mut self) {
        if self.run.ask_to_pause() {
            self.tell(Command::Pause);
        }
    }

    /// Sets up a run that has failed: from its last checkpoint, or else from its beginning.
    fn try_again(&mut self, wish: Option<Wish>) {
        self.run.wish_for(wish);
        *self.message = None;
        self.life.forgets_deaths();
        if self.kept().is_some() { self.set_up_run() } else { self.begin() }
    }

    /// Does what the message offers.
    pub fn remedy(&mut self) {
        let remedy = self.message.as_mut().and_then(|message| message.remedy.take());
        match remedy {
            Some(Remedy::Retry(wish)) if self.run.phase() == Phase::Failed => self.try_again(wish),
            Some(Remedy::Slower { learning_rate, .. }) if self.run.phase() == Phase::Failed => {
                self.choose(Config { learning_rate, ..self.config.clone() });
                self.try_again(Some(self.run.goal()));
            }
            Some(Remedy::Undo) => self.bring_back(),
            _ => {}
        }
    }

    /// Back to the initial weights.
    pub fn reset(&mut self) {
        self.run.take_wish();
        *self.message = None;
        self.set_aside();
        self.begin()
    }

    /// The same with everything random otherwise: the next seed.
    pub fn another_seed(&mut self) {
        let seed = self.config.seed.wrapping_add(1);
        self.choose(Config { seed, ..self.config.clone() })
    }

    /// Takes new settings: what may change while training is tuned, anything else begins a new run.
    pub fn choose(&mut self, config: Config) {
        let config = config.nearest();
        let before = std::mem::replace(&mut *self.config, config);
        if before.backend != self.config.backend {
            self.backends.forgive_webgpu();
        }
        if Tuning::from(&before) == Tuning::from(self.config()) && before == *self.config {
            return;
        }
        let is_new_run = structure(&before) != structure(&self.config);
        if is_new_run || self.study.which() != Study::Pca {
            self.forget_study();
        }
        if is_new_run {
            self.set_aside_as(before, self.table.clone());
            return self.begin();
        }
        if self.run.reopen(self.config.epochs) {
            self.kept.reopen();
        }
        self.tell(Command::Tune(Tuning::from(self.config())));
    }
}

/// The settings without those that may change while training.
fn structure(config: &Config) -> Config {
    let Tuning { learning_rate, beta, epochs } = Tuning::from(&Config::default());
    Config { learning_rate, beta, epochs, ..config.clone() }
}
