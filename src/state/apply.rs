//! Applies the trainer's events to the state.

use super::{
    Checkpoint, Fetched, Message, Phase, Remedy, Snapshot, State,
    files::{Offer, PendingId},
    run::Reported,
};
use hourglass_core::{
    config::{Config, LEARNING_RATE},
    protocol::{Command, Event, Prepared, Report, RunEvent, RunId, Tuning},
};

impl State {
    /// Applies an event. Late events of an abandoned run change nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Ready => self.ready(),
            Event::Loaded { load, outcome } => self.loaded(load, outcome),
            Event::Run { run, event } if run == self.run.id() => self.apply_to_run(event),
            Event::Run { run, event } => self.apply_to_trial(run, event),
            Event::Studied { run, finding } => self.found(run, *finding),
            Event::TrialResult(outcome) => self.webgpu_was_timed(outcome),
        }
    }

    fn apply_to_run(&mut self, event: RunEvent) {
        match event {
            RunEvent::Fetching { loaded, total } => self.run.fetch(Fetched { loaded, total }),
            RunEvent::CheckingWebgpu => self.life.checks_webgpu(),
            RunEvent::Prepared(prepared) => self.prepared(self.run.id(), *prepared, false),
            RunEvent::Report(report) => self.report(*report),
            RunEvent::Snapshot { epoch, pictures } => self.time.add(Snapshot::new(epoch, *pictures)),
            RunEvent::Reply { model, asker, reply } => self.replied(model, asker, reply),
            RunEvent::Paused if self.run.phase() == Phase::Training => self.paused(),
            RunEvent::Paused => {}
            RunEvent::Finished => self.finished(),
            RunEvent::Refused(why) => self.refused(why),
            RunEvent::Failed(why) => self.failed(why),
            RunEvent::Checkpoint { epoch, bytes } => {
                self.life.reset_deaths();
                self.keep(epoch, bytes);
            }
            RunEvent::Saved { epoch, bytes } => self.saved(epoch, bytes),
            RunEvent::Latents { latents, labels, latent } => self.on_latents(&latents, labels.as_deref(), latent),
            RunEvent::Diverged { learning_rate, message, .. } => self.diverged(learning_rate, message),
        }
    }

    /// Handles an event of a run that would continue from a pending checkpoint. Any other event is late and is ignored.
    fn apply_to_trial(&mut self, run: RunId, event: RunEvent) {
        let asked = PendingId::Restore(run);
        match event {
            RunEvent::CheckingWebgpu if self.pending_files.knows(asked) => self.life.checks_webgpu(),
            RunEvent::Prepared(prepared) => {
                if let Some(Offer::Checkpoint(kept)) = self.pending_files.settle(asked) {
                    self.take_checkpoint(kept);
                    self.prepared(run, *prepared, true);
                }
            }
            RunEvent::Refused(why) => self.offer_is_refused(asked, why),
            _ => {}
        }
    }

    pub(super) fn ready(&mut self) {
        self.life.is_ready();
        if *self.one_worker {
            self.send(Command::UseOneWorker(true));
        }
        self.show_pad();
        self.prepare();
        self.pending_files.keep_newest();
        self.send_pending_files();
        self.start_queued_study();
    }

    /// A run is set up. If it continues from a file, it has its own settings.
    fn prepared(&mut self, run: RunId, prepared: Prepared, has_own_settings: bool) {
        // Everything measured in codes uses this configuration.
        let prepared = Prepared { config: prepared.config.nearest(), ..prepared };
        self.life.is_prepared();
        match self.kept.newest() {
            Some(kept) => self.time.go_back_to(kept.epoch()),
            None => self.time.clear(),
        }
        // Takes over what the data allows, but not what the user may have changed since.
        let tuning = Tuning::from(if has_own_settings { &prepared.config } else { &self.config });
        let Tuning { learning_rate, beta, epochs } = tuning;
        let backend = self.config.backend;
        let tuned = tuning != Tuning::from(&prepared.config);
        *self.config = Config { learning_rate, beta, epochs, backend, ..prepared.config.clone() };
        self.view.fit_axes(self.config.latent);
        self.note(&prepared.notices);
        let on_pad = self.test_digit();
        let from = self.kept().map(|kept| if kept.is_done() { Phase::Finished } else { Phase::Paused });
        self.run.set_up(run, prepared, from);
        if self.test_digit() != on_pad {
            // The data has changed: the test digit on the pad does not belong to it.
            self.pad.drop_sample();
        }
        if tuned {
            self.send(Command::Tune(Tuning::from(self.config())));
        }
        self.start_queued();
    }

    /// The trainer has set up the run of a file, which replaces the previous run.
    fn take_checkpoint(&mut self, kept: Checkpoint) {
        self.play.forget_answers();
        self.set_aside();
        self.forget_run();
        self.forget_study();
        self.kept.keep(kept);
    }

    fn report(&mut self, report: Report) {
        self.life.record_step(report.progress.step);
        let Reported { is_past, has_fault, has_pictures } = self.run.report(report, self.config.epochs);
        if is_past {
            self.on_past();
        }
        if has_fault {
            self.show_error(
                "The loss is no longer a number: the steps were too large. Choose a lower learning rate and press Reset.",
            );
        }
        if has_pictures {
            // The networks have learned since then, so what the user is looking at is requested again.
            self.ask(true);
        }
    }

    /// A report has delivered a run's whole past.
    fn on_past(&mut self) {
        let is_done = self.run.progress().epoch >= self.config.epochs;
        self.kept.on_past(self.run.progress().epoch, is_done);
    }

    fn paused(&mut self) {
        self.run.pause();
        self.ask(false);
        if self.run.queued().is_none() && self.run.progress().step > 0 {
            // A user who pauses may be about to close the page.
            self.send(Command::Save);
        }
        self.start_queued();
    }

    fn finished(&mut self) {
        self.run.finish();
        self.life.reset_deaths();
        self.kept.finish();
        self.ask(false);
    }

    /// The loss diverged because the steps were too large.
    fn diverged(&mut self, learning_rate: f32, message: String) {
        self.run.fail();
        let epoch = self.kept().map_or(0, |kept| kept.epoch());
        let learning_rate = LEARNING_RATE.nearest(tenth(learning_rate));
        let remedy = Some(Remedy::Slower { epoch, learning_rate });
        *self.message = Some(Message { text: message, fault: true, remedy });
    }

    /// Either the run's checkpoint cannot be used, or the run cannot be saved. `why` gives the reason.
    fn refused(&mut self, why: String) {
        if self.run.phase() == Phase::Loading {
            self.show_error(format!("{why} The run starts over."));
            return self.begin();
        }
        if self.run.take_saving() {
            self.show_error(why);
        }
    }

    fn failed(&mut self, message: String) {
        let remedy = Some(Remedy::Retry(self.run.fail()));
        *self.message = Some(Message { text: message, fault: true, remedy });
    }
}

/// A tenth, rounded to the digits that are shown.
fn tenth(rate: f32) -> f32 {
    let tenth = rate / 10.0;
    format!("{tenth:.2e}").parse().unwrap_or(tenth)
}
