//! When the test digits' errors are requested. Reconstructing the whole sample is expensive, so it is done only once per epoch
//! during training.

use super::super::State;
use hourglass_core::config::Model;

/// How far the networks were trained at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrainingStage {
    epoch: usize,
    step: usize,
    /// Whether training has stopped and the best weights were restored.
    is_restored: bool,
}

impl TrainingStage {
    /// Whether errors requested at an earlier stage must be requested again.
    pub fn is_due_since(self, before: Self, is_training: bool) -> bool {
        if is_training { self.epoch != before.epoch } else { self != before }
    }
}

impl State {
    /// The current stage.
    pub(super) fn stage(&self) -> TrainingStage {
        TrainingStage {
            epoch: self.run.progress().epoch,
            step: self.run.progress().step,
            is_restored: Model::ALL.into_iter().any(|model| self.restored_epoch(model).is_some()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(epoch: usize, step: usize) -> TrainingStage {
        TrainingStage { epoch, step, is_restored: false }
    }

    #[test]
    fn errors_are_due_once_per_epoch_in_training_and_otherwise_when_the_networks_have_changed() {
        let before = moment(1, 63);
        for (now, in_training, at_rest) in [
            (moment(1, 63), false, false),
            (moment(1, 90), false, true),
            (moment(2, 126), true, true),
            (moment(0, 0), true, true),
            (TrainingStage { is_restored: true, ..before }, false, true),
        ] {
            assert_eq!(now.is_due_since(before, true), in_training, "{now:?}");
            assert_eq!(now.is_due_since(before, false), at_rest, "{now:?}");
        }
    }
}
