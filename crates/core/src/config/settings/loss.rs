//! The terms of the loss.

use super::{Availability, Group, Label::Always, Setting, Value, room};
use crate::config::{Architecture, Bounds, Choice, KlOver, Loss, bounds::bounds};

/// The weight of the KL term.
pub const BETA: Bounds<f32> = bounds(0.0, 100.0, 1.0);
/// The weight of the code's L1 norm in the AE's loss.
pub const SPARSE: Bounds<f32> = bounds(0.0, 10.0, 0.0);
/// The weight of the squared Frobenius norm of the encoder's Jacobian in the AE's loss.
pub const CONTRACTIVE: Bounds<f32> = bounds(0.0, 10.0, 0.0);

pub(super) static ENTRIES: [Setting; 5] = [
    Setting {
        key: "loss",
        group: Group::Main,
        label: Always("Loss"),
        help: "How the error of a pixel is measured. BCE: cross-entropy in nats, as if each pixel were the toss of a coin. MSE: the squared difference.",
        value: pick!(Loss, loss),
        room: room::all,
    },
    Setting {
        key: "beta",
        group: Group::Main,
        label: Always("β, weight of KL"),
        help: "How strongly the VAE is penalized for codes that differ from the standard normal distribution. 0: not at all. Higher: a smoother latent space and blurrier digits.",
        value: decimal!(BETA, beta),
        room: room::all,
    },
    Setting {
        key: "kl",
        group: Group::Penalties,
        label: Always("KL term"),
        help: "How the VAE’s KL term counts in a batch: as the mean over its images, like the reconstruction error, or as their sum, which multiplies its weight by the batch size.",
        value: pick!(KlOver, kl),
        room: room::vae,
    },
    Setting {
        key: "sparse",
        group: Group::Penalties,
        label: Always("Sparse"),
        help: "Penalizes the AE for every active unit of its code: the weight of the code’s L1 norm in the loss. 0: not at all. Higher: fewer units are active for each digit.",
        value: decimal!(SPARSE, sparse),
        room: room::ae,
    },
    Setting {
        key: "contractive",
        group: Group::Penalties,
        label: Always("Contractive"),
        help: "Penalizes the AE for codes that change when the image changes a little: the weight of its encoder’s squared Jacobian in the loss. Dense layers only.",
        value: decimal!(CONTRACTIVE, contractive),
        room: |config| match room::ae(config) {
            Availability::All if config.architecture == Architecture::Convolutional => Availability::None("dense only"),
            room => room,
        },
    },
];
