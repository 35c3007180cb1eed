//! How strange the digit on the pad is: its reconstruction error among those of the test digits.

use super::super::State;
use hourglass_core::{config::Model, data::image::squared_error};

impl State {
    /// Each test digit's mean squared error, as a network rebuilt it when they were last asked for.
    pub fn errors(&self, model: Model) -> &[f32] {
        self.play.errors(model)
    }

    /// The mean squared error of what is on the pad, and the test digits out of a hundred that have a smaller one.
    pub fn error_rank(&self, model: Model, image: &[u8]) -> Option<(f32, usize)> {
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

    #[test]
    fn the_strange_has_most_of_the_errors_below_it() {
        let errors: Vec<f32> = (0..200u8).map(|i| f32::from(i) / 200.0).collect();
        assert_eq!(of_a_hundred(&errors, 0.97), Some(97));
        assert_eq!(of_a_hundred(&errors, -1.0), Some(0));
        assert_eq!(of_a_hundred(&errors, 2.0), Some(100));
        assert_eq!(of_a_hundred(&[], 2.0), None);
    }
}
