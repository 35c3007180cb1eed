//! When a network is lost: its losses are still numbers, but so high that its run is given up.

use super::run::{Run, RunError, Trainee};
use hourglass_core::config::Model;

/// A network is lost while its reconstruction loss is more than so many times what it was before training, and so many times
/// the mean example's.
const LOST: f32 = 100.0;
/// Steps in which a network that is lost may find back: with a large learning rate some do, within a few dozen.
const TO_FIND_BACK: usize = 200;

impl Run {
    /// Whether a network is lost that now has this reconstruction loss on the validation examples.
    pub(super) fn look_whether_lost(&mut self, model: Model, reconstruction: f32) {
        let untrained = self.history.untrained(model).map_or(0.0, |terms| terms.reconstruction);
        // The baseline looks at every example, so it comes last.
        let is_lost = untrained > 0.0 && reconstruction > LOST * untrained && reconstruction > LOST * self.baseline();
        let step = self.progress().step;
        if let Some(trainee) = self.trainees.slot(model) {
            trainee.lost_since = is_lost.then(|| trainee.lost_since.unwrap_or(step));
        }
    }

    /// Whether a network is lost that still learns.
    pub(super) fn is_lost(&self) -> bool {
        self.trainees.iter().any(|(_, trainee)| trainee.lost_since.is_some() && !trainee.has_stopped)
    }

    /// Gives a network up that is lost at the end, or for too long. Before the end, one that has stopped waits for its best
    /// epoch.
    ///
    /// # Errors
    /// The network that is given up.
    pub(super) fn check_lost(&self) -> Result<(), RunError> {
        let (step, learning_rate) = (self.progress().step, self.config.learning_rate);
        let is_done = self.is_done();
        let is_given_up = |trainee: &Trainee| match trainee.lost_since {
            Some(since) => is_done || !trainee.has_stopped && step.saturating_sub(since) >= TO_FIND_BACK,
            None => false,
        };
        match self.trainees.iter().find(|(_, trainee)| is_given_up(trainee)) {
            Some((model, _)) => Err(RunError::Soared { model, step, learning_rate }),
            None => Ok(()),
        }
    }
}
