//! The playground: which of its tools is open, and what it is set to.

use super::{Bounds, Choice, LATENT, Model, PerModel, bounds::bounds, choice::choice};

/// Numbers of a code that was picked by hand.
pub const PLACE: Bounds<f32> = bounds(-1e4, 1e4, 0.0);
/// Digits of the sample.
pub const PICK: Bounds<usize> = bounds(0, 999, 0);

/// A tool of the playground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Move a place through the latent space, and see it decoded.
    Explore,
    /// A grid of decoded places.
    Manifold,
    /// The way from one digit to another.
    Interpolate,
    /// One digit less another, plus a third.
    Arithmetic,
    /// New digits, decoded from the prior.
    Generate,
    /// The digit on the pad: its posterior, its repair, how strange it is, and who is like it.
    Digit,
}

choice! { Tool:
    Explore, "explore";
    Manifold, "manifold";
    Interpolate, "interpolate";
    Arithmetic, "arithmetic";
    Generate, "generate";
    Digit, "digit";
}

/// A digit that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Of the sample.
    Sample(usize),
    /// What is on the pad.
    Pad,
}

/// What spoils the digit on the pad, for the networks to repair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Damage {
    /// Deviation of the noise, in intensity.
    pub noise: f32,
    /// The middle of the hole, in pixels from the top left.
    pub hole: Option<(u8, u8)>,
}

/// The playground's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// Nothing is open at first.
    pub tool: Option<Tool>,
    /// The places that are explored; none: the middle of the codes.
    pub at: PerModel<Vec<f32>>,
    /// The ends of the way.
    pub ends: [Pick; 2],
    /// The first less the second, plus the third.
    pub terms: [Pick; 3],
    /// Of the new digits.
    pub seed: u32,
    /// Of the draws from the posterior.
    pub draw: u32,
    pub damage: Damage,
}

impl Default for Play {
    fn default() -> Self {
        Self {
            tool: None,
            at: PerModel::default(),
            ends: [Pick::Sample(0), Pick::Sample(1)],
            terms: [Pick::Sample(0), Pick::Sample(1), Pick::Sample(2)],
            seed: 1,
            draw: 1,
            damage: Damage::default(),
        }
    }
}

impl Play {
    /// Every value within its bounds. Idempotent.
    #[must_use]
    pub fn nearest(mut self) -> Self {
        for model in Model::ALL {
            if let Some(place) = self.at.slot(model) {
                place.truncate(LATENT.most);
                place.iter_mut().for_each(|value| *value = PLACE.nearest(*value));
            }
        }
        for pick in self.ends.iter_mut().chain(&mut self.terms) {
            if let Pick::Sample(index) = pick {
                *index = PICK.nearest(*index);
            }
        }
        self.damage.noise = super::LEVEL.nearest(self.damage.noise);
        self.damage.hole = self.damage.hole.map(|(x, y)| (x.min(27), y.min(27)));
        self
    }

    /// Only what the open tool is set to; the rest as usual.
    #[must_use]
    pub fn of_tool(&self) -> Self {
        let usual = Self { tool: self.tool, ..Self::default() };
        match self.tool {
            None | Some(Tool::Manifold) => usual,
            Some(Tool::Explore) => Self { at: self.at.clone(), ..usual },
            Some(Tool::Interpolate) => Self { ends: self.ends, ..usual },
            Some(Tool::Arithmetic) => Self { terms: self.terms, ..usual },
            Some(Tool::Generate) => Self { seed: self.seed, ..usual },
            Some(Tool::Digit) => Self { draw: self.draw, damage: self.damage, ..usual },
        }
    }
}
