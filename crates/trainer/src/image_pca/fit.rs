//! The components of some examples, chunk by chunk.

use burn::tensor::Device;

use super::{Covariance, Gathering, Principal};
use crate::model::ReadError;
use hourglass_core::data::examples::Examples;

/// Examples taken at once.
const CHUNK: usize = 500;
/// The part of the work that is the covariance; the rest is its spectrum.
const COVARIANCE: f32 = 0.6;

/// The first `keep` components of the examples of these indices, and the variance along all of them. `tell` hears between
/// chunks how much is done, from 0 to 1. Without examples, or where they are no finite numbers, there is no component.
///
/// # Errors
/// Fails where the device does.
pub async fn fit(
    examples: &Examples,
    indices: &[usize],
    keep: usize,
    device: &Device,
    tell: impl AsyncFn(f32),
) -> Result<Principal, ReadError> {
    let mut fitting = Fitting::new(examples, indices, device);
    while fitting.add(examples, indices).await? {
        tell(COVARIANCE * fitting.done as f32 / indices.len() as f32).await;
    }
    Ok(fitting.finish(keep))
}

/// The components of some examples while they are gathered: for who has other work to do between two chunks.
pub struct Fitting {
    gathering: Gathering,
    /// Examples gathered so far.
    done: usize,
}

impl Fitting {
    pub fn new(examples: &Examples, indices: &[usize], device: &Device) -> Self {
        Self { gathering: Gathering::new(mean(examples, indices), device), done: 0 }
    }

    /// Adds the next chunk of these same examples; `false` where none was left.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn add(&mut self, examples: &Examples, indices: &[usize]) -> Result<bool, ReadError> {
        let Some(chunk) = indices[self.done..].chunks(CHUNK).next() else { return Ok(false) };
        self.gathering.add(examples.gather(chunk)).await?;
        self.done += chunk.len();
        Ok(true)
    }

    /// The first `keep` components of what was gathered; see [`fit`].
    pub fn finish(self, keep: usize) -> Principal {
        let of = |covariance: Covariance| Principal::of(covariance, keep);
        self.gathering.finish().and_then(of).unwrap_or_default()
    }
}

fn mean(examples: &Examples, indices: &[usize]) -> Vec<f32> {
    let mut sums = vec![0.0; examples.inputs()];
    for chunk in indices.chunks(CHUNK) {
        for row in examples.gather(chunk).chunks_exact(examples.inputs()) {
            sums.iter_mut().zip(row).for_each(|(sum, &value)| *sum += f64::from(value));
        }
    }
    sums.iter().map(|sum| (sum / indices.len().max(1) as f64) as f32).collect()
}
