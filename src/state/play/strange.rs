//! How unusual the digit on the pad is: its reconstruction error compared with those of the test digits.

use super::super::State;
use hourglass_core::{config::Model, data::image::squared_error};

impl State {
    /// The mean squared reconstruction error of each test digit, as of the last request.
    pub fn errors(&self, model: Model) -> &[f32] {
        self.play.errors(model)
    }

    /// The mean squared error of the image on the pad, and how many test digits out of a hundred have a smaller one.
    pub fn error_rank(&self, model: Model, image: &[u8]) -> Option<(f32, usize)> {
        let error = squared_error(image, &self.drawn(model)?.image);
        Some((error, percent_smaller(self.errors(model), error)?))
    }
}

/// How many errors out of a hundred are smaller; `None` if there are no errors.
fn percent_smaller(errors: &[f32], error: f32) -> Option<usize> {
    let smaller = errors.iter().filter(|other| **other < error).count();
    (100 * smaller).checked_div(errors.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusual_digit_has_most_of_the_errors_below_its_own() {
        let errors: Vec<f32> = (0..200u8).map(|i| f32::from(i) / 200.0).collect();
        assert_eq!(percent_smaller(&errors, 0.97), Some(97));
        assert_eq!(percent_smaller(&errors, -1.0), Some(0));
        assert_eq!(percent_smaller(&errors, 2.0), Some(100));
        assert_eq!(percent_smaller(&[], 2.0), None);
    }
}
