//! The settings that are typed: how each is shown, read, and explained.
//!
//! What cannot be read is answered with a sentence, and the typed text stays the user's.

use std::str::FromStr;

use super::{Message, State};
use hourglass_core::config::{self, Architecture, Bounds, Config, HIDDEN_LAYERS, HIDDEN_WIDTH, Kind, Models, Noise};

/// How much choice the other settings leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    All,
    /// Not every option; why, in a word or two.
    Less(&'static str),
    /// None, or none that would change anything.
    None(&'static str),
}

impl Room {
    /// Why there is less than all.
    pub fn why(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Less(why) | Self::None(why) => why,
        }
    }

    pub fn is_none(self) -> bool {
        matches!(self, Self::None(_))
    }
}

/// For what only one of the networks has.
pub(super) fn only(models: Models, config: &Config) -> Room {
    match models {
        Models::Ae if config.models == Models::Vae => Room::None("AE only"),
        Models::Vae if config.models == Models::Ae => Room::None("VAE only"),
        _ => Room::All,
    }
}

impl State {
    /// How much choice a setting has, which is none where a teacher's link keeps it.
    pub fn room(&self, of: fn(&Config) -> Room) -> Room {
        if self.teaching.is_locked { Room::None("") } else { of(&self.config) }
    }

    /// How much choice a typed setting has. The epochs stay free, so that nobody is stuck with a run that has finished.
    pub fn room_of(&self, setting: &Setting) -> Room {
        if setting.key == EPOCHS.key { (setting.room)(&self.config) } else { self.room(setting.room) }
    }

    /// Whether a teacher's link keeps the settings as they are, which is said.
    pub(super) fn is_refused(&mut self) -> bool {
        if self.teaching.is_locked {
            let text = "Your teacher’s link keeps the settings as they are.".into();
            self.message = Some(Message { text, ..Message::default() });
        }
        self.teaching.is_locked
    }
}

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
    pub room: fn(&Config) -> Room,
}

pub const HIDDEN: Setting = Setting {
    key: "hidden",
    label: "Hidden layers",
    help: "Widths of the encoder’s layers, first to last, as in 256, 64; channels (64 at most) where they are convolutional. The decoder mirrors them. Empty: none at all.",
    show: |config| config.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
    read: |text, config| {
        config.hidden = hidden(text)?;
        Ok(())
    },
    room: |_| Room::All,
};

pub const LATENT: Setting = Setting {
    key: "latent",
    label: "Latent size",
    help: "How many numbers the code has: all that the decoder learns of an image. Two can be drawn as they are.",
    show: |config| config.latent.to_string(),
    read: |text, config| whole(text, config::LATENT, &mut config.latent),
    room: |_| Room::All,
};

pub const BETA: Setting = Setting {
    key: "beta",
    label: "β, weight of KL",
    help: "How much the VAE pays for codes unlike the standard normal. 0: nothing; more: a smoother space and blurrier digits.",
    show: |config| config.beta.to_string(),
    read: |text, config| decimal(text, config::BETA, &mut config.beta),
    room: |_| Room::All,
};

pub const LEARNING_RATE: Setting = Setting {
    key: "learning-rate",
    label: "Learning rate",
    help: "The size of Adam’s steps. Too small learns slowly, too large not at all.",
    show: |config| config.learning_rate.to_string(),
    read: |text, config| decimal(text, config::LEARNING_RATE, &mut config.learning_rate),
    room: |_| Room::All,
};

pub const BATCH: Setting = Setting {
    key: "batch",
    label: "Batch size",
    help: "How many images each step of training looks at.",
    show: |config| config.batch_size.to_string(),
    read: |text, config| whole(text, config::BATCH_SIZE, &mut config.batch_size),
    room: |_| Room::All,
};

pub const EPOCHS: Setting = Setting {
    key: "epochs",
    label: "Epochs",
    help: "How many times training goes through all its images.",
    show: |config| config.epochs.to_string(),
    read: |text, config| whole(text, config::EPOCHS, &mut config.epochs),
    room: |_| Room::All,
};

pub const TRAIN: Setting = Setting {
    key: "train",
    label: "Training images",
    help: "How many are learned from, if there are as many. Few are learned by heart: watch the validation loss rise.",
    show: |config| config.train.to_string(),
    read: |text, config| whole(text, config::TRAIN, &mut config.train),
    room: |_| Room::All,
};

/// The size of the training set, named after what is in it.
pub fn train_of(kind: Kind) -> Setting {
    let label = match kind {
        Kind::Images => TRAIN.label,
        Kind::Plane => "Training points",
        Kind::Table => "Training rows",
    };
    Setting { label, ..TRAIN }
}

pub const SPARSE: Setting = Setting {
    key: "sparse",
    label: "Sparse",
    help: "What the AE pays for every active unit of its code: a weight of the code’s L1 norm. 0: nothing; more: fewer units speak for each digit.",
    show: |config| config.sparse.to_string(),
    read: |text, config| decimal(text, config::SPARSE, &mut config.sparse),
    room: |config| only(Models::Ae, config),
};

pub const CONTRACTIVE: Setting = Setting {
    key: "contractive",
    label: "Contractive",
    help: "What the AE pays for a code that moves when the image does: a weight of its encoder’s squared Jacobian. Dense layers only.",
    show: |config| config.contractive.to_string(),
    read: |text, config| decimal(text, config::CONTRACTIVE, &mut config.contractive),
    room: |config| match only(Models::Ae, config) {
        Room::All if config.architecture == Architecture::Convolutional => Room::None("dense only"),
        room => room,
    },
};

pub const LEVEL: Setting = Setting {
    key: "level",
    label: "Level",
    help: "How strong the noise is. Gaussian: its standard deviation. Salt and pepper: the share of pixels hit. Masked: the share of the image blanked.",
    show: |config| config.level.to_string(),
    read: |text, config| decimal(text, config::LEVEL, &mut config.level),
    room: |config| if config.noise == Noise::None { Room::None("no noise") } else { Room::All },
};

pub const PATIENCE: Setting = Setting {
    key: "patience",
    label: "Patience",
    help: "Stop after so many epochs without a better validation loss, and keep the best. 0: never stop early.",
    show: |config| config.patience.to_string(),
    read: |text, config| whole(text, config::PATIENCE, &mut config.patience),
    room: |_| Room::All,
};

pub const SEED: Setting = Setting {
    key: "seed",
    label: "Seed",
    help: "Decides everything random: split, first weights, order, noise. The same seed replays the same run.",
    show: |config| config.seed.to_string(),
    read: |text, config| whole(text, config::SEED, &mut config.seed),
    room: |_| Room::All,
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
