//! What is trained, and how: one [`Config`], every choice bounded.
//!
//! The table below is the only place that knows the bounds and the defaults. The address bar ([`crate::lesson`]) and the
//! controls both go through it, so that no absurd value ever reaches the trainer. It knows nothing of data or tensors.

mod choice;
mod digits;
mod model;

use serde::{Deserialize, Serialize};

pub use choice::{BackendChoice, Choice, Loss, Models, Source};
pub use digits::Digits;
pub use model::{Model, PerModel};

/// The least, the most and the usual value of a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<T> {
    pub least: T,
    pub most: T,
    pub default: T,
}

impl<T: PartialOrd + Copy> Bounds<T> {
    /// The nearest value within the bounds; the default for what cannot be compared (NaN).
    pub fn nearest(&self, value: T) -> T {
        if value < self.least {
            self.least
        } else if value > self.most {
            self.most
        } else if value.partial_cmp(&value).is_some() {
            value
        } else {
            self.default
        }
    }
}

const fn bounds<T>(least: T, most: T, default: T) -> Bounds<T> {
    Bounds { least, most, default }
}

/// Hidden layers of the encoder (the decoder mirrors them).
pub const HIDDEN_LAYERS: Bounds<usize> = bounds(0, 4, 2);
/// Units of one hidden layer.
pub const HIDDEN_WIDTH: Bounds<usize> = bounds(1, 1024, 64);
/// Numbers in the code.
pub const LATENT: Bounds<usize> = bounds(1, 64, 2);
/// Weight of the KL term.
pub const BETA: Bounds<f32> = bounds(0.0, 100.0, 1.0);
/// Step size of Adam.
pub const LEARNING_RATE: Bounds<f32> = bounds(1e-6, 1.0, 1e-3);
/// Images in one optimizer update.
pub const BATCH_SIZE: Bounds<usize> = bounds(1, 1024, 128);
/// Passes over the training images.
pub const EPOCHS: Bounds<usize> = bounds(1, 500, 20);
/// Training images used, at most as many as the data has.
pub const TRAIN: Bounds<usize> = bounds(1, 60_000, 8_000);
/// Seed of everything random.
pub const SEED: Bounds<u32> = bounds(0, u32::MAX, 1);

const HIDDEN: [usize; 2] = [256, 64];

/// Everything that decides the outcome of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    pub models: Models,
    pub backend: BackendChoice,
    pub source: Source,
    /// Widths of the encoder's hidden layers, first to last.
    pub hidden: Vec<usize>,
    pub latent: usize,
    pub loss: Loss,
    pub beta: f32,
    pub learning_rate: f32,
    pub batch_size: usize,
    pub epochs: usize,
    pub train: usize,
    pub digits: Digits,
    pub seed: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            models: Models::Both,
            backend: BackendChoice::Auto,
            source: Source::Digits,
            hidden: HIDDEN.to_vec(),
            latent: LATENT.default,
            loss: Loss::Bce,
            beta: BETA.default,
            learning_rate: LEARNING_RATE.default,
            batch_size: BATCH_SIZE.default,
            epochs: EPOCHS.default,
            train: TRAIN.default,
            digits: Digits::ALL,
            seed: SEED.default,
        }
    }
}

impl Config {
    /// The nearest configuration within the bounds. Idempotent.
    #[must_use]
    pub fn nearest(mut self) -> Self {
        self.hidden.truncate(HIDDEN_LAYERS.most);
        for width in &mut self.hidden {
            *width = HIDDEN_WIDTH.nearest(*width);
        }
        self.latent = LATENT.nearest(self.latent);
        self.beta = BETA.nearest(self.beta);
        self.learning_rate = LEARNING_RATE.nearest(self.learning_rate);
        self.batch_size = BATCH_SIZE.nearest(self.batch_size);
        self.epochs = EPOCHS.nearest(self.epochs);
        self.train = TRAIN.nearest(self.train);
        if self.digits.is_empty() {
            self.digits = Digits::ALL;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_within_its_bounds() {
        assert_eq!(Config::default().nearest(), Config::default());
    }

    #[test]
    fn absurd_values_become_the_nearest_sensible_ones() {
        let absurd = Config {
            hidden: vec![0, 5_000, 8, 8, 8],
            latent: 0,
            beta: f32::NAN,
            learning_rate: f32::INFINITY,
            batch_size: 0,
            epochs: 0,
            train: usize::MAX,
            digits: Digits::from_text(""),
            ..Config::default()
        };
        let sensible = absurd.nearest();
        assert_eq!(sensible.hidden, [1, 1024, 8, 8]);
        assert_eq!(sensible.latent, 1);
        assert_eq!(sensible.beta, 1.0);
        assert_eq!(sensible.learning_rate, 1.0);
        assert_eq!(sensible.batch_size, 1);
        assert_eq!(sensible.epochs, 1);
        assert_eq!(sensible.train, 60_000);
        assert_eq!(sensible.digits, Digits::ALL);
    }
}
