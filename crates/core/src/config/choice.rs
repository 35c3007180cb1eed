//! The choices among a few: each a closed enum, with its words in links and its names on the page.

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

/// Where to compute, as the user wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendChoice {
    /// The CPU at first, WebGPU where a trial finds it faster.
    Auto,
    Webgpu,
    Cpu,
}

/// Where the data comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The 10,000 digits that come with the page.
    Digits,
    /// The whole of MNIST, where the page was built with it.
    Mnist,
    /// The user's own images. They never leave the page, so a link cannot carry them.
    Own,
    /// Points of the plane along a spiral.
    Spiral,
    /// Points of the plane along a circle.
    Circle,
    /// Points of the plane along two half circles that reach into each other.
    Moons,
    /// A table whose rows are classified: the page's synthetic one, or the user's own.
    Table,
}

impl Source {
    pub fn kind(self) -> Kind {
        match self {
            Self::Digits | Self::Mnist | Self::Own => Kind::Images,
            Self::Spiral | Self::Circle | Self::Moons => Kind::Plane,
            Self::Table => Kind::Table,
        }
    }
}

/// What the networks learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Images, rebuilt.
    Images,
    /// Points of the plane, rebuilt.
    Plane,
    /// Rows of a table, classified.
    Table,
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

/// How the layers of the encoder are connected; the decoder mirrors them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Architecture {
    /// Every unit with every unit.
    Dense,
    /// First patches of 2x2 pixels, each layer halving the sides; then dense.
    Convolutional,
}

/// What a hidden unit answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activation {
    Relu,
    /// With a slope of 0.2 below 0.
    LeakyRelu,
    Tanh,
    Sigmoid,
    Linear,
}

/// What a unit of the AE's code answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Code {
    Linear,
    Relu,
}

/// What an output unit answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    Sigmoid,
    Tanh,
    Linear,
}

/// How the initial weights are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Init {
    /// Uniform within `1 / sqrt(inputs)`, biases too.
    Pytorch,
    /// Uniform within `sqrt(6 / (inputs + outputs))` (Glorot & Bengio 2010), biases 0.
    Keras,
}

/// The images that the networks get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    /// 28x28.
    Full,
    /// 14x14, by area.
    Half,
}

impl Size {
    /// Pixels along each side.
    pub fn side(self) -> usize {
        match self {
            Self::Full => 28,
            Self::Half => 14,
        }
    }
}

/// The numbers that intensities from background to ink become.
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

    /// The number of an intensity in `0..=1`.
    pub fn of(self, intensity: f32) -> f32 {
        match self {
            Self::Unit => intensity,
            Self::Signed => 2.0 * intensity - 1.0,
        }
    }

    /// The intensity of a number, bounded to `0..=1`.
    pub fn intensity(self, value: f32) -> f32 {
        match self {
            Self::Unit => value.clamp(0.0, 1.0),
            Self::Signed => ((value + 1.0) / 2.0).clamp(0.0, 1.0),
        }
    }
}

/// What spoils the input; the target stays clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Noise {
    None,
    /// Added, with the level as its standard deviation.
    Gaussian,
    /// The level is the share of pixels turned to ink or background.
    SaltPepper,
    /// A square is blanked; the level is its share of the image.
    Mask,
}

/// What the training images suffer besides: chance turns of the same digit into others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Augment {
    None,
    /// Mirrored with probability 0.5.
    Flip,
    /// Turned by up to 10 degrees.
    Rotate,
    Both,
}

/// Which images are learned from, where the data has a test set of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SplitBy {
    /// Nine tenths by the seed, at most as many as are wanted; the last tenth validates.
    Seed,
    /// As many as are wanted from the beginning of the file; the rest validates.
    Order,
}

/// How the KL term counts in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KlOver {
    /// Averaged, as the reconstruction loss is.
    Mean,
    /// Summed over the batch, while the reconstruction loss is averaged.
    Sum,
}

/// A choice among a few.
pub trait Choice: Copy + PartialEq + 'static {
    /// All of its values. The first is the usual one.
    const ALL: &'static [Self];
    /// A word in links and a name on the page for each of them.
    const OPTIONS: &'static [(&'static str, &'static str)];

    fn usual() -> Self {
        Self::ALL[0]
    }

    /// The value at a place among all of them; the usual one where there is none.
    fn at(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::usual())
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|value| *value == self).unwrap_or_default()
    }

    /// The choice of a word, in small letters or large ones.
    fn from_word(word: &str) -> Option<Self> {
        Self::OPTIONS.iter().position(|(known, _)| known.eq_ignore_ascii_case(word)).map(Self::at)
    }

    fn word(self) -> &'static str {
        Self::OPTIONS[self.index()].0
    }
}

/// Lists the values of a choice, each with its word, and its name where it is one of a setting.
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

choice! { Size:
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
