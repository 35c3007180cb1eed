//! What a network has learned, on the host: to be stored, and to go on from.

use crate::model::Weights;

/// Weights and the state of their optimizer, by PyTorch's names and in its layout, whatever way they were learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    pub weights: Weights,
    /// Adam's first moments, of the same names and layout.
    pub first: Weights,
    /// Adam's second moments.
    pub second: Weights,
    /// Updates that Adam took; never negative.
    pub steps: i32,
}
