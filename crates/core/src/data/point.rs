//! A place on the pad.

use serde::{Deserialize, Serialize};

/// Coordinates run from 0 to `GRID` on both axes, origin at the top left.
pub const GRID: u16 = 1023;

/// A place on the pad, both coordinates in `0..=GRID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub x: u16,
    pub y: u16,
}

impl Point {
    /// The grid point nearest to a place given as fractions of the pad's side; a place outside is moved to the edge.
    pub fn from_unit(x: f64, y: f64) -> Self {
        let snap = |part: f64| (part.clamp(0.0, 1.0) * f64::from(GRID)).round() as u16;
        Self { x: snap(x), y: snap(y) }
    }
}
