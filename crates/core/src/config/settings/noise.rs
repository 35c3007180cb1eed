//! What happens to the images before the networks get them.

use super::{Availability, Group, Label::Always, Setting, Value, room};
use crate::config::{Augment, Bounds, Choice, DataKind, Noise, bounds::bounds};

/// The strength of the input's noise.
pub const LEVEL: Bounds<f32> = bounds(0.0, 1.0, 0.3);

pub(super) static ENTRIES: [Setting; 3] = [
    Setting {
        key: "noise",
        group: Group::Input,
        label: Always("Noise"),
        help: "Spoils the input but not the target, so the networks learn to remove the noise. Gaussian: a little on every pixel. Salt and pepper: some pixels turn light or dark. Masked square: a square is blanked out.",
        value: pick!(Noise, noise),
        room: |config| match config.source.kind() {
            DataKind::Images => Availability::All,
            DataKind::Plane => Availability::Less("Gaussian"),
            DataKind::Table => Availability::None("no tables"),
        },
    },
    Setting {
        key: "level",
        group: Group::Input,
        label: Always("Level"),
        help: "How strong the noise is. Gaussian: its standard deviation. Salt and pepper: the share of pixels that change. Masked square: the share of the image that is blanked out.",
        value: decimal!(LEVEL, level),
        room: |config| if config.noise == Noise::None { Availability::None("no noise") } else { Availability::All },
    },
    Setting {
        key: "augment",
        group: Group::Input,
        label: Always("Augment"),
        help: "Changes the training digits at random, so that no two epochs are the same. Mirror: half of them are mirrored. Rotate: they are turned by up to 10 degrees.",
        value: pick!(Augment, augment),
        room: room::images,
    },
];
