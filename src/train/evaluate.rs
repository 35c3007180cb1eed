//! How good a network is on images it does not train on.

use burn::tensor::{Device, Tensor, activation};

use super::{Batches, Objective};
use crate::{
    config::Loss,
    data::images::Images,
    model::{Network, ReadError, read, reconstruction_loss, tensor},
    protocol::Terms,
};

/// Images encoded at a time.
const CHUNK: usize = 500;

/// A network's means over a set of images.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evaluation {
    pub terms: Terms,
    /// Mean squared error a pixel, in squared intensity.
    pub mse: f32,
}

/// Evaluates a network on the images of these indices. The VAE decodes mu: no noise, so that two epochs can be compared.
///
/// # Errors
/// Fails where the device does.
pub async fn evaluate(
    network: &Network,
    batches: &Batches,
    indices: &[usize],
    objective: Objective,
) -> Result<Evaluation, ReadError> {
    let mut sums = Vec::new();
    for chunk in indices.chunks(CHUNK) {
        let images = batches.take(chunk);
        let posterior = network.encode(images.clone());
        let kl = posterior.kl().unwrap_or_else(|| Tensor::zeros([1], &images.device()));
        let logits = network.decode(posterior.mean);
        let squared_error = (activation::sigmoid(logits.clone()) - images.clone()).square().mean();
        let reconstruction = reconstruction_loss(objective.loss, logits, images);
        sums.push(Tensor::cat(vec![reconstruction, kl, squared_error], 0) * chunk.len() as f32);
    }
    if sums.is_empty() {
        return Ok(Evaluation::default());
    }
    let sums = read(Tensor::cat(sums, 0)).await?;
    let mean = |term: usize| {
        let sum: f64 = sums.iter().skip(term).step_by(3).map(|&sum| f64::from(sum)).sum();
        (sum / indices.len() as f64) as f32
    };
    let (reconstruction, kl, mse) = (mean(0), mean(1), mean(2));
    let loss = reconstruction + objective.beta * kl;
    Ok(Evaluation { terms: Terms { loss, reconstruction, kl }, mse })
}

/// The reconstruction loss, over the images of `indices`, of always answering `mean`: what a network must beat.
pub fn baseline(loss: Loss, images: &Images, indices: &[usize], mean: &[f32]) -> f32 {
    // A pixel that is never inked in training has the mean 0, and the logarithm of 0 is no number: keep off the ends.
    const EDGE: f32 = 1e-4;
    let mut sum = 0.0;
    for &index in indices {
        for (&byte, &mean) in images.image(index).iter().zip(mean) {
            let value = f32::from(byte) / 255.0;
            sum += f64::from(match loss {
                Loss::Mse => (value - mean).powi(2),
                Loss::Bce => {
                    let mean = mean.clamp(EDGE, 1.0 - EDGE);
                    -(value * mean.ln() + (1.0 - value) * (1.0 - mean).ln())
                }
            });
        }
    }
    (sum / indices.len().max(1) as f64) as f32
}

/// The places of images in the latent space; `latent` numbers each.
///
/// # Errors
/// Fails where the device does.
pub async fn latents(network: &Network, images: Tensor<2>) -> Result<Vec<f32>, ReadError> {
    read(network.encode(images).mean).await
}

/// What the network makes of codes, as bytes; 784 each.
///
/// # Errors
/// Fails where the device does.
pub async fn decoded(
    network: &Network,
    latent: Vec<f32>,
    columns: usize,
    device: &Device,
) -> Result<Vec<u8>, ReadError> {
    let images = network.generate(tensor(latent, columns, device));
    let values = read(images).await?;
    Ok(values.iter().map(|value| (value * 255.0).round() as u8).collect())
}
