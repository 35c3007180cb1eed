//! The finer settings that are picked from a few: how each is named and explained, and what the others leave of it.
//!
//! What goes together is decided by [`Config::nearest`] alone: an option that it would not keep cannot be picked. Here are
//! only the words for it.

use super::settings::{Room, only};
use hourglass_core::config::{
    Activation, Architecture, Augment, Choice, Code, Config, Init, Kind, KlOver, Loss, Models, Noise, Output, Range,
    Size, Source, SplitBy,
};

/// One setting that is picked.
#[derive(Clone, Copy, Debug)]
pub struct Pick<T: 'static> {
    /// Short and unique, for ids.
    pub key: &'static str,
    pub label: &'static str,
    /// One line that explains it.
    pub help: &'static str,
    pub names: &'static [(T, &'static str)],
    pub get: fn(&Config) -> T,
    pub set: fn(&mut Config, T),
    pub room: fn(&Config) -> Room,
}

impl<T: Choice> Pick<T> {
    /// Whether the other settings leave room for an option.
    pub fn is_open(&self, config: &Config, option: T) -> bool {
        let mut asked = config.clone();
        (self.set)(&mut asked, option);
        (self.get)(&asked.nearest()) == option
    }
}

pub const NET: Pick<Architecture> = Pick {
    key: "net",
    label: "Layers",
    help: "Dense: every unit sees the whole image. Convolutional: the first layers see patches of 2 × 2 pixels, everywhere with the same weights.",
    names: &[(Architecture::Dense, "dense"), (Architecture::Convolutional, "convolutional")],
    get: |config| config.architecture,
    set: |config, net| config.architecture = net,
    room: images,
};

pub const ACTIVATION: Pick<Activation> = Pick {
    key: "activation",
    label: "Activation",
    help: "What a hidden unit answers to the sum of its inputs. Linear: the sum itself, so that the AE can do no more than PCA.",
    names: &[
        (Activation::Relu, "ReLU"),
        (Activation::LeakyRelu, "leaky ReLU"),
        (Activation::Tanh, "tanh"),
        (Activation::Sigmoid, "sigmoid"),
        (Activation::Linear, "linear"),
    ],
    get: |config| config.activation,
    set: |config, activation| config.activation = activation,
    room: |_| Room::All,
};

pub const CODE: Pick<Code> = Pick {
    key: "code",
    label: "AE’s code",
    help: "What the numbers of the AE’s code can be. Linear: any. ReLU: 0 or more, so that units can fall silent.",
    names: &[(Code::Linear, "linear"), (Code::Relu, "ReLU")],
    get: |config| config.code,
    set: |config, code| config.code = code,
    room: |config| only(Models::Ae, config),
};

pub const OUTPUT: Pick<Output> = Pick {
    key: "output",
    label: "Output",
    help: "What the last units answer: sigmoid 0 to 1, tanh −1 to 1, linear anything. The BCE loss and the range leave only what fits; MSE leaves more.",
    names: &[(Output::Sigmoid, "sigmoid"), (Output::Tanh, "tanh"), (Output::Linear, "linear")],
    get: |config| config.output,
    set: |config, output| config.output = output,
    room: |config| match (config.loss, config.range) {
        (Loss::Bce, _) => Room::None("by the loss"),
        (Loss::Mse, Range::Signed) => Room::Less("by range"),
        (Loss::Mse, Range::Unit) => Room::All,
    },
};

pub const INIT: Pick<Init> = Pick {
    key: "init",
    label: "First weights",
    help: "How the random first weights spread. PyTorch’s: by a layer’s inputs. Keras’s (Glorot’s): by its inputs and outputs, wider here.",
    names: &[(Init::Pytorch, "PyTorch’s"), (Init::Keras, "Keras’s Glorot")],
    get: |config| config.init,
    set: |config, init| config.init = init,
    room: |_| Room::All,
};

pub const SIZE: Pick<Size> = Pick {
    key: "size",
    label: "Size",
    help: "The pixels that the networks get. 14 × 14: the mean of every two by two, a quarter of the work.",
    names: &[(Size::Full, "28 × 28"), (Size::Half, "14 × 14")],
    get: |config| config.size,
    set: |config, size| config.size = size,
    room: images,
};

pub const RANGE: Pick<Range> = Pick {
    key: "range",
    label: "Range",
    help: "The numbers that background and ink become. From −1 to 1 the output is tanh or linear.",
    names: &[(Range::Unit, "0 to 1"), (Range::Signed, "−1 to 1")],
    get: |config| config.range,
    set: |config, range| config.range = range,
    room: images,
};

pub const NOISE: Pick<Noise> = Pick {
    key: "noise",
    label: "Noise",
    help: "Spoils what the networks get, not what they are to answer: they learn to take it away. Gaussian: a little on every pixel. Salt and pepper: some pixels turn light or dark. Masked: a square is blanked.",
    names: &[
        (Noise::None, "none"),
        (Noise::Gaussian, "Gaussian"),
        (Noise::SaltPepper, "salt and pepper"),
        (Noise::Mask, "masked square"),
    ],
    get: |config| config.noise,
    set: |config, noise| config.noise = noise,
    room: |config| match config.source.kind() {
        Kind::Images => Room::All,
        Kind::Plane => Room::Less("points"),
        Kind::Table => Room::None("no tables"),
    },
};

pub const AUGMENT: Pick<Augment> = Pick {
    key: "augment",
    label: "Augment",
    help: "Training digits are mirrored half the time, or turned by up to 10 degrees, so that no two epochs are the same.",
    names: &[(Augment::None, "none"), (Augment::Flip, "mirror"), (Augment::Rotate, "turn"), (Augment::Both, "both")],
    get: |config| config.augment,
    set: |config, augment| config.augment = augment,
    room: images,
};

pub const SPLIT: Pick<SplitBy> = Pick {
    key: "split",
    label: "Split",
    help: "Which images of the whole MNIST are learned from: at random by the seed, or the first ones in the file as courses do. Other data is always parted at random.",
    names: &[(SplitBy::Seed, "at random"), (SplitBy::Order, "first in file")],
    get: |config| config.split,
    set: |config, split| config.split = split,
    room: |config| if config.source == Source::Mnist { Room::All } else { Room::None("MNIST only") },
};

pub const KL: Pick<KlOver> = Pick {
    key: "kl",
    label: "KL term",
    help: "How the VAE’s KL term counts in a batch: as the mean over its images, like the error, or as their sum, which weighs it as many times more as the batch is large.",
    names: &[(KlOver::Mean, "mean"), (KlOver::Sum, "sum")],
    get: |config| config.kl,
    set: |config, kl| config.kl = kl,
    room: |config| only(Models::Vae, config),
};

fn images(config: &Config) -> Room {
    if config.source.kind() == Kind::Images { Room::All } else { Room::None("images") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words have to say what [`Config::nearest`] does.
    fn is_honest<T: Choice + std::fmt::Debug>(pick: &Pick<T>, config: &Config) {
        let closed = T::WORDS.iter().filter(|(_, option)| !pick.is_open(config, *option)).count();
        let left = T::WORDS.len() - closed;
        let words = (pick.key, (pick.room)(config), config);
        match (pick.room)(config) {
            Room::All => assert_eq!(closed, 0, "{words:?}"),
            Room::Less(_) => assert!(closed > 0 && left > 1, "{words:?}"),
            // What changes nothing may be left to choose.
            Room::None(_) => assert!(left == 1 || closed == 0, "{words:?}"),
        }
        assert_eq!(pick.names.len(), T::WORDS.len(), "{}: every option has a name", pick.key);
        assert!(T::WORDS.iter().all(|(_, option)| pick.names.iter().any(|(named, _)| named == option)));
    }

    #[test]
    fn the_room_that_is_told_is_the_room_there_is() {
        for hash in [
            "",
            "model=ae",
            "model=vae",
            "loss=mse",
            "range=signed",
            "range=signed&loss=mse",
            "net=conv",
            "data=mnist",
            "data=spiral",
            "data=table",
        ] {
            let (lesson, _) = hourglass_core::lesson::Lesson::from_hash(hash);
            let config = &lesson.config;
            is_honest(&NET, config);
            is_honest(&ACTIVATION, config);
            is_honest(&CODE, config);
            is_honest(&OUTPUT, config);
            is_honest(&INIT, config);
            is_honest(&SIZE, config);
            is_honest(&RANGE, config);
            is_honest(&NOISE, config);
            is_honest(&AUGMENT, config);
            is_honest(&SPLIT, config);
            is_honest(&KL, config);
        }
    }

    #[test]
    fn an_option_that_would_not_be_kept_is_closed() {
        let config = Config::default();
        assert!(OUTPUT.is_open(&config, Output::Sigmoid) && !OUTPUT.is_open(&config, Output::Linear));
        let squared = Config { loss: Loss::Mse, ..config };
        assert!(OUTPUT.is_open(&squared, Output::Linear));
    }
}
