//! What is trained, and how: one [`Config`], every choice bounded.
//!
//! The table below is the only place that knows the bounds and the defaults. The address bar ([`crate::lesson`]) and the
//! controls both go through it, so that no absurd value ever reaches the trainer. It knows nothing of data or tensors.

use std::fmt;

use serde::{Deserialize, Serialize};

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

/// One of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Model {
    Ae,
    Vae,
}

impl Model {
    pub const ALL: [Self; 2] = [Self::Ae, Self::Vae];

    /// The short name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ae => "AE",
            Self::Vae => "VAE",
        }
    }
}

/// A value for each of the two networks; `None` for one that is not trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerModel<T> {
    pub ae: Option<T>,
    pub vae: Option<T>,
}

impl<T> Default for PerModel<T> {
    fn default() -> Self {
        Self { ae: None, vae: None }
    }
}

impl<T> PerModel<T> {
    pub fn get(&self, model: Model) -> Option<&T> {
        match model {
            Model::Ae => self.ae.as_ref(),
            Model::Vae => self.vae.as_ref(),
        }
    }

    pub fn slot(&mut self, model: Model) -> &mut Option<T> {
        match model {
            Model::Ae => &mut self.ae,
            Model::Vae => &mut self.vae,
        }
    }

    /// Those that are there, the AE first.
    pub fn iter(&self) -> impl Iterator<Item = (Model, &T)> {
        Model::ALL.into_iter().filter_map(|model| Some((model, self.get(model)?)))
    }
}

/// Which networks are trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Models {
    Ae,
    Vae,
    Both,
}

impl Models {
    pub fn contains(self, model: Model) -> bool {
        match self {
            Self::Ae => model == Model::Ae,
            Self::Vae => model == Model::Vae,
            Self::Both => true,
        }
    }
}

/// Where to compute, as the user wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendChoice {
    /// WebGPU where it passes the start-up check, else the CPU.
    Auto,
    Webgpu,
    Cpu,
}

/// Where the images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The 10,000 digits that come with the page.
    Digits,
    /// The whole of MNIST, where the page was built with it.
    Mnist,
    /// The user's own files. They never leave the page, so a link cannot carry them.
    Own,
}

/// Reconstruction loss: summed over the pixels, averaged over the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// Binary cross-entropy of the logits, in nats.
    Bce,
    /// Squared error after the sigmoid, in squared intensity.
    Mse,
}

impl Loss {
    /// The unit of a value summed over an image.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Bce => "nats per image",
            Self::Mse => "squared error per image",
        }
    }
}

/// A choice with a fixed word for each of its values, as they stand in the address.
pub trait Choice: Copy + PartialEq + 'static {
    const WORDS: &'static [(&'static str, Self)];

    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| *word)
    }
}

impl Choice for Models {
    const WORDS: &'static [(&'static str, Self)] = &[("both", Self::Both), ("ae", Self::Ae), ("vae", Self::Vae)];
}

impl Choice for BackendChoice {
    const WORDS: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("webgpu", Self::Webgpu), ("cpu", Self::Cpu)];
}

impl Choice for Source {
    const WORDS: &'static [(&'static str, Self)] =
        &[("digits", Self::Digits), ("mnist", Self::Mnist), ("own", Self::Own)];
}

impl Choice for Loss {
    const WORDS: &'static [(&'static str, Self)] = &[("bce", Self::Bce), ("mse", Self::Mse)];
}

/// A set of the digits 0 to 9, printed as `0123456789`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digits(u16);

impl Digits {
    pub const ALL: Self = Self(0b11_1111_1111);

    /// The set of the digits in a text; other characters are passed over.
    pub fn from_text(text: &str) -> Self {
        let bits = text.chars().filter_map(|c| c.to_digit(10));
        Self(bits.fold(0, |set, digit| set | 1 << digit))
    }

    pub fn contains(self, digit: u8) -> bool {
        digit < 10 && self.0 >> digit & 1 == 1
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with one digit more, or one less if it was there.
    #[must_use]
    pub fn toggled(self, digit: u8) -> Self {
        if digit < 10 { Self(self.0 ^ 1 << digit) } else { self }
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..10).filter(|&digit| self.contains(digit)).try_for_each(|digit| write!(f, "{digit}"))
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

    #[test]
    fn digits_print_as_they_are_read() {
        for text in ["0", "19", "0123456789"] {
            assert_eq!(Digits::from_text(text).to_string(), text);
        }
        assert_eq!(Digits::from_text("3x31").to_string(), "13");
        assert_eq!(Digits::ALL.toggled(4).to_string(), "012356789");
    }
}
