//! The trainer's events, folded into the state.

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
    /// Folds an event; late news of a run that was given up changes nothing.
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
            RunEvent::Latents { latents, labels, latent } => self.latents_came(&latents, labels.as_deref(), latent),
            RunEvent::Diverged { learning_rate, message, .. } => self.diverged(learning_rate, message),
        }
    }

    /// What happens to the run of a checkpoint on trial. Anything else is late news.
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
        self.show_pad();
        self.prepare();
        self.pending_files.keep_newest();
        self.send_pending_files();
        self.start_queued_study();
    }

    /// A run is set up; with settings of its own where it goes on from a file.
    fn prepared(&mut self, run: RunId, prepared: Prepared, has_own_settings: bool) {
        // All that is measured in codes is measured by this configuration.
        let prepared = Prepared { config: prepared.config.nearest(), ..prepared };
        self.life.is_prepared();
        match self.kept.newest() {
            Some(kept) => self.time.go_back_to(kept.epoch()),
            None => self.time.clear(),
        }
        // What the data allows is taken over; what the user may have changed since is not.
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
            // Other data: the test digit on the pad is none of theirs.
            self.pad.drop_sample();
        }
        if tuned {
            self.tell(Command::Tune(Tuning::from(self.config())));
        }
        self.start_queued();
    }

    /// The trainer has set up the run of a file: it takes the place of the one before.
    fn take_checkpoint(&mut self, kept: Checkpoint) {
        self.play.forget_answers();
        self.set_aside();
        self.forget_run();
        self.forget_study();
        self.kept.keep(kept);
    }

    fn report(&mut self, report: Report) {
        self.life.reaches(report.progress.step);
        let Reported { is_past, has_fault, has_pictures } = self.run.report(report, self.config.epochs);
        if is_past {
            self.past_came();
        }
        if has_fault {
            self.show_error(
                "The loss is no longer a number: the steps were too large. Choose a lower learning rate and press Reset.",
            );
        }
        if has_pictures {
            // The networks have learned since: what the user looks at is asked again.
            self.ask(true);
        }
    }

    /// A report has told a run's whole past.
    fn past_came(&mut self) {
        let is_done = self.run.progress().epoch >= self.config.epochs;
        self.kept.past_came(self.run.progress().epoch, is_done);
    }

    fn paused(&mut self) {
        self.run.pause();
        self.ask(false);
        if self.run.queued().is_none() && self.run.progress().step > 0 {
            // A user who pauses may close the page next.
            self.tell(Command::Save);
        }
        self.start_queued();
    }

    fn finished(&mut self) {
        self.run.finish();
        self.life.reset_deaths();
        self.kept.finish();
        self.ask(false);
    }

    /// The steps were too large.
    fn diverged(&mut self, learning_rate: f32, message: String) {
        self.run.fail();
        let epoch = self.kept().map_or(0, |kept| kept.epoch());
        let learning_rate = LEARNING_RATE.nearest(tenth(learning_rate));
        let remedy = Some(Remedy::Slower { epoch, learning_rate });
        *self.message = Some(Message { text: message, fault: true, remedy });
    }

    /// What was kept of the run cannot be used, and why; or else the run cannot be saved.
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

/// A tenth, as it would be written.
fn tenth(rate: f32) -> f32 {
    let tenth = rate / 10.0;
    format!("{tenth:.2e}").parse().unwrap_or(tenth)
}
