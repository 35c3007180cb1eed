//! Which networks learn, from which data, and where they are computed.

use super::{Availability, Group, Label::Always, Setting, Value, room};
use crate::config::{BackendChoice, Choice, ImageSize, Models, Range, Source, SplitBy};

pub(super) static ENTRIES: [Setting; 6] = [
    Setting {
        key: "model",
        group: Group::Main,
        label: Always("Networks"),
        help: "Both learn from the same images in the same order, so you can compare them. Training only one is faster.",
        value: pick!(Models, models),
        room: room::all,
    },
    Setting {
        key: "backend",
        group: Group::Main,
        label: Always("Backend"),
        help: "Where the networks are computed. Automatic starts on the CPU, tries the graphics processor (WebGPU) while nothing is training, and then uses the faster of the two.",
        value: pick!(BackendChoice, backend),
        room: room::all,
    },
    Setting {
        key: "data",
        group: Group::Main,
        label: Always("Data"),
        help: "The digits that come with this page, your own images (choose or drop IDX files, plain or .gz), points on a plane, or the rows of a table. Your files never leave your computer.",
        value: pick!(Source, source),
        room: room::all,
    },
    Setting {
        key: "split",
        group: Group::Input,
        label: Always("Split"),
        help: "Which images of the whole MNIST are used for training: a random selection by the seed, or the first ones in the file, as courses do. All other data is split at random.",
        value: pick!(SplitBy, split),
        room: |config| {
            if config.source == Source::Mnist { Availability::All } else { Availability::None("MNIST only") }
        },
    },
    Setting {
        key: "size",
        group: Group::Input,
        label: Always("Size"),
        help: "The size of the images that the networks get. 14 × 14: each pixel is the mean of two by two, so there is only a quarter of the work.",
        value: pick!(ImageSize, size),
        room: room::images,
    },
    Setting {
        key: "range",
        group: Group::Input,
        label: Always("Range"),
        help: "The numbers that stand for background and ink. With −1 to 1, the output is tanh or linear.",
        value: pick!(Range, range),
        room: room::images,
    },
];
