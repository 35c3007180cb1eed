//! How much the code moves when the input does: the encoder's Jacobian, by its squared Frobenius norm.
//!
//! The penalty of contractive autoencoders (Rifai et al. 2011), exact for any number of dense layers: the product of their
//! weights and slopes is built from the code's side, one small matrix for each image of the batch. The first layer enters
//! as its weight times its transpose, since `|G W|^2 = sum(G W W^T * G)`: its many inputs cost nothing per image.

use burn::tensor::{Tensor, activation};

use super::{
    layer::{Weighted, slope},
    network::{Head, Network},
    shape::Layer,
};
use crate::config::{Activation, Code};

impl Network {
    /// The squared Frobenius norm of the Jacobian of the code (the VAE's mu), averaged over the images `[batch, inputs]`;
    /// `[1]`. `None` for a convolutional encoder.
    pub fn jacobian(&self, images: Tensor<2>) -> Option<Tensor<1>> {
        let is_dense = |layer: &Weighted| matches!(layer.kind(), Layer::Dense { .. });
        if !self.encoder().iter().all(is_dense) {
            return None;
        }
        let (head, code) = match self.head() {
            Head::Code(head) => (head, self.shape().code),
            Head::Gaussian(heads) => (&heads.mu, Code::Linear),
        };
        let batch = images.dims()[0];
        let mut answers = self.hidden(images.clone());
        let last = answers.last().cloned().unwrap_or(images);

        // Of the code by the last hidden layer, [batch, latent, width].
        let mut jacobian: Tensor<3> = head.matrix.val().transpose().unsqueeze_dim(0);
        if code == Code::Relu {
            let code = activation::relu(head.forward(last));
            let slope: Option<Tensor<2>> = slope(Activation::Relu, &code);
            jacobian = slope.map_or(jacobian.clone(), |slope| jacobian * slope.unsqueeze_dim::<3>(2));
        }
        // Through the layers, last to first.
        for (i, layer) in self.encoder().iter().enumerate().rev() {
            if let Some(slope) = answers.pop().and_then(|answers| slope(self.shape().activation, &answers)) {
                jacobian = jacobian * slope.unsqueeze_dim::<3>(1);
            }
            if i > 0 {
                jacobian = times(jacobian, layer.matrix.val().transpose());
            }
        }
        let squares = match self.encoder().first() {
            Some(first) => {
                let weight = first.matrix.val();
                times(jacobian.clone(), weight.clone().transpose().matmul(weight)) * jacobian
            }
            None => jacobian.square(),
        };
        // A linear encoder has the same Jacobian everywhere.
        let images = squares.dims()[0].min(batch);
        Some(squares.sum() / images as f32)
    }
}

/// Each matrix of a batch `[batch, rows, inner]` times one `[inner, columns]`.
fn times(matrices: Tensor<3>, matrix: Tensor<2>) -> Tensor<3> {
    let ([batch, rows, inner], columns) = (matrices.dims(), matrix.dims()[1]);
    matrices.reshape([batch * rows, inner]).matmul(matrix).reshape([batch, rows, columns])
}
