//! A study: its phase, and its findings so far.
//!
//! This file has the transitions between phases. [`super`] handles their effects on the trainer and the run.

use crate::state::Shared;
use hourglass_core::{
    config::{SWEEP, Study},
    protocol::{BetaPicture, Components, Finding, RunId, SweepPoint, Terms},
};

/// The phase of a study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StudyPhase {
    /// It has not begun, or is incomplete.
    #[default]
    Waiting,
    Going,
    Paused,
    Finished,
    Failed,
}

/// A study, as the page knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StudyState {
    which: Study,
    phase: StudyPhase,
    /// The finished share, from 0 to 1.
    part: f32,
    components: Option<Shared<Components>>,
    /// The points found so far, by latent size.
    sweep: Vec<SweepPoint>,
    betas: Option<Shared<[BetaPicture; 3]>>,
    run: RunId,
    /// Whether to begin as soon as the trainer listens.
    is_queued: bool,
}

impl StudyState {
    pub(in crate::state) fn new(which: Study, is_queued: bool) -> Self {
        Self { which, is_queued: is_queued && which != Study::None, ..Self::default() }
    }

    pub fn which(&self) -> Study {
        self.which
    }

    pub fn phase(&self) -> StudyPhase {
        self.phase
    }

    /// The finished share, from 0 to 1. For a waiting study, only the finished sizes of a sweep count.
    pub fn part(&self) -> f32 {
        match self.phase {
            StudyPhase::Waiting if self.sweep.is_empty() => 0.0,
            _ => self.part,
        }
    }

    pub fn components(&self) -> Option<&Shared<Components>> {
        self.components.as_ref()
    }

    /// The number of components that keep this share of the variance.
    pub fn components_for(&self, share: f32) -> Option<usize> {
        let cumulative = &self.components.as_ref()?.cumulative;
        Some(cumulative.iter().position(|&kept| kept >= share)? + 1)
    }

    /// The points found so far, by latent size.
    pub fn sweep(&self) -> &[SweepPoint] {
        &self.sweep
    }

    /// The smallest and the largest latent size of the sweep.
    pub fn sweep_ends(&self) -> (usize, usize) {
        match self.which {
            Study::Sweep { least, most } => (least, most),
            _ => (SWEEP.least, SWEEP.default),
        }
    }

    pub fn betas(&self) -> Option<&Shared<[BetaPicture; 3]>> {
        self.betas.as_ref()
    }

    pub(in crate::state) fn has_found(&self) -> bool {
        !self.sweep.is_empty() || self.components.is_some() || self.betas.is_some()
    }

    /// Whether the study is running, or will begin once the trainer listens.
    pub fn is_wanted(&self) -> bool {
        self.is_queued || self.phase == StudyPhase::Going
    }

    pub(super) fn is_queued(&self) -> bool {
        self.is_queued
    }

    /// Whether the trainer works on the study or has paused it.
    pub(in crate::state) fn is_under_way(&self) -> bool {
        matches!(self.phase, StudyPhase::Going | StudyPhase::Paused)
    }

    /// Whether there is a study to begin or resume, and it is not running already.
    pub(super) fn can_begin(&self) -> bool {
        self.which != Study::None && self.phase != StudyPhase::Going
    }

    /// Chooses another study. The findings of the previous one are discarded.
    pub(super) fn ask(&mut self, which: Study) {
        let sweep = match (which, self.which) {
            // A longer or shorter sweep keeps the sizes that it shares with the previous one.
            (Study::Sweep { least, most }, Study::Sweep { .. }) => {
                let is_within = |point: &SweepPoint| (least..=most).contains(&point.latent);
                self.sweep.iter().copied().filter(is_within).collect()
            }
            _ => vec![],
        };
        *self = Self::new(which, false);
        self.know(sweep);
    }

    /// Takes over the known points of a sweep. Does nothing if there are none.
    fn know(&mut self, sweep: Vec<SweepPoint>) {
        if sweep.is_empty() {
            return;
        }
        self.sweep = sweep;
        let (least, most) = self.sweep_ends();
        let sizes = most + 1 - least;
        self.part = (sizes - self.left()) as f32 / sizes as f32;
        if self.left() == 0 {
            (self.phase, self.is_queued) = (StudyPhase::Finished, false);
        }
    }

    /// Restores the points of an earlier sweep, one per size within the bounds, unless there are points already.
    pub(super) fn remember(&mut self, points: Vec<SweepPoint>) {
        let Study::Sweep { least, most } = self.which else { return };
        if !self.sweep.is_empty() {
            return;
        }
        let is_sound = |point: &SweepPoint| point.ae.is_finite() && (least..=most).contains(&point.latent);
        let mut sweep: Vec<SweepPoint> = points.into_iter().filter(is_sound).collect();
        sweep.sort_by_key(|point| point.latent);
        sweep.dedup_by_key(|point| point.latent);
        self.know(sweep);
    }

    /// The number of latent sizes in the sweep that are not known yet.
    fn left(&self) -> usize {
        match self.which {
            Study::Sweep { least, most } => {
                (least..=most).filter(|latent| !self.sweep.iter().any(|point| point.latent == *latent)).count()
            }
            _ => 1,
        }
    }

    /// Queues the study until the trainer listens.
    pub(super) fn queue(&mut self) {
        self.is_queued = true;
    }

    /// Resumes a paused study. Returns whether it was paused.
    pub(super) fn resume(&mut self) -> bool {
        let was_paused = self.phase == StudyPhase::Paused;
        if was_paused {
            (self.phase, self.is_queued) = (StudyPhase::Going, false);
        }
        was_paused
    }

    /// Begins with this id. Returns the known points of the sweep; none if all were known, since the sweep then starts over.
    pub(super) fn begin(&mut self, run: RunId) -> Vec<SweepPoint> {
        (self.phase, self.is_queued, self.run) = (StudyPhase::Going, false, run);
        if self.left() == 0 {
            self.sweep.clear();
        }
        self.sweep.clone()
    }

    /// Cancels the queued study. Returns whether it is running, so that the trainer must be asked to pause.
    pub(super) fn ask_to_pause(&mut self) -> bool {
        self.is_queued = false;
        self.phase == StudyPhase::Going
    }

    /// Discards the findings; the chosen study stays.
    pub(super) fn forget(&mut self) {
        *self = Self::new(self.which, false);
    }

    /// The trainer no longer works on it. The findings stay, and the study continues once a trainer listens.
    pub(super) fn interrupt(&mut self) {
        self.is_queued |= self.phase == StudyPhase::Going;
        if self.is_under_way() {
            self.phase = StudyPhase::Waiting;
        }
    }

    /// Adds a finding; late ones of an abandoned study are ignored. Returns why the study failed, if it did.
    pub(super) fn found(&mut self, run: RunId, finding: Finding) -> Option<String> {
        if run != self.run || !self.is_under_way() {
            return None;
        }
        match finding {
            Finding::Progress(part) => self.part = part,
            Finding::Components(components) => self.components = Some(Shared::new(components)),
            Finding::Point(point) => {
                self.sweep.retain(|known| known.latent != point.latent);
                self.sweep.push(point);
                self.sweep.sort_by_key(|point| point.latent);
            }
            // Before the end of the first epoch, they do not show anything learned.
            Finding::Betas(betas) if betas.iter().any(|picture| picture.terms == Terms::default()) => {}
            Finding::Betas(betas) => self.betas = Some(Shared::new(betas)),
            Finding::Paused => self.phase = StudyPhase::Paused,
            Finding::Finished => (self.phase, self.part) = (StudyPhase::Finished, 1.0),
            Finding::Failed(message) => {
                self.phase = StudyPhase::Failed;
                return Some(message);
            }
        }
        None
    }
}

#[cfg(test)]
impl StudyState {
    /// The id that findings must have.
    pub(super) fn run(&self) -> RunId {
        self.run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: RunId = RunId(7);
    const SIZES: Study = Study::Sweep { least: 1, most: 3 };

    fn point(latent: usize) -> SweepPoint {
        SweepPoint { latent, ae: 0.05, pca: 0.06 }
    }

    fn begun(which: Study) -> StudyState {
        let mut studied = StudyState::new(which, true);
        studied.begin(RUN);
        studied
    }

    fn sizes(studied: &StudyState) -> Vec<usize> {
        studied.sweep().iter().map(|point| point.latent).collect()
    }

    /// A sweep in which these sizes were found.
    fn swept(found: &[usize]) -> StudyState {
        let mut studied = begun(SIZES);
        for &latent in found {
            studied.found(RUN, Finding::Point(point(latent)));
        }
        studied
    }

    #[test]
    fn phases_follow_one_another() {
        let mut studied = StudyState::new(Study::Pca, true);
        assert!(studied.is_wanted() && studied.can_begin() && !studied.is_under_way());
        studied.begin(RUN);
        assert!(studied.is_wanted() && !studied.is_queued() && !studied.can_begin());
        assert!(!studied.resume(), "it was not paused");
        assert!(studied.ask_to_pause());
        assert_eq!(studied.phase(), StudyPhase::Going, "until the trainer has paused");
        studied.found(RUN, Finding::Paused);
        assert!(studied.is_under_way() && !studied.is_wanted() && !studied.ask_to_pause());
        assert!(studied.resume());
        assert_eq!(studied.found(RUN, Finding::Finished), None);
        assert_eq!((studied.phase(), studied.part()), (StudyPhase::Finished, 1.0));
        assert!(!StudyState::new(Study::None, true).is_wanted(), "without a study there is nothing to begin");
        assert!(!StudyState::new(Study::None, false).can_begin());
    }

    #[test]
    fn a_failure_is_reported_once_and_ends_the_study() {
        let mut studied = begun(Study::Betas);
        assert_eq!(studied.found(RUN, Finding::Failed("No memory.".into())).as_deref(), Some("No memory."));
        assert_eq!(studied.phase(), StudyPhase::Failed);
        assert_eq!(studied.found(RUN, Finding::Failed("Again.".into())), None, "it is late");
    }

    #[test]
    fn findings_of_another_study_change_nothing() {
        let mut studied = begun(SIZES);
        let before = studied.clone();
        studied.found(RunId(6), Finding::Point(point(1)));
        assert_eq!(studied, before);
        let mut waiting = StudyState::new(SIZES, false);
        waiting.found(RunId::default(), Finding::Finished);
        assert_eq!(waiting, StudyState::new(SIZES, false), "it was not begun");
    }

    #[test]
    fn an_interrupted_study_is_queued_if_it_was_running() {
        for (is_paused, is_queued) in [(false, true), (true, false)] {
            let mut studied = swept(&[2]);
            if is_paused {
                studied.found(RUN, Finding::Paused);
            }
            studied.interrupt();
            assert_eq!((studied.phase(), studied.is_queued()), (StudyPhase::Waiting, is_queued));
            assert_eq!(sizes(&studied), [2], "the findings stay");
        }
    }

    #[test]
    fn work_that_must_be_repeated_does_not_count_as_done() {
        let mut studied = begun(Study::Pca);
        studied.found(RUN, Finding::Progress(0.5));
        assert_eq!(studied.part(), 0.5);
        studied.interrupt();
        assert_eq!(studied.part(), 0.0);
    }

    #[test]
    fn a_sweep_keeps_the_sizes_that_it_shares_with_the_previous_one() {
        let mut studied = swept(&[3, 1, 1]);
        assert_eq!(sizes(&studied), [1, 3], "one point per size, in order");
        studied.ask(Study::Sweep { least: 2, most: 5 });
        assert_eq!((sizes(&studied), studied.part(), studied.phase()), (vec![3], 0.25, StudyPhase::Waiting));
        studied.ask(Study::Sweep { least: 3, most: 3 });
        assert_eq!((studied.part(), studied.phase()), (1.0, StudyPhase::Finished));
        assert_eq!(studied.begin(RUN), [], "the sweep starts over");
        studied.ask(Study::Betas);
        assert!(!studied.has_found());
    }

    #[test]
    fn a_continued_sweep_skips_the_known_sizes() {
        let mut studied = swept(&[2]);
        studied.interrupt();
        assert_eq!(studied.begin(RUN), [point(2)]);
    }

    #[test]
    fn only_valid_points_of_these_sizes_are_restored() {
        let mut studied = StudyState::new(SIZES, true);
        let broken = SweepPoint { ae: f32::NAN, ..point(1) };
        studied.remember(vec![point(9), broken]);
        assert!(!studied.has_found() && studied.is_queued());
        studied.remember(vec![point(3), point(2), point(2)]);
        assert_eq!(sizes(&studied), [2, 3]);
        studied.remember(vec![point(1)]);
        assert_eq!(sizes(&studied), [2, 3], "there are points already");
        studied.forget();
        studied.remember(vec![point(1), point(2), point(3)]);
        assert_eq!((studied.phase(), studied.is_queued()), (StudyPhase::Finished, false));
        let mut other = StudyState::new(Study::Betas, false);
        other.remember(vec![point(1)]);
        assert!(!other.has_found());
    }

    #[test]
    fn components_are_counted_from_one() {
        let studied = |cumulative: &[f32]| {
            let components = Components {
                images: 1,
                cumulative: cumulative.to_vec(),
                errors: vec![],
                mean: vec![],
                axes: vec![],
                side: 28,
                places: vec![],
                labels: None,
            };
            let mut studied = begun(Study::Pca);
            studied.found(RUN, Finding::Components(components));
            studied
        };
        for (cumulative, expected) in
            [(&[0.95, 1.0][..], Some(1)), (&[0.5, 0.8, 0.9, 1.0], Some(3)), (&[0.5], None), (&[], None)]
        {
            assert_eq!(studied(cumulative).components_for(0.9), expected, "{cumulative:?}");
        }
        assert_eq!(StudyState::default().components_for(0.9), None);
    }
}
