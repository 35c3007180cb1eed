//! The run that the page shows: its id, its phase, the queued goal, and its results.
//!
//! This file has the transitions between phases. [`super::acts`] and [`super::apply`] handle their effects on the rest of the
//! page.

use super::{Curves, Part, Shared, Tracked};
use hourglass_core::{
    config::PerModel,
    protocol::{Pictures, Prepared, Progress, Report, RunId},
};

/// The phase of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Loading,
    Ready,
    Training,
    Paused,
    Finished,
    Failed,
}

/// Training that was requested before it could start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    Train,
    Epoch,
}

/// The bytes of the data received so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub loaded: u64,
    pub total: u64,
}

/// What a report contains besides the losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    /// Whether it contains the whole past of a run that continues from a checkpoint.
    pub is_past: bool,
    /// Whether a loss is no longer a number.
    pub has_fault: bool,
    pub has_pictures: bool,
}

/// The phase of the run, what is requested of it, and what it waits for.
#[derive(Debug)]
struct RunStatus {
    id: RunId,
    /// The last id given to anything that the trainer answers.
    last: RunId,
    phase: Phase,
    queued: Option<Goal>,
    /// The goal that the link asks for. It is held until the page knows whether a run of an earlier visit can be offered, and
    /// then until the user answers the offer.
    held: Option<Goal>,
    /// The current or last goal of training.
    goal: Goal,
    /// Whether the trainer was asked to pause and has not answered yet.
    is_pausing: bool,
    fetched: Option<Fetched>,
    /// Whether the next report contains the whole past of a run that continues from a checkpoint.
    awaits_past: bool,
    /// Whether the user waits for a checkpoint to save.
    is_saving: bool,
    /// Whether the user waits for all latents to save.
    asks_latents: bool,
}

/// The networks' output for the examples.
#[derive(Debug, Default)]
struct Shown {
    all: PerModel<Shared<Pictures>>,
    /// The number of reports with pictures so far.
    count: u32,
}

#[derive(Debug)]
pub struct Run {
    status: Tracked<RunStatus>,
    prepared: Tracked<Option<Shared<Prepared>>>,
    progress: Tracked<Progress>,
    curves: Tracked<Curves>,
    pictures: Tracked<Shown>,
}

impl Run {
    pub(super) fn new(queued: Option<Goal>) -> Self {
        let status = RunStatus {
            id: RunId(1),
            last: RunId(1),
            phase: Phase::Loading,
            queued,
            held: None,
            goal: Goal::Train,
            is_pausing: false,
            fetched: None,
            awaits_past: false,
            is_saving: false,
            asks_latents: false,
        };
        Self {
            status: Tracked::new(Part::RunStatus, status),
            prepared: Tracked::new(Part::Prepared, None),
            progress: Tracked::new(Part::Progress, Progress::default()),
            curves: Tracked::new(Part::Curves, Curves::default()),
            pictures: Tracked::new(Part::Pictures, Shown::default()),
        }
    }

    pub fn id(&self) -> RunId {
        self.status.id
    }

    pub fn phase(&self) -> Phase {
        self.status.phase
    }

    pub fn queued(&self) -> Option<Goal> {
        self.status.queued
    }

    pub fn held(&self) -> Option<Goal> {
        self.status.held
    }

    pub(super) fn goal(&self) -> Goal {
        self.status.goal
    }

    pub fn is_pausing(&self) -> bool {
        self.status.is_pausing
    }

    pub fn fetched(&self) -> Option<Fetched> {
        self.status.fetched
    }

    pub fn prepared(&self) -> Option<&Shared<Prepared>> {
        self.prepared.as_ref()
    }

    pub fn progress(&self) -> Progress {
        *self.progress
    }

    pub fn curves(&self) -> &Curves {
        &self.curves
    }

    pub fn pictures(&self) -> &PerModel<Shared<Pictures>> {
        &self.pictures.all
    }

    /// Counts the reports with pictures, so that each is acknowledged once it is painted.
    pub fn pictures_seen(&self) -> u32 {
        self.pictures.count
    }

    pub fn awaits_past(&self) -> bool {
        self.status.awaits_past
    }

    pub fn is_saving(&self) -> bool {
        self.status.is_saving
    }

    pub fn asks_latents(&self) -> bool {
        self.status.asks_latents
    }

    /// A new id.
    pub(super) fn next_id(&mut self) -> RunId {
        self.status.last.0 += 1;
        self.status.last
    }

    /// Switches to a new run id: anything the trainer still reports about this run is late and is ignored.
    pub(super) fn leave(&mut self) {
        self.status.id = self.next_id();
        self.status.phase = Phase::Loading;
        self.status.fetched = None;
        self.clear_requests();
    }

    /// Discards the progress and the curves.
    pub(super) fn forget(&mut self) {
        *self.progress = Progress::default();
        self.curves.clear();
    }

    fn clear_requests(&mut self) {
        (self.status.is_pausing, self.status.is_saving, self.status.asks_latents) = (false, false, false);
    }

    pub(super) fn queue(&mut self, goal: impl Into<Option<Goal>>) {
        self.status.queued = goal.into();
    }

    pub(super) fn take_queued(&mut self) -> Option<Goal> {
        self.status.queued.take()
    }

    /// Holds back the queued goal.
    pub(super) fn hold(&mut self) {
        self.status.held = self.status.queued.take();
    }

    /// Drops the held goal, because it is no longer wanted or has started.
    pub(super) fn drop_held(&mut self) {
        self.status.held = None;
    }

    /// The goal currently trained for, unless a pause was requested.
    pub(super) fn under_way(&self) -> Option<Goal> {
        (self.status.phase == Phase::Training && !self.status.is_pausing).then_some(self.status.goal)
    }

    pub(super) fn train(&mut self, goal: Goal) {
        (self.status.phase, self.status.goal, self.status.queued) = (Phase::Training, goal, None);
    }

    /// Requests a pause. Returns whether the run can pause and no pause was requested before.
    pub(super) fn ask_to_pause(&mut self) -> bool {
        self.status.queued = None;
        let can_pause = self.status.phase == Phase::Training && !self.status.is_pausing;
        self.status.is_pausing |= can_pause;
        can_pause
    }

    pub(super) fn pause(&mut self) {
        (self.status.phase, self.status.is_pausing) = (Phase::Paused, false);
    }

    pub(super) fn finish(&mut self) {
        (self.status.phase, self.status.is_pausing, self.status.queued) = (Phase::Finished, false, None);
    }

    /// There are now more epochs to train. Returns whether a finished run was reopened.
    pub(super) fn reopen(&mut self, epochs: usize) -> bool {
        let has_more = self.status.phase == Phase::Finished && epochs > self.progress.epoch;
        if has_more {
            self.status.phase = Phase::Paused;
        }
        has_more
    }

    /// The run has failed. Returns the queued goal.
    pub(super) fn fail(&mut self) -> Option<Goal> {
        (self.status.phase, self.status.is_pausing) = (Phase::Failed, false);
        self.status.queued.take()
    }

    pub(super) fn fetch(&mut self, fetched: Fetched) {
        self.status.fetched = Some(fetched);
    }

    /// The trainer has set up the run, from the beginning or from a checkpoint. After a checkpoint, the next report contains the
    /// past.
    pub(super) fn set_up(&mut self, id: RunId, prepared: Prepared, from: Option<Phase>) {
        self.status.id = id;
        self.status.fetched = None;
        self.clear_requests();
        if !self.prepared.as_ref().is_some_and(|before| looks_like(before, &prepared)) {
            self.pictures.all = PerModel::default();
        }
        *self.prepared = Some(Shared::new(prepared));
        self.status.phase = from.unwrap_or(Phase::Ready);
        match from {
            Some(_) => self.status.awaits_past = true,
            None => *self.progress = Progress::default(),
        }
    }

    /// Applies a report to a run of this many epochs.
    pub(super) fn report(&mut self, report: Report, epochs: usize) -> Reported {
        *self.progress = report.progress;
        let is_past = self.status.awaits_past;
        if is_past {
            self.status.awaits_past = false;
            self.curves.clear();
            if self.status.phase == Phase::Paused && self.progress.epoch >= epochs {
                self.status.phase = Phase::Finished;
            }
        }
        let has_fault = self.curves.extend(&report.curve).is_err();
        self.curves.measure(&report.measures);
        if let Some(pca) = report.pca {
            self.curves.compare(pca);
        }
        let has_pictures = report.pictures.is_some();
        if let Some(PerModel { ae, vae }) = report.pictures {
            self.pictures.all = PerModel { ae: ae.map(Shared::new), vae: vae.map(Shared::new) };
            self.pictures.count += 1;
        }
        Reported { is_past, has_fault, has_pictures }
    }

    pub(super) fn save(&mut self) {
        self.status.is_saving = true;
    }

    /// Whether the user was waiting for a checkpoint to save. It has arrived, or will not arrive.
    pub(super) fn take_saving(&mut self) -> bool {
        std::mem::take(&mut self.status.is_saving)
    }

    pub(super) fn ask_latents(&mut self) {
        self.status.asks_latents = true;
    }

    /// Whether the user was waiting for all latents, which have arrived.
    pub(super) fn take_latents(&mut self) -> bool {
        std::mem::take(&mut self.status.asks_latents)
    }
}

/// Whether one run's pictures may stay until those of the other arrive: the same examples and networks, and a latent of the same
/// size.
fn looks_like(before: &Prepared, after: &Prepared) -> bool {
    before.config.latent == after.config.latent
        && before.config.models == after.config.models
        && before.sample == after.sample
}

#[cfg(test)]
impl Run {
    /// Sets the phase directly.
    pub(super) fn set_phase(&mut self, phase: Phase) {
        self.status.phase = phase;
    }

    pub(super) fn set_step(&mut self, step: usize) {
        self.progress.step = step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::config::Model;
    use hourglass_core::protocol::{Backend, CurveKind, CurvePoint, Sample, Terms};

    fn prepared(latent: usize) -> Prepared {
        Prepared {
            config: hourglass_core::config::Config { latent, ..Default::default() },
            backend: Backend::Cpu { why: String::new() },
            sizes: Default::default(),
            has_mnist: false,
            sample: Sample::default(),
            baseline: 0.0,
            parameters: PerModel::default(),
            notices: vec![],
        }
    }

    fn report(epoch: usize, pictures: bool) -> Report {
        let terms = Terms { loss: 100.0, ..Terms::default() };
        let point = CurvePoint { model: Model::Ae, kind: CurveKind::Validation, epoch: epoch as f32, terms };
        let pictures = pictures.then(|| PerModel { ae: Some(Pictures::default()), vae: None });
        Report {
            progress: Progress { epoch, ..Progress::default() },
            curve: vec![point],
            pictures,
            ..Report::default()
        }
    }

    /// A run that is ready.
    fn ready() -> Run {
        let mut run = Run::new(None);
        run.set_up(run.id(), prepared(2), None);
        run
    }

    #[test]
    fn phases_follow_one_another() {
        let mut run = Run::new(Some(Goal::Epoch));
        assert_eq!((run.phase(), run.queued(), run.under_way()), (Phase::Loading, Some(Goal::Epoch), None));
        run.set_up(run.id(), prepared(2), None);
        assert_eq!(run.phase(), Phase::Ready);
        run.train(Goal::Epoch);
        assert_eq!((run.phase(), run.queued(), run.under_way()), (Phase::Training, None, Some(Goal::Epoch)));
        assert!(run.ask_to_pause() && !run.ask_to_pause(), "once");
        assert_eq!(run.under_way(), None);
        run.pause();
        assert_eq!((run.phase(), run.is_pausing()), (Phase::Paused, false));
        run.finish();
        assert!(!run.reopen(0), "there is nothing left to train");
        assert!(run.reopen(9) && run.phase() == Phase::Paused);
    }

    #[test]
    fn a_failure_returns_the_queued_goal() {
        let mut run = ready();
        run.queue(Goal::Train);
        assert_eq!((run.fail(), run.phase(), run.queued()), (Some(Goal::Train), Phase::Failed, None));
        assert!(!run.ask_to_pause());
    }

    #[test]
    fn leaving_a_run_clears_its_requests() {
        let mut run = ready();
        run.save();
        run.ask_latents();
        let before = run.id();
        run.leave();
        assert_ne!(run.id(), before);
        assert!(!run.take_saving() && !run.take_latents());
    }

    #[test]
    fn ids_are_given_once() {
        let mut run = Run::new(None);
        let file = run.next_id();
        run.leave();
        assert!(run.id() > file);
    }

    #[test]
    fn the_past_of_a_continued_run_is_reported_once() {
        let mut run = ready();
        run.report(report(1, false), 2);
        run.set_up(run.id(), prepared(2), Some(Phase::Paused));
        let first = run.report(report(2, false), 2);
        assert!(first.is_past && !first.has_pictures && !first.has_fault);
        assert_eq!(run.phase(), Phase::Finished, "all its epochs were done");
        assert_eq!(run.curves().get(Model::Ae).unwrap().validation.len(), 1, "the past replaces the earlier points");
        assert!(!run.report(report(2, false), 2).is_past);
    }

    #[test]
    fn pictures_stay_until_others_arrive_if_the_runs_are_alike() {
        let mut run = ready();
        assert!(run.report(report(0, true), 2).has_pictures);
        run.set_up(run.id(), prepared(2), None);
        assert!(run.pictures().get(Model::Ae).is_some());
        run.set_up(run.id(), prepared(3), None);
        assert!(run.pictures().get(Model::Ae).is_none());
        assert_eq!(run.pictures_seen(), 1);
    }
}
