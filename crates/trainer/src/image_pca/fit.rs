//! The principal components of some examples, computed chunk by chunk.

use burn::tensor::Device;

use super::{Covariance, Gathering, Principal};
use crate::model::ReadError;
use hourglass_core::data::examples::Examples;

/// The number of examples per chunk.
const CHUNK: usize = 500;
/// The share of the work that the covariance takes; the rest is its spectrum.
const COVARIANCE: f32 = 0.6;

/// The first `keep` components of the examples at these indices, and the variance along all of them. Between chunks, `tell` is
/// called with the finished fraction, from 0 to 1. Without examples, or if they are not finite numbers, there are no components.
///
/// # Errors
/// The device failed.
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

/// A computation of components in progress, for callers with other work to do between chunks.
pub struct Fitting {
    gathering: Gathering,
    /// The number of examples gathered so far.
    done: usize,
}

impl Fitting {
    pub fn new(examples: &Examples, indices: &[usize], device: &Device) -> Self {
        Self { gathering: Gathering::new(mean(examples, indices), device), done: 0 }
    }

    /// Adds the next chunk of the same examples; returns `false` if none was left.
    ///
    /// # Errors
    /// The device failed.
    pub async fn add(&mut self, examples: &Examples, indices: &[usize]) -> Result<bool, ReadError> {
        let Some(chunk) = indices[self.done..].chunks(CHUNK).next() else { return Ok(false) };
        self.gathering.add(examples.gather(chunk)).await?;
        self.done += chunk.len();
        Ok(true)
    }

    /// The first `keep` components of the gathered examples; see [`fit`].
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
