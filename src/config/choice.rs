//! The choices among a few: each a closed enum, with its words in the address.

use serde::{Deserialize, Serialize};

use super::Model;

/// Which networks are trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Models {
    Ae,
    Vae,
    Both,
}

impl Models {
    pub fn contains(self, model: Model) -> bool {
        match self {
            Self::Ae => model == Model::Ae,
            Self::Vae => model == Model::Vae,
            Self::Both => true,
        }
    }
}

/// Where to compute, as the user wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendChoice {
    /// WebGPU where it passes the start-up check, else the CPU.
    Auto,
    Webgpu,
    Cpu,
}

/// Where the images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The 10,000 digits that come with the page.
    Digits,
    /// The whole of MNIST, where the page was built with it.
    Mnist,
    /// The user's own files. They never leave the page, so a link cannot carry them.
    Own,
}

/// Reconstruction loss: summed over the pixels, averaged over the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// Binary cross-entropy of the logits, in nats.
    Bce,
    /// Squared error after the sigmoid, in squared intensity.
    Mse,
}

impl Loss {
    /// The unit of a value summed over an image.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Bce => "nats per image",
            Self::Mse => "squared error per image",
        }
    }
}

/// A choice with a fixed word for each of its values, as they stand in the address.
pub trait Choice: Copy + PartialEq + 'static {
    const WORDS: &'static [(&'static str, Self)];

    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| *word)
    }
}

impl Choice for Models {
    const WORDS: &'static [(&'static str, Self)] = &[("both", Self::Both), ("ae", Self::Ae), ("vae", Self::Vae)];
}

impl Choice for BackendChoice {
    const WORDS: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("webgpu", Self::Webgpu), ("cpu", Self::Cpu)];
}

impl Choice for Source {
    const WORDS: &'static [(&'static str, Self)] =
        &[("digits", Self::Digits), ("mnist", Self::Mnist), ("own", Self::Own)];
}

impl Choice for Loss {
    const WORDS: &'static [(&'static str, Self)] = &[("bce", Self::Bce), ("mse", Self::Mse)];
}
