//! The terms of the losses.
//!
//! Everything is summed over an image (or its latent) and averaged over the batch, reconstruction and KL alike. If one were
//! averaged and the other summed, the KL term would dominate and the posterior would collapse.

use burn::tensor::{Tensor, activation};

use super::layer::answers;
use hourglass_core::config::{Loss, Output};

/// The reconstruction loss of logits `[batch, outputs]` against targets of the same shape; `[1]`.
///
/// The targets of cross-entropy lie in `0..=1` for a sigmoid output and in `-1..=1` for a tanh output, whose probability is
/// `(tanh(x) + 1) / 2 = sigmoid(2 x)`.
pub fn reconstruction_loss(loss: Loss, output: Output, logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    match (loss, output) {
        (Loss::Bce, Output::Tanh) => bce_with_logits(logits * 2.0, (targets + 1.0) * 0.5),
        (Loss::Bce, _) => bce_with_logits(logits, targets),
        (Loss::Mse, output) => squared_error(answers(output, logits), targets),
    }
}

/// Binary cross-entropy in nats: summed over the outputs, averaged over the batch.
///
/// Computed from logits as `max(x, 0) - x t + ln(1 + exp(-|x|))`, it neither overflows nor takes the logarithm of 0,
/// like PyTorch's `binary_cross_entropy_with_logits`.
pub fn bce_with_logits(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let softplus = logits.clone().abs().neg().exp().log1p();
    let terms = activation::relu(logits.clone()) - logits * targets + softplus; // [batch, outputs]
    terms.sum_dim(1).mean()
}

/// Squared error: summed over the outputs, averaged over the batch.
pub fn squared_error(answers: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    (answers - targets).square().sum_dim(1).mean()
}

/// KL divergence of N(mu, exp(logvar)) from N(0, I), in nats: summed over the latent, averaged over the batch
/// (Kingma & Welling 2014, appendix B).
pub fn kl(mu: Tensor<2>, logvar: Tensor<2>) -> Tensor<1> {
    let terms = mu.square() + logvar.clone().exp() - logvar - 1.0; // [batch, latent]
    terms.sum_dim(1).mean() * 0.5
}

/// The code's L1 norm: summed over the latent, averaged over the batch (Ng 2011, "Sparse autoencoder", with L1 instead of
/// the divergence).
pub fn l1(code: Tensor<2>) -> Tensor<1> {
    code.abs().sum_dim(1).mean()
}
