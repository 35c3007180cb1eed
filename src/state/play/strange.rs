//! How strange the digit on the pad is: its reconstruction error among those of the test digits.

use super::super::{Phase, State};
use hourglass_core::{
    config::Model,
    data::image::squared_error,
    protocol::{Asker, Reply},
};

/// What the networks were when the errors were last asked for. To rebuild the whole sample is dear: while the networks learn
/// it is done once an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    epoch: usize,
    step: usize,
    /// Training has stopped, and the networks were set back.
    is_restored: bool,
}

impl Stage {
    /// Whether the errors of an earlier moment have to be asked for again.
    fn is_due_since(self, before: Self, is_training: bool) -> bool {
        if is_training { self.epoch != before.epoch } else { self != before }
    }
}

impl State {
    /// Whether the test digits' errors have to be asked for again; if so, this is the moment.
    pub(super) fn errors_are_due(&mut self) -> bool {
        let now = Stage {
            epoch: self.run.progress().epoch,
            step: self.run.progress().step,
            is_restored: Model::ALL.into_iter().any(|model| self.restored_epoch(model).is_some()),
        };
        let is_due = now.is_due_since(self.errors_asked, self.run.phase() == Phase::Training);
        if is_due {
            self.errors_asked = now;
        }
        is_due
    }

    /// Each test digit's mean squared error, as a network rebuilt it when they were last asked for.
    pub fn errors(&self, model: Model) -> &[f32] {
        match self.told(model, Asker::Errors).map(|answer| &answer.reply) {
            Some(Reply::Errors(errors)) => errors,
            _ => &[],
        }
    }

    /// The mean squared error of what is on the pad, and the test digits out of a hundred that have a smaller one.
    pub fn strangeness(&self, model: Model, image: &[u8]) -> Option<(f32, usize)> {
        let error = squared_error(image, &self.drawn(model)?.image);
        Some((error, of_a_hundred(self.errors(model), error)?))
    }
}

/// How many out of a hundred errors are smaller; `None` without any.
fn of_a_hundred(errors: &[f32], error: f32) -> Option<usize> {
    let smaller = errors.iter().filter(|other| **other < error).count();
    (100 * smaller).checked_div(errors.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(epoch: usize, step: usize) -> Stage {
        Stage { epoch, step, is_restored: false }
    }

    #[test]
    fn errors_are_asked_for_once_an_epoch_while_training_and_else_when_the_networks_have_changed() {
        let before = moment(1, 63);
        for (now, in_training, at_rest) in [
            (moment(1, 63), false, false),
            (moment(1, 90), false, true),
            (moment(2, 126), true, true),
            (moment(0, 0), true, true),
            (Stage { is_restored: true, ..before }, false, true),
        ] {
            assert_eq!(now.is_due_since(before, true), in_training, "{now:?}");
            assert_eq!(now.is_due_since(before, false), at_rest, "{now:?}");
        }
    }

    #[test]
    fn the_strange_has_most_of_the_errors_below_it() {
        let errors: Vec<f32> = (0..200u8).map(|i| f32::from(i) / 200.0).collect();
        assert_eq!(of_a_hundred(&errors, 0.97), Some(97));
        assert_eq!(of_a_hundred(&errors, -1.0), Some(0));
        assert_eq!(of_a_hundred(&errors, 2.0), Some(100));
        assert_eq!(of_a_hundred(&[], 2.0), None);
    }
}
