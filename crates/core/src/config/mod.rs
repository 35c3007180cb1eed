//! What is trained, and how: one [`Config`], with bounds on every setting.
//!
//! The table in `settings/` is the only place that knows the bounds and the defaults. Links ([`crate::link`]) and the page's
//! controls both use it, so no absurd value reaches the trainer. This module does not depend on data or tensors.

mod bounds;
mod choice;
mod digits;
mod model;
mod play;
mod settings;
mod study;

use serde::{Deserialize, Serialize};

pub use bounds::Bounds;
pub use choice::{
    Activation, Architecture, Augment, BackendChoice, Choice, Code, DataKind, ImageSize, Init, KlOver, Loss, Models,
    Noise, Output, Range, Source, SplitBy,
};
pub use digits::Digits;
pub use model::{Model, PerModel};
pub use play::{Damage, PICK, PLACE, Pick, Play, Tool};
pub use settings::{
    Availability, EPOCHS, Group, HIDDEN_LAYERS, HIDDEN_WIDTH, LATENT, LEARNING_RATE, LEVEL, Label, Setting, TRAIN,
    Value, setting, settings,
};
pub use study::{SWEEP, Study};

use settings::{BATCH_SIZE, BETA, CHANNELS, CONTRACTIVE, HIDDEN, PATIENCE, SEED, SPARSE};

/// Everything that determines the result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    pub models: Models,
    pub backend: BackendChoice,
    pub source: Source,
    pub split: SplitBy,
    pub size: ImageSize,
    pub range: Range,
    pub architecture: Architecture,
    /// The widths of the encoder's hidden layers, first to last; the number of channels for convolutional layers.
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
    /// The defaults from the table.
    fn default() -> Self {
        Self {
            models: Choice::usual(),
            backend: Choice::usual(),
            source: Choice::usual(),
            split: Choice::usual(),
            size: Choice::usual(),
            range: Choice::usual(),
            architecture: Choice::usual(),
            hidden: HIDDEN.to_vec(),
            activation: Choice::usual(),
            latent: LATENT.default,
            code: Choice::usual(),
            output: Choice::usual(),
            init: Choice::usual(),
            loss: Choice::usual(),
            beta: BETA.default,
            kl: Choice::usual(),
            sparse: SPARSE.default,
            contractive: CONTRACTIVE.default,
            noise: Choice::usual(),
            level: LEVEL.default,
            augment: Choice::usual(),
            patience: PATIENCE.default,
            learning_rate: LEARNING_RATE.default,
            batch_size: BATCH_SIZE.default,
            epochs: EPOCHS.default,
            train: TRAIN.default,
            digits: Digits::ALL,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    /// The nearest valid configuration. Idempotent.
    #[must_use]
    pub fn nearest(mut self) -> Self {
        settings().for_each(|setting| setting.bound(&mut self));
        self.fit_to_data();
        self.fit_to_loss();
        if self.architecture == Architecture::Convolutional {
            for channels in self.hidden.iter_mut().take(patch_layers(self.size.side())) {
                *channels = CHANNELS.nearest(*channels);
            }
            // The Jacobian is implemented for dense layers only.
            self.contractive = 0.0;
        }
        self
    }

    /// Resets what only images have, if the data is points or rows.
    fn fit_to_data(&mut self) {
        let kind = self.source.kind();
        if kind == DataKind::Images {
            return;
        }
        self.architecture = Architecture::Dense;
        self.size = ImageSize::Full;
        self.augment = Augment::None;
        self.split = SplitBy::Seed;
        self.digits = Digits::ALL;
        match kind {
            DataKind::Plane => {
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

    /// Chooses an output that can reach every target, and that is a probability if the loss needs one.
    fn fit_to_loss(&mut self) {
        self.output = match (self.range, self.loss, self.output) {
            (Range::Unit, Loss::Bce, _) => Output::Sigmoid,
            (Range::Signed, Loss::Bce, _) | (Range::Signed, Loss::Mse, Output::Sigmoid) => Output::Tanh,
            (_, Loss::Mse, output) => output,
        };
    }
}

/// The number of convolutional layers for images of this side: each layer halves the side, as long as it is even.
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
    fn incompatible_choices_are_corrected() {
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
            nearest(|config| (config.source, config.loss, config.size) = (Source::Table, Loss::Mse, ImageSize::Half));
        assert_eq!((table.loss, table.size), (Loss::Bce, ImageSize::Full));
        let convolutional = nearest(|config| {
            config.architecture = Architecture::Convolutional;
            (config.hidden, config.contractive) = (vec![1024, 1024, 1024], 1.0);
        });
        assert_eq!((convolutional.hidden, convolutional.contractive), (vec![64, 64, 1024], 0.0));
    }
}
