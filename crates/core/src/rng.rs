//! All random numbers, from one seed.
//!
//! Each use has its own ChaCha stream, keyed by the seed, the purpose and an index (an epoch, a step), so that
//! a run can be resumed anywhere and adding a use never changes another. ChaCha gives the same numbers on every machine.

use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::config::Model;

/// What random numbers are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The split into training, validation and test.
    Split,
    /// The initial weights of a network.
    Weights(Model),
    /// The order of the training images in an epoch (the index).
    Shuffle,
    /// The VAE's noise in a step (the index).
    Epsilon,
    /// The synthetic table that comes with the page.
    SampleTable,
    /// The noise and augmentation of the images in a step (the index).
    InputTransform,
    /// The noise in the images of an evaluation (the index counts its chunks).
    EvaluationNoise,
    /// Points on a plane.
    Points,
    /// Codes from the prior.
    Prior,
    /// The damage to the digit on the pad.
    Damage,
    /// Codes from the posterior of the digit on the pad.
    Posterior,
    /// The images for a trial of the backends.
    Trial,
}

impl Purpose {
    fn number(self) -> u64 {
        match self {
            Self::Split => 0,
            Self::Weights(Model::Ae) => 1,
            Self::Weights(Model::Vae) => 2,
            Self::Shuffle => 3,
            Self::Epsilon => 4,
            Self::SampleTable => 5,
            Self::InputTransform => 6,
            Self::EvaluationNoise => 7,
            Self::Points => 8,
            Self::Prior => 9,
            Self::Damage => 10,
            Self::Posterior => 11,
            Self::Trial => 12,
        }
    }
}

/// The generator for one use.
pub fn generator(seed: u32, purpose: Purpose, index: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&u64::from(seed).to_le_bytes());
    key[8..16].copy_from_slice(&purpose.number().to_le_bytes());
    key[16..24].copy_from_slice(&index.to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// `0..count` in random order.
pub fn permutation(count: usize, rng: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.shuffle(rng);
    order
}

/// Uniform numbers in `-limit..limit`.
pub fn uniform(count: usize, limit: f32, rng: &mut impl Rng) -> Vec<f32> {
    let step = 2.0 / (1u32 << 24) as f32;
    (0..count).map(|_| ((rng.next_u32() >> 8) as f32 * step - 1.0) * limit).collect()
}

/// Numbers from the standard normal distribution.
pub fn normal(count: usize, rng: &mut impl Rng) -> Vec<f32> {
    StandardNormal.sample_iter(rng).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rng(seed: u32, purpose: Purpose, index: u64) -> ChaCha8Rng {
        generator(seed, purpose, index)
    }

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        // Links rely on these numbers: a change in a crate that alters them changes everyone's runs.
        assert_eq!(permutation(8, &mut rng(1, Purpose::Split, 0)), PERMUTATION);
        assert_eq!(uniform(3, 1.0, &mut rng(1, Purpose::Weights(Model::Ae), 0)), UNIFORM);
        assert_eq!(normal(3, &mut rng(1, Purpose::Epsilon, 0)), NORMAL);
    }

    const PERMUTATION: [usize; 8] = [5, 2, 7, 6, 1, 4, 3, 0];
    const UNIFORM: [f32; 3] = [-0.30635083, -0.52894485, 0.079995036];
    const NORMAL: [f32; 3] = [0.31848717, 1.9012953, 1.5257194];

    #[test]
    fn each_use_has_its_own_numbers() {
        let first = |seed, purpose, index| rng(seed, purpose, index).next_u32();
        let all = [
            first(1, Purpose::Shuffle, 0),
            first(2, Purpose::Shuffle, 0),
            first(1, Purpose::Shuffle, 1),
            first(1, Purpose::Epsilon, 0),
            first(1, Purpose::SampleTable, 0),
            first(1, Purpose::Weights(Model::Ae), 0),
            first(1, Purpose::Weights(Model::Vae), 0),
        ];
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn uniform_and_normal_numbers_have_the_right_moments() {
        let moments = |values: &[f32]| {
            let mean = values.iter().sum::<f32>() / values.len() as f32;
            let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / values.len() as f32;
            (mean, variance)
        };
        let (mean, variance) = moments(&uniform(20_000, 3.0, &mut rng(5, Purpose::Split, 0)));
        assert!(mean.abs() < 0.05 && (variance - 3.0).abs() < 0.1, "{mean} {variance}");
        let (mean, variance) = moments(&normal(20_000, &mut rng(5, Purpose::Split, 0)));
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
