//! The playground: which tool is open, and its settings.

use super::{Bounds, Choice, LATENT, Model, PerModel, bounds::bounds, choice::choice};

/// The numbers of a code that was picked by hand.
pub const PLACE: Bounds<f32> = bounds(-1e4, 1e4, 0.0);
/// An index into the sample.
pub const PICK: Bounds<usize> = bounds(0, 999, 0);

/// A tool of the playground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Move a point through the latent space and see it decoded.
    Explore,
    /// A grid of decoded points.
    Manifold,
    /// The path from one digit to another.
    Interpolate,
    /// One digit minus another, plus a third.
    Arithmetic,
    /// New digits, decoded from samples of the prior.
    Generate,
    /// The digit on the pad: its posterior, its repair, how unusual it is, and its nearest neighbours.
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

/// A digit that the user picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// From the sample.
    Sample(usize),
    /// The drawing on the pad.
    Pad,
}

/// The damage to the digit on the pad, which the networks repair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Damage {
    /// The standard deviation of the noise, in intensity.
    pub noise: f32,
    /// The centre of the hole, in pixels from the top left.
    pub hole: Option<(u8, u8)>,
}

/// The playground's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    /// The open tool; none at first.
    pub tool: Option<Tool>,
    /// The explored points; `None` stands for the centre of the codes.
    pub at: PerModel<Vec<f32>>,
    /// The ends of the interpolation.
    pub ends: [Pick; 2],
    /// The first minus the second, plus the third.
    pub terms: [Pick; 3],
    /// The seed of the new digits.
    pub seed: u32,
    /// The seed of the samples from the posterior.
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

    /// The settings of the open tool; all others are at their defaults.
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
