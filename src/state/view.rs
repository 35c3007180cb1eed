//! How the user looks at a run: choices that change no number of it.

use crate::{
    config::{Digits, Model},
    protocol::Measure,
};

/// Which term of the loss the chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Term {
    #[default]
    Total,
    Reconstruction,
    Kl,
}

/// How the chart's loss axis runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    #[default]
    Linear,
    Log,
}

/// Which two directions of the latent space the scatters show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axes {
    /// The first two principal components; with a latent of one or two, the latent itself.
    #[default]
    Principal,
    Pair(usize, usize),
}

impl Axes {
    /// These axes if a latent of that size has them, else the usual ones.
    #[must_use]
    pub fn within(self, latent: usize) -> Self {
        match self {
            Self::Pair(x, y) if latent > 2 && x < latent && y < latent => self,
            _ => Self::Principal,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The digits that the scatters show.
    pub shown: Digits,
    pub axes: Axes,
    pub term: Term,
    pub scale: Scale,
    /// What the chart shows in place of the loss, where it was measured.
    pub measure: Option<Measure>,
    /// The scatter that a narrow page shows.
    pub tab: Model,
}

impl Default for View {
    fn default() -> Self {
        Self {
            shown: Digits::ALL,
            axes: Axes::default(),
            term: Term::default(),
            scale: Scale::default(),
            measure: None,
            tab: Model::Ae,
        }
    }
}
