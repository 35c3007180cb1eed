//! The architecture of the networks.

use super::{Availability, Group, Label::Always, Setting, Value, room};
use crate::config::{Activation, Architecture, Bounds, Choice, Code, Init, Loss, Output, Range, bounds::bounds};

/// The number of hidden layers in the encoder (the decoder mirrors them).
pub const HIDDEN_LAYERS: Bounds<usize> = bounds(0, 4, 2);
/// The number of units in a hidden layer.
pub const HIDDEN_WIDTH: Bounds<usize> = bounds(1, 1024, 64);
/// The default widths.
pub const HIDDEN: [usize; HIDDEN_LAYERS.default] = [256, 64];
/// The number of channels in a convolutional layer.
pub const CHANNELS: Bounds<usize> = bounds(1, 64, 16);
/// The number of values in the code.
pub const LATENT: Bounds<usize> = bounds(1, 64, 2);

pub(super) static ENTRIES: [Setting; 7] = [
    Setting {
        key: "net",
        group: Group::Network,
        label: Always("Layers"),
        help: "Dense: every unit sees the whole image. Convolutional: the first layers look at patches of 2 × 2 pixels and use the same weights everywhere.",
        value: pick!(Architecture, architecture),
        room: room::images,
    },
    Setting {
        key: "hidden",
        group: Group::Main,
        label: Always("Hidden layers"),
        help: "The widths of the encoder’s layers, from first to last, as in 256, 64. For convolutional layers, these are channels (64 at most). The decoder mirrors the encoder. Empty: no hidden layers.",
        value: Value::Widths,
        room: room::all,
    },
    Setting {
        key: "activation",
        group: Group::Network,
        label: Always("Activation"),
        help: "The function that a hidden unit applies to the sum of its inputs. Linear: the sum itself, so the AE can do no better than PCA.",
        value: pick!(Activation, activation),
        room: room::all,
    },
    Setting {
        key: "latent",
        group: Group::Main,
        label: Always("Latent size"),
        help: "How many numbers the code has. They are all that the decoder gets to know about an image. A code of two numbers can be plotted as it is.",
        value: whole!(LATENT, latent),
        room: room::all,
    },
    Setting {
        key: "code",
        group: Group::Network,
        label: Always("AE’s code"),
        help: "The values that the numbers of the AE’s code can take. Linear: any. ReLU: 0 or more, so units can fall silent.",
        value: pick!(Code, code),
        room: room::ae,
    },
    Setting {
        key: "output",
        group: Group::Network,
        label: Always("Output"),
        help: "The values that the output units can give. Sigmoid: 0 to 1. Tanh: −1 to 1. Linear: any. The BCE loss and the range allow only what fits them; MSE allows more.",
        value: pick!(Output, output),
        room: |config| match (config.loss, config.range) {
            (Loss::Bce, _) => Availability::None("set by loss"),
            (Loss::Mse, Range::Signed) => Availability::Less("by range"),
            (Loss::Mse, Range::Unit) => Availability::All,
        },
    },
    Setting {
        key: "init",
        group: Group::Network,
        label: Always("Initial weights"),
        help: "How far the random weights spread before training. PyTorch: by the number of a layer’s inputs. Keras (Glorot): by its inputs and outputs, which is wider here.",
        value: pick!(Init, init),
        room: room::all,
    },
];
