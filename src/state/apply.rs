//! The trainer's events, folded into the state.

use super::{Fetched, Kept, Message, Offer, Phase, Remedy, Snapshot, State, run::Reported};
use hourglass_core::{
    config::{Config, LEARNING_RATE, Source},
    protocol::{Command, Event, Prepared, Report, RunId, Tuning},
};

impl State {
    /// Folds an event; late news of a run that was given up changes nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Ready => self.ready(),
            Event::Fetching { run, loaded, total } if run == self.run.id() => self.run.fetch(Fetched { loaded, total }),
            Event::CheckingWebgpu { run } if self.knows(run) => self.life.checks_webgpu(),
            Event::Prepared { run, prepared } if self.knows(run) => self.prepared(run, *prepared),
            Event::Report { run, report } if run == self.run.id() => self.report(*report),
            Event::Snapshot { run, epoch, pictures } if run == self.run.id() => {
                self.time.add(Snapshot::new(epoch, *pictures))
            }
            Event::Reply { run, model, asker, reply } if run == self.run.id() => self.replied(model, asker, reply),
            Event::Paused { run } if run == self.run.id() && self.run.phase() == Phase::Training => self.paused(),
            Event::Finished { run } if run == self.run.id() => self.finished(),
            Event::Checkpoint { run, epoch, bytes } if run == self.run.id() => {
                self.life.forgets_deaths();
                self.keep(epoch, bytes);
            }
            Event::Saved { run, epoch, bytes } if run == self.run.id() => self.saved(epoch, bytes),
            Event::Diverged { run, learning_rate, message, .. } if run == self.run.id() => {
                self.diverged(learning_rate, message)
            }
            Event::Refused { run, message } if run == self.run.id() => self.refused(message),
            Event::Refused { run, message } => {
                self.trials.settle(run);
                self.complain(message);
                if !self.is_reading_files() {
                    self.grant_wish();
                }
            }
            Event::Studied { run, finding } => self.found(run, *finding),
            Event::Tried(outcome) => self.rival_has_tried(outcome),
            Event::Latents { run, latents, labels, latent } if run == self.run.id() => {
                self.latents_came(&latents, labels.as_deref(), latent)
            }
            Event::Failed { run, message } if self.knows(run) => self.failed(run, message),
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
    }

    /// Whether news of a run concerns the page: the current one, or the one of files on trial.
    fn knows(&self, run: RunId) -> bool {
        run == self.run.id() || self.trials.knows(run)
    }

    pub(super) fn ready(&mut self) {
        self.life.is_ready();
        self.pad.forget_seen();
        self.show_pad();
        self.prepare();
        self.trials.keep_newest();
        self.tell_trials();
        self.grant_study();
    }

    fn prepared(&mut self, run: RunId, prepared: Prepared) {
        // All that is measured in codes is measured by this configuration.
        let prepared = Prepared { config: prepared.config.nearest(), ..prepared };
        self.life.is_prepared(prepared.config.source == Source::Own);
        let offer = self.trials.settle(run);
        let has_own_settings = matches!(offer, Some(Offer::Checkpoint(_)));
        self.take_over(offer);
        match &self.kept {
            Some(kept) => self.time.go_back_to(kept.epoch),
            None => self.time.clear(),
        }
        // What the data allows is taken over; what the user may have changed since is not.
        let tuning = Tuning::from(if has_own_settings { &prepared.config } else { &self.config });
        let Tuning { learning_rate, beta, epochs } = tuning;
        let backend = self.config.backend;
        let tuned = tuning != Tuning::from(&prepared.config);
        self.config = Config { learning_rate, beta, epochs, backend, ..prepared.config.clone() };
        self.view.axes = self.view.axes.within(self.config.latent);
        self.note(&prepared.notices);
        let on_pad = self.test_digit();
        let from = self.kept.as_ref().map(|kept| if kept.is_done { Phase::Finished } else { Phase::Paused });
        self.run.set_up(run, prepared, from);
        if self.test_digit() != on_pad {
            // Other data: the test digit on the pad is none of theirs.
            self.pad.drop_sample();
        }
        if tuned {
            self.tell(Command::Tune(Tuning::from(&self.config)));
        }
        self.grant_wish();
    }

    /// The trainer has read what the user gave, and the run begins with that.
    fn take_over(&mut self, offer: Option<Offer>) {
        let Some(offer) = offer else { return };
        self.asking = Default::default();
        self.set_aside(self.config.clone(), self.table.clone());
        self.forget_run();
        match offer {
            Offer::Files(files) => self.own = Some(files),
            Offer::Checkpoint(kept) => {
                self.kept = Some(kept);
                self.forget_study();
            }
        }
    }

    fn report(&mut self, report: Report) {
        self.life.reaches(report.progress.step);
        let Reported { is_past, has_fault, has_pictures } = self.run.report(report, self.config.epochs);
        if is_past {
            self.hear_past();
        }
        if has_fault {
            self.complain(
                "The loss is no longer a number: the steps were too large. Choose a lower learning rate and press Reset.",
            );
        }
        if has_pictures {
            // The networks have learned since: what the user looks at is asked again.
            self.ask(true);
        }
    }

    /// A report has told a run's whole past.
    fn hear_past(&mut self) {
        let is_done = self.run.progress().epoch >= self.config.epochs;
        if let Some(kept) = &mut self.kept {
            // Of one from a file nothing was known.
            *kept = Kept { epoch: self.run.progress().epoch, is_done: kept.is_done || is_done, ..kept.clone() };
        }
    }

    fn paused(&mut self) {
        self.run.pause();
        self.ask(false);
        if self.run.wish().is_none() && self.run.progress().step > 0 {
            // A user who pauses may close the page next.
            self.tell(Command::Save);
        }
        self.grant_wish();
    }

    fn finished(&mut self) {
        self.run.finish();
        self.life.forgets_deaths();
        self.is_done();
        self.ask(false);
    }

    /// The steps were too large.
    fn diverged(&mut self, learning_rate: f32, message: String) {
        self.run.fail();
        let epoch = self.kept().map_or(0, |kept| kept.epoch);
        let learning_rate = LEARNING_RATE.nearest(tenth(learning_rate));
        let remedy = Some(Remedy::Slower { epoch, learning_rate });
        self.message = Some(Message { text: message, fault: true, remedy });
    }

    /// What was kept of the run cannot be used, and why; or else the run cannot be saved.
    fn refused(&mut self, why: String) {
        if self.run.phase() == Phase::Loading {
            self.complain(format!("{why} The run starts over."));
            return self.begin();
        }
        if self.run.take_saving() {
            self.complain(why);
        }
    }

    fn failed(&mut self, run: RunId, message: String) {
        if run == self.run.id() {
            let remedy = Some(Remedy::Retry(self.run.fail()));
            self.message = Some(Message { text: message, fault: true, remedy });
            return;
        }
        self.run.take_wish();
        self.message = Some(Message { text: message, fault: true, remedy: None });
        // The files were read but nothing can be trained on them, and the run before is gone: it is begun again.
        self.trials.settle(run);
        self.life.lost_own_files();
        self.begin()
    }
}

/// A tenth, as it would be written.
fn tenth(rate: f32) -> f32 {
    let tenth = rate / 10.0;
    format!("{tenth:.2e}").parse().unwrap_or(tenth)
}
