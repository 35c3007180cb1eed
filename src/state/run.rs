//! The run that the page shows: what it is called, where it stands, what is wanted of it, and what it has come to.
//!
//! Here is how one phase follows another. What follows from that for the rest of the page is the business of [`super::acts`] and
//! [`super::apply`].

use super::{Curves, Part, Shared, Tracked};
use hourglass_core::{
    config::PerModel,
    protocol::{Pictures, Prepared, Progress, Report, RunId},
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
pub enum Goal {
    Train,
    Epoch,
}

/// Bytes of the data that have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub loaded: u64,
    pub total: u64,
}

/// What a report brings besides the losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    /// It tells the whole past of a run that goes on from a checkpoint.
    pub is_past: bool,
    /// A loss is no longer a number.
    pub has_fault: bool,
    pub has_pictures: bool,
}

/// Where the run stands, what is wanted of it, and what it waits for.
#[derive(Debug)]
struct Course {
    id: RunId,
    /// The last name that was given to anything that the trainer answers for.
    last: RunId,
    phase: Phase,
    queued: Option<Goal>,
    /// What the link would start, until it is known whether a run of an earlier visit is offered, and then until that is answered.
    held: Option<Goal>,
    /// What is trained for now, or was last.
    goal: Goal,
    /// The trainer was asked to pause and has not answered yet.
    is_pausing: bool,
    fetched: Option<Fetched>,
    /// The next report tells the whole past of a run that goes on from a checkpoint.
    awaits_past: bool,
    /// The user waits for a checkpoint to save.
    is_saving: bool,
    /// The user waits for all latents to save.
    asks_latents: bool,
}

/// What the networks made of the examples.
#[derive(Debug, Default)]
struct Shown {
    all: PerModel<Shared<Pictures>>,
    /// Reports with pictures so far.
    count: u32,
}

#[derive(Debug)]
pub struct Run {
    course: Tracked<Course>,
    prepared: Tracked<Option<Shared<Prepared>>>,
    progress: Tracked<Progress>,
    curves: Tracked<Curves>,
    pictures: Tracked<Shown>,
}

impl Run {
    pub(super) fn new(queued: Option<Goal>) -> Self {
        let course = Course {
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
            course: Tracked::new(Part::Course, course),
            prepared: Tracked::new(Part::Prepared, None),
            progress: Tracked::new(Part::Progress, Progress::default()),
            curves: Tracked::new(Part::Curves, Curves::default()),
            pictures: Tracked::new(Part::Pictures, Shown::default()),
        }
    }

    pub fn id(&self) -> RunId {
        self.course.id
    }

    pub fn phase(&self) -> Phase {
        self.course.phase
    }

    pub fn queued(&self) -> Option<Goal> {
        self.course.queued
    }

    pub fn held(&self) -> Option<Goal> {
        self.course.held
    }

    pub(super) fn goal(&self) -> Goal {
        self.course.goal
    }

    pub fn is_pausing(&self) -> bool {
        self.course.is_pausing
    }

    pub fn fetched(&self) -> Option<Fetched> {
        self.course.fetched
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

    /// Counts the reports with pictures, so that each is answered once it is painted.
    pub fn pictures_seen(&self) -> u32 {
        self.pictures.count
    }

    pub fn awaits_past(&self) -> bool {
        self.course.awaits_past
    }

    pub fn is_saving(&self) -> bool {
        self.course.is_saving
    }

    pub fn asks_latents(&self) -> bool {
        self.course.asks_latents
    }

    /// A name that nothing has had yet.
    pub(super) fn next_id(&mut self) -> RunId {
        self.course.last.0 += 1;
        self.course.last
    }

    /// Becomes another run, of which nothing has been heard: what the trainer still says of this one is late news.
    pub(super) fn leave(&mut self) {
        self.course.id = self.next_id();
        self.course.phase = Phase::Loading;
        self.course.fetched = None;
        self.clear_requests();
    }

    /// Nothing that was learned is left.
    pub(super) fn forget(&mut self) {
        *self.progress = Progress::default();
        self.curves.clear();
    }

    fn clear_requests(&mut self) {
        (self.course.is_pausing, self.course.is_saving, self.course.asks_latents) = (false, false, false);
    }

    pub(super) fn queue(&mut self, queued: impl Into<Option<Goal>>) {
        self.course.queued = queued.into();
    }

    pub(super) fn take_queued(&mut self) -> Option<Goal> {
        self.course.queued.take()
    }

    /// Holds back what is wished for.
    pub(super) fn hold(&mut self) {
        self.course.held = self.course.queued.take();
    }

    /// What was held back is not wanted any more, or is begun.
    pub(super) fn let_go(&mut self) {
        self.course.held = None;
    }

    /// What is trained for at this moment, unless it is to pause.
    pub(super) fn under_way(&self) -> Option<Goal> {
        (self.course.phase == Phase::Training && !self.course.is_pausing).then_some(self.course.goal)
    }

    pub(super) fn train(&mut self, queued: Goal) {
        (self.course.phase, self.course.goal, self.course.queued) = (Phase::Training, queued, None);
    }

    /// Asks for a pause; whether there is anything to pause, and it was not asked for before.
    pub(super) fn ask_to_pause(&mut self) -> bool {
        self.course.queued = None;
        let can_pause = self.course.phase == Phase::Training && !self.course.is_pausing;
        self.course.is_pausing |= can_pause;
        can_pause
    }

    pub(super) fn pause(&mut self) {
        (self.course.phase, self.course.is_pausing) = (Phase::Paused, false);
    }

    pub(super) fn finish(&mut self) {
        (self.course.phase, self.course.is_pausing, self.course.queued) = (Phase::Finished, false, None);
    }

    /// There are more epochs to train than before; whether it had finished.
    pub(super) fn reopen(&mut self, epochs: usize) -> bool {
        let has_more = self.course.phase == Phase::Finished && epochs > self.progress.epoch;
        if has_more {
            self.course.phase = Phase::Paused;
        }
        has_more
    }

    /// It stops for good. Answers what was wished for.
    pub(super) fn fail(&mut self) -> Option<Goal> {
        (self.course.phase, self.course.is_pausing) = (Phase::Failed, false);
        self.course.queued.take()
    }

    pub(super) fn fetch(&mut self, fetched: Fetched) {
        self.course.fetched = Some(fetched);
    }

    /// The trainer has set the run up: from its beginning, or from a checkpoint, whose past it tells next.
    pub(super) fn set_up(&mut self, id: RunId, prepared: Prepared, from: Option<Phase>) {
        self.course.id = id;
        self.course.fetched = None;
        self.clear_requests();
        if !self.prepared.as_ref().is_some_and(|before| looks_like(before, &prepared)) {
            self.pictures.all = PerModel::default();
        }
        *self.prepared = Some(Shared::new(prepared));
        self.course.phase = from.unwrap_or(Phase::Ready);
        match from {
            Some(_) => self.course.awaits_past = true,
            None => *self.progress = Progress::default(),
        }
    }

    /// Takes what a report says of a run of so many epochs.
    pub(super) fn report(&mut self, report: Report, epochs: usize) -> Reported {
        *self.progress = report.progress;
        let is_past = self.course.awaits_past;
        if is_past {
            self.course.awaits_past = false;
            self.curves.clear();
            if self.course.phase == Phase::Paused && self.progress.epoch >= epochs {
                self.course.phase = Phase::Finished;
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
        self.course.is_saving = true;
    }

    /// Whether the user waited for a checkpoint to save, which has come or will not come.
    pub(super) fn take_saving(&mut self) -> bool {
        std::mem::take(&mut self.course.is_saving)
    }

    pub(super) fn ask_latents(&mut self) {
        self.course.asks_latents = true;
    }

    /// Whether the user waited for all latents, which have come.
    pub(super) fn take_latents(&mut self) -> bool {
        std::mem::take(&mut self.course.asks_latents)
    }
}

/// Whether the pictures of one run may stand until those of the other come: the same digits in a space of the same size.
fn looks_like(before: &Prepared, after: &Prepared) -> bool {
    before.config.latent == after.config.latent
        && before.config.models == after.config.models
        && before.sample == after.sample
}

#[cfg(test)]
impl Run {
    /// Stands somewhere without having come there.
    pub(super) fn stand_at(&mut self, phase: Phase) {
        self.course.phase = phase;
    }

    pub(super) fn stand_at_step(&mut self, step: usize) {
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
    fn one_phase_follows_another() {
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
        assert!(!run.reopen(0), "there is nothing more to train");
        assert!(run.reopen(9) && run.phase() == Phase::Paused);
    }

    #[test]
    fn a_failure_answers_what_was_wished_for() {
        let mut run = ready();
        run.queue(Goal::Train);
        assert_eq!((run.fail(), run.phase(), run.queued()), (Some(Goal::Train), Phase::Failed, None));
        assert!(!run.ask_to_pause());
    }

    #[test]
    fn whoever_waits_for_a_run_that_is_left_waits_no_longer() {
        let mut run = ready();
        run.save();
        run.ask_latents();
        let before = run.id();
        run.leave();
        assert_ne!(run.id(), before);
        assert!(!run.take_saving() && !run.take_latents());
    }

    #[test]
    fn names_are_given_once() {
        let mut run = Run::new(None);
        let file = run.next_id();
        run.leave();
        assert!(run.id() > file);
    }

    #[test]
    fn the_past_of_a_run_that_goes_on_is_told_once() {
        let mut run = ready();
        run.report(report(1, false), 2);
        run.set_up(run.id(), prepared(2), Some(Phase::Paused));
        let first = run.report(report(2, false), 2);
        assert!(first.is_past && !first.has_pictures && !first.has_fault);
        assert_eq!(run.phase(), Phase::Finished, "it had all its epochs");
        assert_eq!(run.curves().get(Model::Ae).unwrap().validation.len(), 1, "what was drawn before is told again");
        assert!(!run.report(report(2, false), 2).is_past);
    }

    #[test]
    fn pictures_stay_until_others_come_if_they_look_alike() {
        let mut run = ready();
        assert!(run.report(report(0, true), 2).has_pictures);
        run.set_up(run.id(), prepared(2), None);
        assert!(run.pictures().get(Model::Ae).is_some());
        run.set_up(run.id(), prepared(3), None);
        assert!(run.pictures().get(Model::Ae).is_none());
        assert_eq!(run.pictures_seen(), 1);
    }
}
