//! The terms of the losses.
//!
//! Everything is summed over an image (or its latent) and averaged over the batch, reconstruction and KL alike: averaging
//! the one and summing the other would let the KL term win and the posterior collapse.

use burn::tensor::{Tensor, activation};

use crate::config::Loss;

/// The reconstruction loss of logits `[batch, pixels]` against intensities in `0..=1` of the same shape; `[1]`.
pub fn reconstruction_loss(loss: Loss, logits: Tensor<2>, images: Tensor<2>) -> Tensor<1> {
    match loss {
        Loss::Bce => bce_with_logits(logits, images),
        Loss::Mse => mse(logits, images),
    }
}

/// Binary cross-entropy in nats: summed over the pixels, averaged over the batch.
///
/// Written with logits, `max(x, 0) - x t + ln(1 + exp(-|x|))`, it neither overflows nor takes the logarithm of 0
/// (PyTorch's `binary_cross_entropy_with_logits` is the same).
pub fn bce_with_logits(logits: Tensor<2>, images: Tensor<2>) -> Tensor<1> {
    let softplus = logits.clone().abs().neg().exp().log1p();
    let terms = activation::relu(logits.clone()) - logits * images + softplus; // [batch, pixels]
    terms.sum_dim(1).mean()
}

/// Squared error of the sigmoid of the logits, in squared intensity: summed over the pixels, averaged over the batch.
pub fn mse(logits: Tensor<2>, images: Tensor<2>) -> Tensor<1> {
    (activation::sigmoid(logits) - images).square().sum_dim(1).mean()
}

/// KL divergence of N(mu, exp(logvar)) from N(0, I), in nats: summed over the latent, averaged over the batch
/// (Kingma & Welling 2014, appendix B).
pub fn kl(mu: Tensor<2>, logvar: Tensor<2>) -> Tensor<1> {
    let terms = mu.square() + logvar.clone().exp() - logvar - 1.0; // [batch, latent]
    terms.sum_dim(1).mean() * 0.5
}
