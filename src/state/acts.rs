//! The user's actions. Each one changes the state and puts the resulting commands into the outbox.

use super::{Goal, Phase, Remedy, State};
use hourglass_core::{
    config::{Config, DataKind, Source, Study},
    link::{Link, Notices},
    protocol::{Command, Tuning},
};

impl State {
    /// Opens a link in this page. Restarts as little as possible.
    pub fn load(&mut self, link: Link, notices: Notices) {
        if link == self.link() && notices.is_empty() {
            return;
        }
        *self.message = None;
        self.note(&notices);
        *self.run_at_once = link.run;
        if link.one_worker != *self.one_worker {
            *self.one_worker = link.one_worker;
            self.send(Command::UseOneWorker(link.one_worker));
        }
        self.run.drop_held();
        *self.teaching = link.teaching;
        if link.drawing != *self.pad.drawing() {
            self.pad.put(link.drawing);
        }
        // A link cannot carry files, so it does not remove them either.
        let keeps_files = self.config.source == Source::Own && link.config.source.kind() == DataKind::Images;
        let source = if keeps_files { Source::Own } else { link.config.source };
        self.choose(Config { source, ..link.config });
        self.choose_study(link.study);
        if link.play != self.play.settings().of_tool() {
            self.play(|play| *play = link.play);
        }
        *self.noted = self.experiment();
        if link.run {
            if link.study == Study::None { self.start() } else { self.begin_study() }
        }
    }

    /// Starts or continues training.
    pub(super) fn start_training(&mut self) {
        self.train(Goal::Train)
    }

    /// Trains to the end of the epoch.
    pub fn step_epoch(&mut self) {
        if self.studies_first() {
            return;
        }
        self.train(Goal::Epoch)
    }

    pub(super) fn train(&mut self, goal: Goal) {
        self.run.drop_held();
        if self.run.phase() != Phase::Finished {
            self.forget_past();
        }
        match self.run.phase() {
            // The trainer would take the command as meant for the files' run.
            _ if self.is_reading_files() => self.run.queue(goal),
            Phase::Loading => self.run.queue(goal),
            Phase::Ready | Phase::Paused => self.start_goal(goal),
            Phase::Training if self.run.is_pausing() => self.run.queue(goal),
            Phase::Training if goal == Goal::Train => self.send(Command::Train),
            Phase::Training | Phase::Finished => {}
            Phase::Failed => self.try_again(Some(goal)),
        }
    }

    /// Starts the queued training, if there is any and it can start now.
    pub(super) fn start_queued(&mut self) {
        if let (Some(goal), Phase::Ready | Phase::Paused) = (self.run.queued(), self.run.phase()) {
            self.start_goal(goal);
        }
    }

    fn start_goal(&mut self, goal: Goal) {
        self.forget_past();
        self.run.train(goal);
        self.send(match goal {
            Goal::Train => Command::Train,
            Goal::Epoch => Command::TrainEpoch,
        });
    }

    pub(super) fn pause_training(&mut self) {
        if self.run.ask_to_pause() {
            self.send(Command::Pause);
        }
    }

    /// Sets up a failed run again: from its last checkpoint, or else from the beginning.
    fn try_again(&mut self, goal: Option<Goal>) {
        self.run.queue(goal);
        *self.message = None;
        self.life.reset_deaths();
        if self.kept().is_some() { self.set_up_run() } else { self.begin() }
    }

    /// Carries out the remedy that the message offers.
    pub fn remedy(&mut self) {
        let remedy = self.message.as_mut().and_then(|message| message.remedy.take());
        match remedy {
            Some(Remedy::Retry(goal)) if self.run.phase() == Phase::Failed => self.try_again(goal),
            Some(Remedy::Slower { learning_rate, .. }) if self.run.phase() == Phase::Failed => {
                self.choose(Config { learning_rate, ..self.config.clone() });
                self.try_again(Some(self.run.goal()));
            }
            Some(Remedy::Undo) => self.bring_back(),
            _ => {}
        }
    }

    /// Goes back to the initial weights.
    pub fn reset(&mut self) {
        self.run.take_queued();
        *self.message = None;
        self.set_aside();
        self.begin()
    }

    /// Takes the next seed: the same settings with different random numbers.
    pub fn another_seed(&mut self) {
        let seed = self.config.seed.wrapping_add(1);
        self.choose(Config { seed, ..self.config.clone() })
    }

    /// Applies new settings. If only settings that may change during training differ, they are tuned; otherwise a new run begins.
    pub fn choose(&mut self, config: Config) {
        let config = config.nearest();
        let before = std::mem::replace(&mut *self.config, config);
        if before.backend != self.config.backend {
            self.backends.allow_webgpu_again();
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
        self.send(Command::Tune(Tuning::from(self.config())));
    }
}

/// The settings except those that may change during training.
fn structure(config: &Config) -> Config {
    let Tuning { learning_rate, beta, epochs } = Tuning::from(&Config::default());
    Config { learning_rate, beta, epochs, ..config.clone() }
}
