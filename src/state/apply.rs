//! The trainer's events, folded into the state.

use super::{Fetched, Kept, Message, Offer, Phase, Remedy, Shared, Snapshot, State};
use hourglass_core::{
    config::{Config, LEARNING_RATE, Model, Source},
    protocol::{Command, Event, Prepared, Report, RunId, Tuning},
};

impl State {
    /// Folds an event; late news of a run that was given up changes nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Ready => self.ready(),
            Event::Fetching { run, loaded, total } if run == self.run => self.fetched = Some(Fetched { loaded, total }),
            Event::CheckingWebgpu { run } if self.knows(run) => self.life.checks_webgpu(),
            Event::Prepared { run, prepared } if self.knows(run) => self.prepared(run, *prepared),
            Event::Report { run, report } if run == self.run => self.report(*report),
            Event::Snapshot { run, epoch, pictures } if run == self.run => {
                self.time.add(Snapshot::new(epoch, *pictures))
            }
            Event::Reply { run, model, asker, reply } if run == self.run => self.replied(model, asker, reply),
            Event::Paused { run } if run == self.run && self.phase == Phase::Training => self.paused(),
            Event::Finished { run } if run == self.run => self.finished(),
            Event::Checkpoint { run, epoch, bytes } if run == self.run => {
                self.life.forgets_deaths();
                self.keep(epoch, bytes);
            }
            Event::Saved { run, epoch, bytes } if run == self.run => self.saved(epoch, bytes),
            Event::Diverged { run, learning_rate, message, .. } if run == self.run => {
                self.diverged(learning_rate, message)
            }
            Event::Refused { run, message } if run == self.run => self.refused(message),
            Event::Refused { run, message } => {
                self.trials.settle(run);
                self.complain(message);
                if !self.is_reading_files() {
                    self.grant_wish();
                }
            }
            Event::Studied { run, finding } => self.found(run, *finding),
            Event::Tried(outcome) => self.rival_has_tried(outcome),
            Event::Latents { run, latents, labels, latent } if run == self.run => {
                self.latents_came(run, &latents, labels.as_deref(), latent)
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
        run == self.run || self.trials.knows(run)
    }

    pub(super) fn ready(&mut self) {
        self.life.is_ready();
        self.pad_shown = None;
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
        self.run = run;
        self.pausing = false;
        self.saving = false;
        self.fetched = None;
        if !self.prepared.as_ref().is_some_and(|before| looks_like(before, &prepared)) {
            self.pictures = Default::default();
        }
        match &self.kept {
            // Its past is told next.
            Some(kept) => {
                self.phase = if kept.is_done { Phase::Finished } else { Phase::Paused };
                self.hears_past = true;
                self.time.go_back_to(kept.epoch);
            }
            None => {
                self.phase = Phase::Ready;
                self.progress = Default::default();
                self.time.clear();
            }
        }
        // What the data allows is taken over; what the user may have changed since is not.
        let tuning = Tuning::from(if has_own_settings { &prepared.config } else { &self.config });
        let Tuning { learning_rate, beta, epochs } = tuning;
        let backend = self.config.backend;
        let tuned = tuning != Tuning::from(&prepared.config);
        self.config = Config { learning_rate, beta, epochs, backend, ..prepared.config.clone() };
        self.view.axes = self.view.axes.within(self.config.latent);
        self.note(&prepared.notices);
        let on_pad = self.pad.is_sample().then(|| self.pad_image()).flatten();
        self.prepared = Some(Shared::new(prepared));
        if self.pad.is_sample() && self.pad_image() != on_pad {
            // Other data: the test digit on the pad is none of theirs.
            self.pad.undo();
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
        self.progress = report.progress;
        self.life.reaches(report.progress.step);
        if std::mem::take(&mut self.hears_past) {
            self.hear_past();
        }
        if self.curves.extend(&report.curve).is_err() {
            self.complain(
                "The loss is no longer a number: the steps were too large. Choose a smaller learning rate and press Reset.",
            );
        }
        self.curves.measure(&report.measures);
        if let Some(pca) = report.pca {
            self.curves.compare(pca);
        }
        let Some(pictures) = report.pictures else {
            return;
        };
        for model in Model::ALL {
            *self.pictures.slot(model) = pictures.get(model).cloned().map(Shared::new);
        }
        self.pictures_seen = self.pictures_seen.wrapping_add(1);
        // The networks have learned since: what the user looks at is asked again.
        self.ask(true);
    }

    /// The report that comes tells a run's whole past.
    fn hear_past(&mut self) {
        self.curves.clear();
        let is_done = self.progress.epoch >= self.config.epochs;
        if let Some(kept) = &mut self.kept {
            // Of one from a file nothing was known.
            *kept = Kept { epoch: self.progress.epoch, is_done: kept.is_done || is_done, ..kept.clone() };
        }
        if is_done && self.phase == Phase::Paused {
            self.phase = Phase::Finished;
        }
    }

    fn paused(&mut self) {
        self.phase = Phase::Paused;
        self.pausing = false;
        self.ask(false);
        if self.wish.is_none() && self.progress.step > 0 {
            // A user who pauses may close the page next.
            self.tell(Command::Save);
        }
        self.grant_wish();
    }

    fn finished(&mut self) {
        self.pausing = false;
        self.wish = None;
        self.phase = Phase::Finished;
        self.life.forgets_deaths();
        self.is_done();
        self.ask(false);
    }

    /// The steps were too large.
    fn diverged(&mut self, learning_rate: f32, message: String) {
        self.phase = Phase::Failed;
        self.pausing = false;
        self.wish = None;
        let epoch = self.kept().map_or(0, |kept| kept.epoch);
        let learning_rate = LEARNING_RATE.nearest(tenth(learning_rate));
        let remedy = Some(Remedy::Slower { epoch, learning_rate });
        self.message = Some(Message { text: message, fault: true, remedy });
    }

    /// What was kept of the run cannot be used, and why; or else the run cannot be saved.
    fn refused(&mut self, why: String) {
        if self.phase == Phase::Loading {
            self.complain(format!("{why} The run begins anew."));
            return self.begin();
        }
        if std::mem::take(&mut self.saving) {
            self.complain(why);
        }
    }

    fn failed(&mut self, run: RunId, message: String) {
        let wish = self.wish.take();
        let remedy = (run == self.run).then_some(Remedy::Retry(wish));
        self.message = Some(Message { text: message, fault: true, remedy });
        if run == self.run {
            self.phase = Phase::Failed;
            self.pausing = false;
            return;
        }
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

/// Whether the pictures of one run may stand until those of the other come: the same digits in a space of the same size.
fn looks_like(before: &Prepared, after: &Prepared) -> bool {
    before.config.latent == after.config.latent
        && before.config.models == after.config.models
        && before.sample == after.sample
}
