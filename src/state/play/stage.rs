//! When the test digits' errors are asked for. To rebuild the whole sample is dear: while the networks learn it is done once an epoch.

use super::super::State;
use hourglass_core::config::Model;

/// What the networks were at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrainingStage {
    epoch: usize,
    step: usize,
    /// Training has stopped, and the networks were set back.
    is_restored: bool,
}

impl TrainingStage {
    /// Whether the errors of an earlier moment have to be asked for again.
    pub fn is_due_since(self, before: Self, is_training: bool) -> bool {
        if is_training { self.epoch != before.epoch } else { self != before }
    }
}

impl State {
    /// What the networks are now.
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
    fn errors_are_asked_for_once_an_epoch_while_training_and_else_when_the_networks_have_changed() {
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
