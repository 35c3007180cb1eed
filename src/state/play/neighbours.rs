//! The test digits most similar to the one on the pad, by their codes or by their pixels.

use super::super::{OnPad, State};
use hourglass_core::{
    config::Model,
    data::image::{PIXELS, squared_error},
};

/// The number of neighbours shown.
pub const NEIGHBOURS: usize = 6;

impl State {
    /// The test digits with the nearest codes, nearest first; none while there is no digit on the pad.
    pub fn nearest_by_code(&self, model: Model) -> Vec<usize> {
        let Some(drawn) = self.drawn(model) else { return vec![] };
        let codes = self.latents(model).chunks_exact(drawn.latent.len());
        nearest(codes.map(|code| distance(code, &drawn.latent)), self.digit_on_pad())
    }

    /// The test digits whose pixels differ least from those of an image.
    pub fn nearest_by_pixels(&self, image: &[u8]) -> Vec<usize> {
        let images = self.run.prepared().into_iter().flat_map(|prepared| prepared.sample.images.chunks_exact(PIXELS));
        nearest(images.map(|other| squared_error(image, other)), self.digit_on_pad())
    }

    /// The index of the test digit on the pad, if there is one.
    pub fn digit_on_pad(&self) -> Option<usize> {
        match *self.pad.on() {
            OnPad::Sample { index, .. } => Some(index),
            OnPad::Strokes(_) => None,
        }
    }
}

/// The indices of the smallest distances, in ascending order, leaving out `except`.
fn nearest(distances: impl Iterator<Item = f32>, except: Option<usize>) -> Vec<usize> {
    let mut all: Vec<(usize, f32)> = distances.enumerate().filter(|(i, _)| Some(*i) != except).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all.iter().take(NEIGHBOURS).map(|(i, _)| *i).collect()
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_the_digit_itself_is_left_out() {
        let distances = [5.0, 0.0, 3.0, 1.0, 4.0, 9.0, 2.0, 7.0];
        assert_eq!(nearest(distances.into_iter(), None), [1, 3, 6, 2, 4, 0]);
        assert_eq!(nearest(distances.into_iter(), Some(1)), [3, 6, 2, 4, 0, 7]);
        assert_eq!(nearest([2.0, f32::NAN, 1.0].into_iter(), None), [2, 0, 1], "NaN is the farthest");
        assert_eq!(nearest([].into_iter(), Some(0)), [0; 0]);
    }

    #[test]
    fn codes_are_compared_by_squared_euclidean_distance() {
        assert_eq!(distance(&[1.0, 2.0], &[4.0, -2.0]), 25.0);
    }
}
