//! How the user looks at a run: choices that change no number of it.

use hourglass_core::{
    config::{Digits, Kind, Model},
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

/// Which directions of the latent space the scatters show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axes {
    /// What suits the latent's size: up to two numbers as they are, digits of three in space, else principal components.
    #[default]
    Usual,
    /// All three numbers, from a camera that turns.
    Space,
    /// The first two principal components.
    Principal,
    Pair(usize, usize),
}

impl Axes {
    /// These axes if a latent of that size has them, else the usual ones.
    #[must_use]
    pub fn within(self, latent: usize) -> Self {
        let has = match self {
            Self::Usual => true,
            Self::Space => latent == 3,
            Self::Principal => latent > 2,
            Self::Pair(x, y) => latent > 2 && x < latent && y < latent,
        };
        if has { self } else { Self::Usual }
    }

    /// What these axes are for a latent of that size and data of that kind; never [`Axes::Usual`].
    #[must_use]
    pub fn of(self, latent: usize, kind: Kind) -> Self {
        let has_space = latent == 3 && kind == Kind::Images;
        match self.within(latent) {
            Self::Usual | Self::Space if has_space => Self::Space,
            Self::Usual | Self::Space => Self::Principal,
            other => other,
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
    /// The digit of the sample that was last under the pointer in a scatter.
    pub touched: Option<usize>,
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
            touched: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_three_numbers_lie_in_space_unless_the_user_says_otherwise() {
        for (axes, latent, kind, expected) in [
            (Axes::Usual, 3, Kind::Images, Axes::Space),
            (Axes::Space, 3, Kind::Images, Axes::Space),
            (Axes::Principal, 3, Kind::Images, Axes::Principal),
            (Axes::Pair(2, 0), 3, Kind::Images, Axes::Pair(2, 0)),
            (Axes::Pair(3, 0), 3, Kind::Images, Axes::Space),
            (Axes::Usual, 3, Kind::Table, Axes::Principal),
            (Axes::Space, 3, Kind::Table, Axes::Principal),
            (Axes::Usual, 2, Kind::Images, Axes::Principal),
            (Axes::Space, 4, Kind::Images, Axes::Principal),
            (Axes::Usual, 64, Kind::Images, Axes::Principal),
        ] {
            assert_eq!(axes.of(latent, kind), expected, "{axes:?} {latent} {kind:?}");
        }
    }

    #[test]
    fn axes_that_a_latent_has_not_are_the_usual_ones() {
        for (axes, latent, stays) in [
            (Axes::Space, 3, true),
            (Axes::Space, 2, false),
            (Axes::Principal, 2, false),
            (Axes::Principal, 5, true),
            (Axes::Pair(0, 1), 2, false),
            (Axes::Pair(0, 5), 5, false),
        ] {
            assert_eq!(axes.within(latent), if stays { axes } else { Axes::Usual });
        }
    }
}
