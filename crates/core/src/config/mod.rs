//! What is trained, and how: one [`Config`], every choice bounded.
//!
//! The table below is the only place that knows the bounds and the defaults. The address bar ([`crate::lesson`]) and the
//! controls both go through it, so that no absurd value ever reaches the trainer. It knows nothing of data or tensors.

mod choice;
mod digits;
mod model;
mod play;
mod study;

use serde::{Deserialize, Serialize};

pub use choice::{
    Activation, Architecture, Augment, BackendChoice, Choice, Code, Init, Kind, KlOver, Loss, Models, Noise, Output,
    Range, Size, Source, SplitBy,
};
pub use digits::Digits;
pub use model::{Model, PerModel};
pub use play::{Damage, PICK, PLACE, Pick, Play, Tool};
pub use study::{SWEEP, Study};

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
/// Step size of Adam; the most is far too high: the usual VAE diverges within a few steps.
pub const LEARNING_RATE: Bounds<f32> = bounds(1e-6, 10.0, 1e-3);
/// Images in one optimizer update.
pub const BATCH_SIZE: Bounds<usize> = bounds(1, 1024, 128);
/// Passes over the training images.
pub const EPOCHS: Bounds<usize> = bounds(1, 500, 20);
/// Weight of the code's L1 norm in the AE's loss.
pub const SPARSE: Bounds<f32> = bounds(0.0, 10.0, 0.0);
/// Weight of the squared Frobenius norm of the encoder's Jacobian in the AE's loss.
pub const CONTRACTIVE: Bounds<f32> = bounds(0.0, 10.0, 0.0);
/// How strong the input's noise is.
pub const LEVEL: Bounds<f32> = bounds(0.0, 1.0, 0.3);
/// Epochs without a better validation loss after which training stops; 0: it never does.
pub const PATIENCE: Bounds<usize> = bounds(0, 100, 0);
/// Channels of a layer of patches.
pub const CHANNELS: Bounds<usize> = bounds(1, 64, 16);
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
    pub split: SplitBy,
    pub size: Size,
    pub range: Range,
    pub architecture: Architecture,
    /// Widths of the encoder's hidden layers, first to last; channels where it is convolutional.
    pub hidden: Vec<usize>,
    pub activation: Activation,
    pub latent: usize,
    pub code: Code,
    pub output: Output,
    pub init: Init,
    pub loss: Loss,
    pub beta: f32,
    pub kl: KlOver,
    pub sparse: f32,
    pub contractive: f32,
    pub noise: Noise,
    pub level: f32,
    pub augment: Augment,
    pub patience: usize,
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
            split: SplitBy::Seed,
            size: Size::Full,
            range: Range::Unit,
            architecture: Architecture::Dense,
            hidden: HIDDEN.to_vec(),
            activation: Activation::Relu,
            latent: LATENT.default,
            code: Code::Linear,
            output: Output::Sigmoid,
            init: Init::Pytorch,
            loss: Loss::Bce,
            beta: BETA.default,
            kl: KlOver::Mean,
            sparse: SPARSE.default,
            contractive: CONTRACTIVE.default,
            noise: Noise::None,
            level: LEVEL.default,
            augment: Augment::None,
            patience: PATIENCE.default,
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
        self.sparse = SPARSE.nearest(self.sparse);
        self.contractive = CONTRACTIVE.nearest(self.contractive);
        self.level = LEVEL.nearest(self.level);
        self.patience = PATIENCE.nearest(self.patience);
        self.digits = self.digits.nearest();
        self.fit_to_data();
        self.fit_to_loss();
        if self.architecture == Architecture::Convolutional {
            for channels in self.hidden.iter_mut().take(patch_layers(self.size.side())) {
                *channels = CHANNELS.nearest(*channels);
            }
            // The Jacobian is exact for dense layers only.
            self.contractive = 0.0;
        }
        self
    }

    /// Points and rows are no images.
    fn fit_to_data(&mut self) {
        let kind = self.source.kind();
        if kind == Kind::Images {
            return;
        }
        self.architecture = Architecture::Dense;
        self.size = Size::Full;
        self.augment = Augment::None;
        self.split = SplitBy::Seed;
        self.digits = Digits::ALL;
        match kind {
            Kind::Plane => {
                self.range = Range::Signed;
                self.loss = Loss::Mse;
                if self.noise != Noise::None {
                    self.noise = Noise::Gaussian;
                }
            }
            _ => {
                self.range = Range::Unit;
                self.loss = Loss::Bce;
                self.noise = Noise::None;
            }
        }
    }

    /// An output that can reach every target, and is a probability where the loss needs one.
    fn fit_to_loss(&mut self) {
        self.output = match (self.range, self.loss, self.output) {
            (Range::Unit, Loss::Bce, _) => Output::Sigmoid,
            (Range::Signed, Loss::Bce, _) | (Range::Signed, Loss::Mse, Output::Sigmoid) => Output::Tanh,
            (_, Loss::Mse, output) => output,
        };
    }
}

/// Layers of patches that images of a side take: each halves it, as often as it is even.
pub fn patch_layers(side: usize) -> usize {
    side.trailing_zeros() as usize
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
        assert_eq!(sensible.learning_rate, 10.0);
        assert_eq!(sensible.batch_size, 1);
        assert_eq!(sensible.epochs, 1);
        assert_eq!(sensible.train, 60_000);
        assert_eq!(sensible.digits, Digits::ALL);
    }

    #[test]
    fn choices_that_do_not_go_together_give_way() {
        let nearest = |change: fn(&mut Config)| {
            let mut config = Config::default();
            change(&mut config);
            config.nearest()
        };
        let signed = nearest(|config| config.range = Range::Signed);
        assert_eq!(signed.output, Output::Tanh, "a sigmoid never reaches -1");
        let bce = nearest(|config| config.output = Output::Linear);
        assert_eq!(bce.output, Output::Sigmoid, "cross-entropy needs a probability");
        let plane = nearest(|config| (config.source, config.noise) = (Source::Moons, Noise::Mask));
        assert_eq!((plane.noise, plane.loss, plane.output), (Noise::Gaussian, Loss::Mse, Output::Tanh));
        let table =
            nearest(|config| (config.source, config.loss, config.size) = (Source::Table, Loss::Mse, Size::Half));
        assert_eq!((table.loss, table.size), (Loss::Bce, Size::Full));
        let convolutional = nearest(|config| {
            config.architecture = Architecture::Convolutional;
            (config.hidden, config.contractive) = (vec![1024, 1024, 1024], 1.0);
        });
        assert_eq!((convolutional.hidden, convolutional.contractive), (vec![64, 64, 1024], 0.0));
    }
}
