//! How many steps to take per stretch, and when new pictures are due.

/// The length of a stretch in milliseconds, before losses are read back and commands are handled.
const STRETCH: f64 = 60.0;
/// The maximum number of steps in a stretch: a queue that is never read grows without bound.
const MOST_STEPS: usize = 64;
/// Pictures may take one part in this many of the time, until there are new ones every [`OFTEN`] milliseconds; above that, one part
/// in `EXTRA_SHARE`.
const PICTURES_SHARE: f64 = 5.0;
const EXTRA_SHARE: f64 = 16.0;
const OFTEN: f64 = 150.0;
/// Milliseconds between reports; nobody can read faster.
const REPORT_EVERY: f64 = 100.0;

/// Shorter times, in milliseconds, mean nothing on a clock of whole milliseconds, which some browsers have.
const MIN_MEASURABLE_MS: f64 = 2.0;

/// Milliseconds between checkpoints, and the share of the time that they may take: one part in this many.
const CHECKPOINT_EVERY: f64 = 1_000.0;
const CHECKPOINTS_SHARE: f64 = 25.0;

/// Measures and schedules the trainer's work. All times are in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace {
    ms_per_step: Option<f64>,
    /// Steps that together have been too fast to measure, and their time.
    unmeasured: (usize, f64),
    reported_at: f64,
    pictured_at: f64,
    pictures_took: f64,
    /// When the last checkpoint was made, and how long it took.
    kept: Option<(f64, f64)>,
}

impl Pace {
    /// The steps in the next stretch: one at first, then twice as many in total for as long as they are too fast to measure.
    pub fn steps(&self) -> usize {
        let steps = match self.ms_per_step {
            Some(ms) => (STRETCH / ms) as usize,
            None => self.unmeasured.0,
        };
        steps.clamp(1, MOST_STEPS)
    }

    /// Learns from a stretch of steps. The first stretch is ignored, because it compiles kernels.
    pub fn stepped(&mut self, steps: usize, took: f64, is_first: bool) {
        if is_first || steps == 0 {
            return;
        }
        let (steps, took) = (self.unmeasured.0 + steps, self.unmeasured.1 + took);
        if took < MIN_MEASURABLE_MS {
            self.unmeasured = (steps, took);
            return;
        }
        self.unmeasured = (0, 0.0);
        let ms = took / steps as f64;
        self.ms_per_step = Some(self.ms_per_step.map_or(ms, |before| 0.8 * before + 0.2 * ms));
    }

    /// Milliseconds per step, averaged over the last few; 0 while unknown.
    pub fn ms_per_step(&self) -> f64 {
        self.ms_per_step.unwrap_or(0.0)
    }

    pub fn report_is_due(&self, now: f64) -> bool {
        now - self.reported_at >= REPORT_EVERY
    }

    pub fn reported(&mut self, now: f64) {
        self.reported_at = now;
    }

    /// Whether new pictures are due during training.
    pub fn pictures_are_due(&self, now: f64) -> bool {
        let since = now - self.pictured_at;
        let is_paid_for = |share: f64| since >= (share - 1.0) * self.pictures_took;
        is_paid_for(PICTURES_SHARE) && (since >= OFTEN || is_paid_for(EXTRA_SHARE))
    }

    pub fn pictures_done(&mut self, began: f64, now: f64) {
        self.pictured_at = now;
        self.pictures_took = now - began;
    }

    /// Whether a new checkpoint is due; the first one is due at once.
    pub fn checkpoint_is_due(&self, now: f64) -> bool {
        self.kept.is_none_or(|(at, took)| now - at >= CHECKPOINT_EVERY.max((CHECKPOINTS_SHARE - 1.0) * took))
    }

    pub fn kept(&mut self, began: f64, now: f64) {
        self.kept = Some((now, now - began));
    }

    /// Replies are requested with every picture, so their time counts as picture time.
    pub fn replied(&mut self, took: f64) {
        self.pictures_took += took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_steps_are_taken_one_by_one_and_fast_ones_in_a_row() {
        let mut pace = Pace::default();
        assert_eq!(pace.steps(), 1);
        pace.stepped(1, 5_000.0, true);
        assert_eq!(pace.steps(), 1, "the first step is not measured");
        for (ms, steps) in [(1_000.0, 1), (20.0, 3), (0.01, MOST_STEPS)] {
            let mut pace = Pace::default();
            pace.stepped(1_000, 1_000.0 * ms, false);
            assert_eq!(pace.steps(), steps, "{ms} ms");
        }
    }

    #[test]
    fn steps_too_fast_for_a_coarse_clock_are_measured_together() {
        let mut pace = Pace::default();
        for steps in [1, 1, 2, 4, 8] {
            assert_eq!((pace.steps(), pace.ms_per_step()), (steps, 0.0));
            pace.stepped(steps, 0.0, false);
        }
        pace.stepped(16, 4.0, false);
        assert_eq!(pace.ms_per_step(), 0.125);
        pace.stepped(1, 0.0, false);
        assert_eq!(pace.ms_per_step(), 0.125);
    }

    #[test]
    fn pictures_take_at_most_a_fifth_of_the_time() {
        let mut pace = Pace::default();
        assert!(pace.pictures_are_due(0.0));
        pace.pictures_done(100.0, 150.0);
        assert!(!pace.pictures_are_due(349.0));
        assert!(pace.pictures_are_due(350.0));
        pace.replied(10.0);
        assert!(!pace.pictures_are_due(389.0));
        assert!(pace.pictures_are_due(390.0));
    }

    #[test]
    fn pictures_more_often_than_necessary_take_a_smaller_part() {
        for (took, next) in [(0.0, 0.0), (1.0, 15.0), (9.0, 135.0), (20.0, 150.0), (37.0, 150.0), (40.0, 160.0)] {
            let mut pace = Pace::default();
            pace.pictures_done(100.0 - took, 100.0);
            assert!(pace.pictures_are_due(100.0 + next), "{took}");
            assert!(next == 0.0 || !pace.pictures_are_due(99.0 + next), "{took}");
        }
    }

    #[test]
    fn checkpoints_come_once_a_second_and_take_a_small_part_of_the_time() {
        let mut pace = Pace::default();
        assert!(pace.checkpoint_is_due(0.0));
        pace.kept(0.0, 10.0);
        assert!(!pace.checkpoint_is_due(1_009.0));
        assert!(pace.checkpoint_is_due(1_010.0));
        pace.kept(1_000.0, 1_100.0);
        assert!(!pace.checkpoint_is_due(3_499.0));
        assert!(pace.checkpoint_is_due(3_500.0));
    }
}
