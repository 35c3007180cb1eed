//! The settings that are typed: how each is shown, read, and explained.
//!
//! What cannot be read is answered with a sentence, and the typed text stays the user's.

use std::str::FromStr;

use crate::config::{self, Bounds, Config, HIDDEN_LAYERS, HIDDEN_WIDTH};

/// One typed setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Short and unique, for ids.
    pub key: &'static str,
    pub label: &'static str,
    /// One line that explains it.
    pub help: &'static str,
    pub show: fn(&Config) -> String,
    /// Puts a text into the config, or says what it should be.
    pub read: fn(&str, &mut Config) -> Result<(), String>,
}

pub const HIDDEN: Setting = Setting {
    key: "hidden",
    label: "Hidden layers",
    help: "Widths of the encoder's layers, first to last, as in 256, 64. The decoder mirrors them. Empty: none at all.",
    show: |config| config.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
    read: |text, config| {
        config.hidden = hidden(text)?;
        Ok(())
    },
};

pub const LATENT: Setting = Setting {
    key: "latent",
    label: "Latent size",
    help: "How many numbers the code has: all that the decoder learns of an image. Two can be drawn as they are.",
    show: |config| config.latent.to_string(),
    read: |text, config| whole(text, config::LATENT, &mut config.latent),
};

pub const BETA: Setting = Setting {
    key: "beta",
    label: "β, weight of KL",
    help: "How much the VAE pays for codes unlike the standard normal. 0: nothing; more: a smoother space and blurrier digits.",
    show: |config| config.beta.to_string(),
    read: |text, config| decimal(text, config::BETA, &mut config.beta),
};

pub const LEARNING_RATE: Setting = Setting {
    key: "learning-rate",
    label: "Learning rate",
    help: "The size of Adam's steps. Too small learns slowly, too large not at all.",
    show: |config| config.learning_rate.to_string(),
    read: |text, config| decimal(text, config::LEARNING_RATE, &mut config.learning_rate),
};

pub const BATCH: Setting = Setting {
    key: "batch",
    label: "Batch size",
    help: "How many images each step of training looks at.",
    show: |config| config.batch_size.to_string(),
    read: |text, config| whole(text, config::BATCH_SIZE, &mut config.batch_size),
};

pub const EPOCHS: Setting = Setting {
    key: "epochs",
    label: "Epochs",
    help: "How many times training goes through all its images.",
    show: |config| config.epochs.to_string(),
    read: |text, config| whole(text, config::EPOCHS, &mut config.epochs),
};

pub const TRAIN: Setting = Setting {
    key: "train",
    label: "Training images",
    help: "How many images are learned from. Few are learned by heart: watch the validation loss rise.",
    show: |config| config.train.to_string(),
    read: |text, config| whole(text, config::TRAIN, &mut config.train),
};

pub const SPARSE: Setting = Setting {
    key: "sparse",
    label: "Sparse, weight of L1",
    help: "What the AE pays for every active unit of its code. 0: nothing; more: fewer units speak for each digit.",
    show: |config| config.sparse.to_string(),
    read: |text, config| decimal(text, config::SPARSE, &mut config.sparse),
};

pub const CONTRACTIVE: Setting = Setting {
    key: "contractive",
    label: "Contractive, weight",
    help: "What the AE pays for a code that moves when the image does: the squared norm of its encoder’s Jacobian.",
    show: |config| config.contractive.to_string(),
    read: |text, config| decimal(text, config::CONTRACTIVE, &mut config.contractive),
};

pub const LEVEL: Setting = Setting {
    key: "level",
    label: "Noise level",
    help: "Gaussian: its standard deviation. Salt and pepper: the share of pixels hit. Masked: the share of the image blanked.",
    show: |config| config.level.to_string(),
    read: |text, config| decimal(text, config::LEVEL, &mut config.level),
};

pub const PATIENCE: Setting = Setting {
    key: "patience",
    label: "Patience",
    help: "Stop after so many epochs without a better validation loss, and keep the best. 0: never stop early.",
    show: |config| config.patience.to_string(),
    read: |text, config| whole(text, config::PATIENCE, &mut config.patience),
};

pub const SEED: Setting = Setting {
    key: "seed",
    label: "Seed",
    help: "Decides everything random: split, first weights, order, noise. The same seed replays the same run.",
    show: |config| config.seed.to_string(),
    read: |text, config| whole(text, config::SEED, &mut config.seed),
};

fn whole<T: FromStr + PartialOrd + Copy + ToString>(text: &str, bounds: Bounds<T>, into: &mut T) -> Result<(), String> {
    number(text, bounds, "A whole number", into)
}

fn decimal(text: &str, bounds: Bounds<f32>, into: &mut f32) -> Result<(), String> {
    number(&text.replace(',', "."), bounds, "A number", into)
}

fn number<T: FromStr + PartialOrd + Copy + ToString>(
    text: &str,
    bounds: Bounds<T>,
    kind: &str,
    into: &mut T,
) -> Result<(), String> {
    match text.trim().parse() {
        Ok(value) if bounds.least <= value && value <= bounds.most => {
            *into = value;
            Ok(())
        }
        _ => Err(format!("{kind} from {} to {}.", bounds.least.to_string(), bounds.most.to_string())),
    }
}

fn hidden(text: &str) -> Result<Vec<usize>, String> {
    let words = || text.split([',', ' ', ';']).map(str::trim).filter(|word| !word.is_empty());
    if words().count() > HIDDEN_LAYERS.most {
        return Err(format!("At most {} layers.", HIDDEN_LAYERS.most));
    }
    words()
        .map(|word| {
            let mut width = 0;
            whole(word, HIDDEN_WIDTH, &mut width)
                .map(|()| width)
                .map_err(|_| format!("Widths from {} to {}, as in 256, 64.", HIDDEN_WIDTH.least, HIDDEN_WIDTH.most))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Setting; 12] =
        [HIDDEN, LATENT, BETA, LEARNING_RATE, BATCH, EPOCHS, TRAIN, SEED, SPARSE, CONTRACTIVE, LEVEL, PATIENCE];

    #[test]
    fn what_is_shown_is_read_back() {
        for setting in ALL {
            let mut config = Config::default();
            (setting.read)(&(setting.show)(&config), &mut config).unwrap();
            assert_eq!(config, Config::default(), "{}", setting.key);
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_and_changes_nothing() {
        for (setting, text) in [
            (HIDDEN, "256, x"),
            (HIDDEN, "1,2,3,4,5"),
            (HIDDEN, "0"),
            (LATENT, "65"),
            (LATENT, ""),
            (BETA, "-1"),
            (BETA, "NaN"),
            (LEARNING_RATE, "inf"),
            (SEED, "4294967296"),
        ] {
            let mut config = Config::default();
            assert!((setting.read)(text, &mut config).is_err(), "{} {text:?}", setting.key);
            assert_eq!(config, Config::default());
        }
    }

    #[test]
    fn commas_and_spaces_are_taken_as_they_come() {
        let mut config = Config::default();
        (HIDDEN.read)(" 128 64,,32 ", &mut config).unwrap();
        (BETA.read)("0,5", &mut config).unwrap();
        assert_eq!((config.hidden, config.beta), (vec![128, 64, 32], 0.5));
    }
}
