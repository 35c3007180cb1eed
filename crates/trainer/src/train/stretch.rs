//! A stretch: some consecutive training steps, and their results.

use burn::tensor::Tensor;

use super::{Batch, Batches, Objective};
use crate::model::{ReadError, read};

/// The steps of a stretch.
pub struct Stretch<'a> {
    pub batches: &'a Batches,
    /// A batch for each step.
    pub steps: &'a [Batch],
    /// The VAE's noise in each step, `[batch, latent]` row by row; empty for an AE.
    pub epsilon: &'a [Vec<f32>],
    pub objective: &'a Objective,
    pub learning_rate: f32,
}

/// Means over a batch, before the step's update: reconstruction, KL, and the weighted penalty (0 for absent terms).
pub type StepTerms = [f32; 3];

/// The terms of a stretch's steps, on the host or still on the device.
pub enum Trained {
    Done(Vec<StepTerms>),
    /// `[3 * steps]`.
    Pending(Box<Tensor<1>>),
}

impl Trained {
    /// The terms, step by step. Waits for the device.
    ///
    /// # Errors
    /// The device failed.
    pub async fn terms(self) -> Result<Vec<StepTerms>, ReadError> {
        match self {
            Self::Done(terms) => Ok(terms),
            Self::Pending(terms) => Ok(read(*terms).await?.as_chunks().0.to_vec()),
        }
    }
}
