//! How sensitive the code is to the input: the squared Frobenius norm of the encoder's Jacobian.
//!
//! This is the penalty of contractive autoencoders (Rifai et al. 2011), exact for any number of dense layers. The product of
//! their weights and slopes is built from the code's side, one small matrix for each image of the batch. The first layer enters
//! as its weight times its transpose, since `|G W|^2 = sum(G W W^T * G)`, so its many inputs add no cost per image.

use burn::tensor::{Tensor, activation};

use super::{
    layer::{Weighted, slope},
    network::{Head, Network},
    shape::Layer,
};
use hourglass_core::config::{Activation, Code};

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

        // The Jacobian of the code with respect to the last hidden layer, [batch, latent, width].
        let mut jacobian: Tensor<3> = head.matrix.val().transpose().unsqueeze_dim(0);
        if code == Code::Relu {
            let code = activation::relu(head.forward(last));
            let slope: Option<Tensor<2>> = slope(Activation::Relu, &code);
            jacobian = slope.map_or(jacobian.clone(), |slope| jacobian * slope.unsqueeze_dim::<3>(2));
        }
        // Back through the layers, last to first.
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

/// Each matrix of a batch `[batch, rows, inner]` times a matrix `[inner, columns]`.
fn times(matrices: Tensor<3>, matrix: Tensor<2>) -> Tensor<3> {
    let ([batch, rows, inner], columns) = (matrices.dims(), matrix.dims()[1]);
    matrices.reshape([batch * rows, inner]).matmul(matrix).reshape([batch, rows, columns])
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;
    use futures::executor::block_on;

    use super::*;
    use crate::model::{Shape, Weights, read, tensor};
    use hourglass_core::{
        config::{Architecture, Config, Model},
        rng::{Purpose, generator, normal},
    };

    const INPUTS: usize = 6;
    const IMAGES: usize = 4;

    fn network(config: &Config, model: Model) -> Network {
        let shape = Shape::new(config, INPUTS, INPUTS);
        let mut weights = Weights::initial(&shape, model == Model::Vae, &mut generator(3, Purpose::Weights(model), 0));
        // Larger than the initial weights, so that slopes differ between images.
        weights.0.iter_mut().flat_map(|parameter| &mut parameter.values).for_each(|value| *value *= 2.0);
        Network::new(&shape, model == Model::Vae, &weights, &Device::flex()).unwrap()
    }

    fn codes(network: &Network, images: &[f32]) -> Vec<f32> {
        block_on(read(network.encode(tensor(images.to_vec(), INPUTS, &Device::flex())).mean)).unwrap()
    }

    /// The same norm by central differences: each input is moved a little to both sides.
    fn by_differences(network: &Network, images: &[f32]) -> f32 {
        const STEP: f32 = 1e-2;
        let moved = |input: usize, by: f32| {
            let mut moved = images.to_vec();
            moved.iter_mut().skip(input).step_by(INPUTS).for_each(|value| *value += by);
            codes(network, &moved)
        };
        let squares = (0..INPUTS).flat_map(|input| {
            let (up, down) = (moved(input, STEP), moved(input, -STEP));
            up.into_iter().zip(down).map(|(up, down)| ((up - down) / (2.0 * STEP)).powi(2)).collect::<Vec<_>>()
        });
        squares.sum::<f32>() / IMAGES as f32
    }

    #[test]
    fn the_norm_matches_finite_differences() {
        let images = normal(IMAGES * INPUTS, &mut generator(5, Purpose::Points, 0));
        for activation in [Activation::Tanh, Activation::Sigmoid, Activation::Linear] {
            for hidden in [vec![], vec![9], vec![9, 7], vec![8, 7, 6, 5]] {
                for model in Model::ALL {
                    let config = Config { activation, hidden: hidden.clone(), latent: 3, ..Config::default() };
                    let network = network(&config, model);
                    let norm = network.jacobian(tensor(images.clone(), INPUTS, &Device::flex())).unwrap();
                    let (norm, expected) = (block_on(read(norm)).unwrap()[0], by_differences(&network, &images));
                    let relative = (norm / expected - 1.0).abs();
                    assert!(relative < 2e-3, "{activation:?} {hidden:?} {model:?}: {norm} against {expected}");
                }
            }
        }
    }

    #[test]
    fn a_convolutional_encoder_has_no_jacobian() {
        let config = Config { architecture: Architecture::Convolutional, hidden: vec![2], ..Config::default() };
        let shape = Shape::new(&config, 16, 16);
        let weights = Weights::initial(&shape, false, &mut generator(3, Purpose::Weights(Model::Ae), 0));
        let network = Network::new(&shape, false, &weights, &Device::flex()).unwrap();
        assert!(network.jacobian(tensor(vec![0.5; 16], 16, &Device::flex())).is_none());
    }
}
