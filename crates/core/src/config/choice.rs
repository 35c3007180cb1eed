//! The enums that settings choose from, each with its words in links and its names on the page.

use serde::{Deserialize, Serialize};

use super::Model;

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

/// Where the user wants to compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendChoice {
    /// The CPU at first; WebGPU if a trial finds it faster.
    Auto,
    Webgpu,
    Cpu,
}

/// Where the data comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The 10,000 digits that come with the page.
    Digits,
    /// The whole of MNIST, if the page was built with it.
    Mnist,
    /// The user's own images. They never leave the page, so a link cannot carry them.
    Own,
    /// Points on a plane along a spiral.
    Spiral,
    /// Points on a plane along a circle.
    Circle,
    /// Points on a plane along two interlocking half circles.
    Moons,
    /// A table whose rows are classified: the page's synthetic one, or the user's own.
    Table,
}

impl Source {
    pub fn kind(self) -> DataKind {
        match self {
            Self::Digits | Self::Mnist | Self::Own => DataKind::Images,
            Self::Spiral | Self::Circle | Self::Moons => DataKind::Plane,
            Self::Table => DataKind::Table,
        }
    }
}

/// The kind of data that the networks learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// Images, which are reconstructed.
    Images,
    /// Points on a plane, which are reconstructed.
    Plane,
    /// Rows of a table, which are classified.
    Table,
}

/// The reconstruction loss: summed over the pixels, averaged over the batch.
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

/// How the layers of the encoder are connected; the decoder mirrors the encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Architecture {
    /// Every unit is connected to every unit of the previous layer.
    Dense,
    /// The first layers take patches of 2x2 pixels, each halving the sides; the rest are dense.
    Convolutional,
}

/// The activation of a hidden unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activation {
    Relu,
    /// The slope below 0 is 0.2.
    LeakyRelu,
    Tanh,
    Sigmoid,
    Linear,
}

/// The activation of a unit of the AE's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Code {
    Linear,
    Relu,
}

/// The activation of an output unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    Sigmoid,
    Tanh,
    Linear,
}

/// How the initial weights are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Init {
    /// Uniform within `1 / sqrt(inputs)`, including the biases.
    Pytorch,
    /// Uniform within `sqrt(6 / (inputs + outputs))` (Glorot & Bengio 2010); biases are 0.
    Keras,
}

/// The size of the images that the networks get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageSize {
    /// 28x28.
    Full,
    /// 14x14, averaged over areas.
    Half,
}

impl ImageSize {
    /// Pixels along each side.
    pub fn side(self) -> usize {
        match self {
            Self::Full => 28,
            Self::Half => 14,
        }
    }
}

/// The numbers that stand for intensities from background to ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Range {
    /// 0 to 1.
    Unit,
    /// -1 to 1.
    Signed,
}

impl Range {
    pub fn bounds(self) -> (f32, f32) {
        match self {
            Self::Unit => (0.0, 1.0),
            Self::Signed => (-1.0, 1.0),
        }
    }

    /// The number for an intensity in `0..=1`.
    pub fn of(self, intensity: f32) -> f32 {
        match self {
            Self::Unit => intensity,
            Self::Signed => 2.0 * intensity - 1.0,
        }
    }

    /// The intensity for a number, clamped to `0..=1`.
    pub fn intensity(self, value: f32) -> f32 {
        match self {
            Self::Unit => value.clamp(0.0, 1.0),
            Self::Signed => ((value + 1.0) / 2.0).clamp(0.0, 1.0),
        }
    }
}

/// The noise in the input; the target stays clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Noise {
    None,
    /// Added to every pixel; the level is its standard deviation.
    Gaussian,
    /// The level is the share of pixels that become ink or background.
    SaltPepper,
    /// A square is blanked; the level is its share of the image.
    Mask,
}

/// Random changes to the training images, input and target alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Augment {
    None,
    /// Mirrored with probability 0.5.
    Flip,
    /// Rotated by up to 10 degrees.
    Rotate,
    Both,
}

/// Which images are used for training, if the data comes with its own test set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SplitBy {
    /// Nine tenths, chosen by the seed, and at most as many as the settings ask for; the last tenth is for validation.
    Seed,
    /// As many as the settings ask for, from the beginning of the file; the rest is for validation.
    Order,
}

/// How the KL term of a batch is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KlOver {
    /// Averaged, like the reconstruction loss.
    Mean,
    /// Summed over the batch, while the reconstruction loss is averaged.
    Sum,
}

/// An enum that a setting chooses from.
pub trait Choice: Copy + PartialEq + 'static {
    /// All values. The first is the default.
    const ALL: &'static [Self];
    /// For each value, its word in links and its name on the page.
    const OPTIONS: &'static [(&'static str, &'static str)];

    fn usual() -> Self {
        Self::ALL[0]
    }

    /// The value at an index; the default if the index is out of range.
    fn at(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::usual())
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|value| *value == self).unwrap_or_default()
    }

    /// The value for a word, ignoring case.
    fn from_word(word: &str) -> Option<Self> {
        Self::OPTIONS.iter().position(|(known, _)| known.eq_ignore_ascii_case(word)).map(Self::at)
    }

    fn word(self) -> &'static str {
        Self::OPTIONS[self.index()].0
    }
}

/// Lists the values of a choice, each with its word, and with its name if it belongs to a setting.
macro_rules! choice {
    ($choice:ident: $($value:ident, $word:literal $(, $name:literal)?;)+) => {
        impl Choice for $choice {
            const ALL: &'static [Self] = &[$(Self::$value),+];
            const OPTIONS: &'static [(&'static str, &'static str)] = &[$(($word, concat!($($name)?))),+];
        }
    };
}
pub(super) use choice;

choice! { Models:
    Both, "both", "both";
    Ae, "ae", "AE";
    Vae, "vae", "VAE";
}

choice! { BackendChoice:
    Auto, "auto", "Automatic";
    Webgpu, "webgpu", "WebGPU";
    Cpu, "cpu", "CPU";
}

choice! { Source:
    Digits, "digits", "10,000 digits";
    Mnist, "mnist", "whole MNIST";
    Own, "own", "own files";
    Spiral, "spiral", "points: a spiral";
    Circle, "circle", "points: a circle";
    Moons, "moons", "points: two moons";
    Table, "table", "rows of a table";
}

choice! { SplitBy:
    Seed, "seed", "at random";
    Order, "order", "first in file";
}

choice! { ImageSize:
    Full, "28", "28 × 28";
    Half, "14", "14 × 14";
}

choice! { Range:
    Unit, "unit", "0 to 1";
    Signed, "signed", "−1 to 1";
}

choice! { Architecture:
    Dense, "dense", "dense";
    Convolutional, "conv", "convolutional";
}

choice! { Activation:
    Relu, "relu", "ReLU";
    LeakyRelu, "leaky", "leaky ReLU";
    Tanh, "tanh", "tanh";
    Sigmoid, "sigmoid", "sigmoid";
    Linear, "linear", "linear";
}

choice! { Code:
    Linear, "linear", "linear";
    Relu, "relu", "ReLU";
}

choice! { Output:
    Sigmoid, "sigmoid", "sigmoid";
    Tanh, "tanh", "tanh";
    Linear, "linear", "linear";
}

choice! { Init:
    Pytorch, "pytorch", "PyTorch";
    Keras, "keras", "Keras (Glorot)";
}

choice! { Loss:
    Bce, "bce", "BCE";
    Mse, "mse", "MSE";
}

choice! { KlOver:
    Mean, "mean", "mean";
    Sum, "sum", "sum";
}

choice! { Noise:
    None, "none", "none";
    Gaussian, "gaussian", "Gaussian";
    SaltPepper, "salt", "salt and pepper";
    Mask, "mask", "masked square";
}

choice! { Augment:
    None, "none", "none";
    Flip, "flip", "mirror";
    Rotate, "rotate", "rotate";
    Both, "both", "both";
}
