//! The trainer's events, folded into the state.

use super::{Fetched, Phase, Shared, Snapshot, State};
use crate::{
    config::{Config, Model, Source},
    protocol::{Command, Event, Prepared, Report, RunId, Tuning},
};

impl State {
    /// Folds an event; late news of a run that was given up changes nothing.
    pub fn apply(&mut self, event: Event) -> Vec<Command> {
        match event {
            Event::Ready => return self.ready(),
            Event::Fetching { run, loaded, total } if run == self.run => self.fetched = Some(Fetched { loaded, total }),
            Event::CheckingWebgpu { run } if self.knows(run) => self.life.checks_webgpu(),
            Event::Prepared { run, prepared } if self.knows(run) => return self.prepared(run, *prepared),
            Event::Report { run, report } if run == self.run => return self.report(*report),
            Event::Snapshot { run, epoch, pictures } if run == self.run => {
                self.time.add(Snapshot::new(epoch, *pictures))
            }
            Event::Reply { run, model, asker, reply } if run == self.run => return self.replied(model, asker, reply),
            Event::Paused { run } if run == self.run && self.phase == Phase::Training => return self.paused(),
            Event::Finished { run } if run == self.run => {
                self.pausing = false;
                self.wish = None;
                self.phase = Phase::Finished;
                return self.ask(false);
            }
            Event::Refused { run, message } => {
                self.trials.settle(run);
                self.complain(message);
                if !self.is_reading_files() {
                    return self.grant_wish();
                }
            }
            Event::Studied { run, finding } => self.found(run, *finding),
            Event::Tried(outcome) => return self.rival_has_tried(outcome),
            Event::Latents { run, latents, labels, latent } if run == self.run => {
                self.latents_came(run, &latents, labels.as_deref(), latent)
            }
            Event::Failed { run, message } if self.knows(run) => return self.failed(run, message),
            Event::Prepared { run, .. } | Event::Failed { run, .. } => _ = self.trials.settle(run),
            Event::Fetching { .. }
            | Event::CheckingWebgpu { .. }
            | Event::Report { .. }
            | Event::Snapshot { .. }
            | Event::Reply { .. }
            | Event::Paused { .. }
            | Event::Finished { .. }
            | Event::Checkpoint { .. }
            | Event::Saved { .. }
            | Event::Latents { .. }
            | Event::Diverged { .. } => {}
        }
        vec![]
    }

    /// Whether news of a run concerns the page: the current one, or the one of files on trial.
    fn knows(&self, run: RunId) -> bool {
        run == self.run || self.trials.knows(run)
    }

    pub(super) fn ready(&mut self) -> Vec<Command> {
        self.life.is_ready();
        let mut commands = self.show_pad();
        commands.extend(self.prepare());
        self.trials.keep_newest();
        commands.extend(self.trials.command(&self.assigned()));
        commands.extend(self.grant_study());
        commands
    }

    fn prepared(&mut self, run: RunId, prepared: Prepared) -> Vec<Command> {
        self.life.is_prepared(prepared.config.source == Source::Own);
        if let Some(files) = self.trials.settle(run) {
            self.own = Some(files);
            self.asking = Default::default();
            self.curves.clear();
        }
        self.run = run;
        self.phase = Phase::Ready;
        self.pausing = false;
        self.fetched = None;
        if !self.prepared.as_ref().is_some_and(|before| looks_like(before, &prepared)) {
            self.pictures = Default::default();
        }
        self.progress = Default::default();
        self.time.clear();
        // What the data allows is taken over; what the user may have changed since is not.
        let Tuning { learning_rate, beta, epochs } = Tuning::from(&self.config);
        let backend = self.config.backend;
        let tuned = Tuning::from(&prepared.config) != Tuning::from(&self.config);
        self.config = Config { learning_rate, beta, epochs, backend, ..prepared.config.clone() };
        self.view.axes = self.view.axes.within(self.config.latent);
        self.note(&prepared.notices);
        let on_pad = self.pad.is_sample().then(|| self.pad_image()).flatten();
        self.prepared = Some(Shared::new(prepared));
        let mut commands = vec![];
        if self.pad.is_sample() && self.pad_image() != on_pad {
            // Other data: the test digit on the pad is none of theirs.
            self.pad.undo();
            commands.extend(self.show_pad());
        }
        if tuned {
            commands.push(Command::Tune(Tuning::from(&self.config)));
        }
        commands.extend(self.grant_wish());
        commands
    }

    fn report(&mut self, report: Report) -> Vec<Command> {
        self.progress = report.progress;
        if report.progress.step > 0 {
            self.life.proves_itself();
        }
        if self.curves.extend(&report.curve).is_err() {
            self.complain(
                "The loss is no longer a number: the steps were too large. Choose a smaller learning rate and press Reset.",
            );
        }
        self.curves.measure(&report.measures);
        let Some(pictures) = report.pictures else {
            return vec![];
        };
        for model in Model::ALL {
            *self.pictures.slot(model) = pictures.get(model).cloned().map(Shared::new);
        }
        self.pictures_seen = self.pictures_seen.wrapping_add(1);
        // The networks have learned since: what the user looks at is asked again.
        self.ask(true)
    }

    fn paused(&mut self) -> Vec<Command> {
        self.phase = Phase::Paused;
        self.pausing = false;
        let mut commands = self.ask(false);
        commands.extend(self.grant_wish());
        commands
    }

    fn failed(&mut self, run: RunId, message: String) -> Vec<Command> {
        self.complain(message);
        self.wish = None;
        if run == self.run {
            self.phase = Phase::Failed;
            self.pausing = false;
            return vec![];
        }
        // The files were read but nothing can be trained on them, and the run before is gone: it is begun again.
        self.trials.settle(run);
        self.life.lost_own_files();
        self.begin()
    }
}

/// Whether the pictures of one run may stand until those of the other come: the same digits in a space of the same size.
fn looks_like(before: &Prepared, after: &Prepared) -> bool {
    before.config.latent == after.config.latent
        && before.config.models == after.config.models
        && before.sample == after.sample
}
