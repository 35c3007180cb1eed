//! The noise that a denoising network learns to remove, for images and other values.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

/// Adds N(0, sigma²) to every value, and clamps the sums to the bounds.
pub fn gaussian(values: &mut [f32], sigma: f32, (least, most): (f32, f32), rng: &mut impl Rng) {
    for value in values {
        let epsilon: f32 = StandardNormal.sample(rng);
        *value = (*value + sigma * epsilon).max(least).min(most);
    }
}

/// Sets about `share` of the values to `least` or `most` (black or white), with equal probability.
pub fn salt_and_pepper(values: &mut [f32], share: f32, (least, most): (f32, f32), rng: &mut impl Rng) {
    for value in values {
        if rng.random::<f32>() < share {
            *value = if rng.random() { most } else { least };
        }
    }
}

/// Blanks a square of about `share` of the area at a random place in each image. Each image has `side * side` values; `side` is
/// at least 1.
pub fn mask(values: &mut [f32], side: usize, share: f32, background: f32, rng: &mut impl Rng) {
    let length = ((side as f32 * share.max(0.0).sqrt()).round() as usize).min(side);
    for image in values.chunks_exact_mut(side * side) {
        let (left, top) = (rng.random_range(0..=side - length), rng.random_range(0..=side - length));
        for row in image.chunks_exact_mut(side).skip(top).take(length) {
            row[left..left + length].fill(background);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::{
        data::image::{PIXELS, SIDE},
        rng::{Purpose, generator},
    };

    const BOUNDS: (f32, f32) = (0.0, 1.0);
    /// A name, and a function that corrupts values by an amount (a standard deviation or a share).
    type Corruption = (&'static str, fn(&mut [f32], f32, &mut ChaCha8Rng));
    const ALL: [Corruption; 3] = [
        ("gaussian", |values, amount, rng| gaussian(values, amount, BOUNDS, rng)),
        ("salt and pepper", |values, amount, rng| salt_and_pepper(values, amount, BOUNDS, rng)),
        ("mask", |values, amount, rng| mask(values, SIDE, amount, 0.0, rng)),
    ];

    /// Twenty images of one grey, corrupted.
    fn corrupted((_, corrupt): Corruption, amount: f32, seed: u32) -> Vec<f32> {
        let mut values = vec![0.5; 20 * PIXELS];
        corrupt(&mut values, amount, &mut generator(seed, Purpose::Epsilon, 0));
        values
    }

    fn share(values: &[f32], is_counted: impl Fn(f32) -> bool) -> f32 {
        values.iter().filter(|value| is_counted(**value)).count() as f32 / values.len() as f32
    }

    #[test]
    fn the_share_of_corrupted_values_is_right() {
        for amount in [0.1, 0.25, 0.5] {
            for corruption in &ALL[1..] {
                let changed = share(&corrupted(*corruption, amount, 1), |value| value != 0.5);
                assert!((changed - amount).abs() < 0.02, "{}: {changed} for {amount}", corruption.0);
            }
        }
        let values = corrupted(ALL[1], 0.4, 1);
        for extreme in [0.0, 1.0] {
            let part = share(&values, |value| value == extreme);
            assert!((part - 0.2).abs() < 0.02, "{part} are {extreme}");
        }
    }

    #[test]
    fn gaussian_noise_has_the_right_deviation() {
        let values = corrupted(ALL[0], 0.1, 1);
        let variance = values.iter().map(|value| (value - 0.5).powi(2)).sum::<f32>() / values.len() as f32;
        assert!((variance.sqrt() - 0.1).abs() < 2e-3, "{variance}");
    }

    #[test]
    fn a_mask_is_a_square_entirely_inside_the_image() {
        for image in corrupted(ALL[2], 0.25, 3).chunks_exact(PIXELS) {
            let blank: Vec<usize> = (0..PIXELS).filter(|&i| image[i] == 0.0).collect();
            let (first, last) = (blank[0], blank[blank.len() - 1]);
            assert_eq!(blank.len(), 14 * 14);
            assert_eq!((last % SIDE - first % SIDE, last / SIDE - first / SIDE), (13, 13));
        }
    }

    #[test]
    fn a_mask_of_the_whole_image_leaves_nothing() {
        assert!(corrupted(ALL[2], 7.0, 1).iter().all(|&value| value == 0.0));
    }

    #[test]
    fn an_amount_of_zero_corrupts_nothing() {
        for corruption in ALL {
            assert_eq!(share(&corrupted(corruption, 0.0, 1), |value| value != 0.5), 0.0, "{}", corruption.0);
        }
    }

    proptest! {
        #[test]
        fn values_keep_their_bounds_and_follow_the_seed(amount in 0.0..2f32, seed in 0..99u32) {
            for corruption in ALL {
                let values = corrupted(corruption, amount, seed);
                prop_assert!(values.iter().all(|value| (0.0..=1.0).contains(value)), "{}", corruption.0);
                prop_assert_eq!(values, corrupted(corruption, amount, seed));
            }
        }
    }
}
