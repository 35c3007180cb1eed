//! What a network has learned, on the host: to be saved and resumed.

use serde::{Deserialize, Serialize};

use crate::model::Weights;

/// Weights and the state of their optimizer, with PyTorch's names and layout, independent of how they were trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    pub weights: Weights,
    /// Adam's first moments, with the same names and layout.
    pub first: Weights,
    /// Adam's second moments.
    pub second: Weights,
    /// The number of updates that Adam has made; never negative.
    pub steps: i32,
}
