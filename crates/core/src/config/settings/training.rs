//! How training proceeds.

use super::{
    Group,
    Label::{Always, Of},
    Setting, Value, room,
};
use crate::config::{Bounds, bounds::bounds};

/// The number of epochs without a better validation loss after which training stops; 0: it never stops early.
pub const PATIENCE: Bounds<usize> = bounds(0, 100, 0);
/// The step size of Adam. The maximum is far too high: the default VAE diverges within a few steps.
pub const LEARNING_RATE: Bounds<f32> = bounds(1e-6, 10.0, 1e-3);
/// The number of images in a batch.
pub const BATCH_SIZE: Bounds<usize> = bounds(1, 1024, 128);
/// The number of passes over the training images.
pub const EPOCHS: Bounds<usize> = bounds(1, 500, 20);
/// The number of training images, at most as many as the data has.
pub const TRAIN: Bounds<usize> = bounds(1, 60_000, 8_000);
/// The seed of everything random: 32 bits.
pub const SEED: Bounds<usize> = bounds(0, u32::MAX as usize, 1);

pub(super) static ENTRIES: [Setting; 7] = [
    Setting {
        key: "patience",
        group: Group::Stopping,
        label: Always("Patience"),
        help: "Stop after this many epochs without a better validation loss, and keep the best weights. 0: never stop early.",
        value: whole!(PATIENCE, patience),
        room: room::all,
    },
    Setting {
        key: "lr",
        group: Group::Main,
        label: Always("Learning rate"),
        help: "The size of Adam’s steps. If it is too small, training is slow; if it is too large, nothing is learned.",
        value: decimal!(LEARNING_RATE, learning_rate),
        room: room::all,
    },
    Setting {
        key: "batch",
        group: Group::Main,
        label: Always("Batch size"),
        help: "How many images each training step looks at.",
        value: whole!(BATCH_SIZE, batch_size),
        room: room::all,
    },
    Setting {
        key: "epochs",
        group: Group::Main,
        label: Always("Epochs"),
        help: "How many times training goes through all its images.",
        value: whole!(EPOCHS, epochs),
        room: room::all,
    },
    Setting {
        key: "train",
        group: Group::Main,
        label: Of { images: "Training images", points: "Training points", rows: "Training rows" },
        help: "How many are used for training, if there are that many. If there are only a few, the networks memorize them: watch the validation loss rise.",
        value: whole!(TRAIN, train),
        room: room::all,
    },
    Setting {
        key: "digits",
        group: Group::Main,
        label: Always("Digits"),
        help: "Which digits are used for training and testing. Leave one out, then draw it.",
        value: Value::Digits,
        room: room::images,
    },
    Setting {
        key: "seed",
        group: Group::Main,
        label: Always("Seed"),
        help: "Determines everything random: the split, the initial weights, the order, the noise. The same seed repeats the same run.",
        value: Value::Whole {
            bounds: SEED,
            get: |config| config.seed as usize,
            set: |config, value| config.seed = value as u32,
        },
        room: room::all,
    },
];
