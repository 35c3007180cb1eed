//! Detects lost networks: the losses are still finite, but so high that the run is stopped.

use super::{
    member::Member,
    run::{Run, RunError},
};
use hourglass_core::config::Model;

/// A network is lost while its reconstruction loss is more than this many times its loss before training, and this many times
/// the loss of always answering with the mean.
const LOST: f32 = 100.0;
/// The number of steps in which a lost network may recover: with a large learning rate some do, within a few dozen.
const RECOVERY_STEPS: usize = 200;

impl Run {
    /// Checks whether a network with this reconstruction loss on the validation examples is lost.
    pub(super) fn update_lost(&mut self, model: Model, reconstruction: f32) {
        let untrained = self.history.untrained(model).map_or(0.0, |terms| terms.reconstruction);
        // The baseline needs a pass over every example, so it comes last.
        let is_lost = untrained > 0.0 && reconstruction > LOST * untrained && reconstruction > LOST * self.baseline();
        let step = self.progress().step;
        if let Some(member) = self.members.slot(model) {
            member.lost_since = is_lost.then(|| member.lost_since.unwrap_or(step));
        }
    }

    /// Whether a network is lost that is still training.
    pub(super) fn is_lost(&self) -> bool {
        self.members.iter().any(|(_, member)| member.lost_since.is_some() && !member.has_stopped)
    }

    /// Reports a network that is lost at the end, or has been for too long. A network that has stopped early is not reported
    /// before the end, when its best epoch is restored.
    ///
    /// # Errors
    /// The network is lost.
    pub(super) fn check_lost(&self) -> Result<(), RunError> {
        let (step, learning_rate) = (self.progress().step, self.config.learning_rate);
        let is_done = self.is_done();
        let is_given_up = |member: &Member| match member.lost_since {
            Some(since) => is_done || !member.has_stopped && step.saturating_sub(since) >= RECOVERY_STEPS,
            None => false,
        };
        match self.members.iter().find(|(_, member)| is_given_up(member)) {
            Some((model, _)) => Err(RunError::LossTooHigh { model, step, learning_rate }),
            None => Ok(()),
        }
    }
}
