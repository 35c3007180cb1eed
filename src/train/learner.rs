//! A network that learns: its weights, its optimizer, and one update of both.

use burn::{
    module::Module,
    optim::{AdamConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Gradients, Tensor},
};

use crate::{
    config::{Loss, Model},
    model::{Network, Shape, Weights, reconstruction_loss},
};

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    pub loss: Loss,
    /// Weight of the KL term; the AE has none.
    pub beta: f32,
}

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's usual constants.
pub struct Learner {
    network: Network,
    optimizer: ModuleOptimizer,
}

/// The terms of a batch's loss, still on the device and part of the graph that leads to the weights; each `[1]`.
pub struct BatchTerms {
    pub reconstruction: Tensor<1>,
    /// Only the VAE's.
    pub kl: Option<Tensor<1>>,
}

impl BatchTerms {
    /// `reconstruction + beta * kl`; `[1]`.
    pub fn loss(&self, beta: f32) -> Tensor<1> {
        match &self.kl {
            Some(kl) => self.reconstruction.clone() + kl.clone() * beta,
            None => self.reconstruction.clone(),
        }
    }

    /// Reconstruction and KL (0 for the AE), apart from the graph; `[2]`.
    pub fn detached(self) -> Tensor<1> {
        let kl = self.kl.unwrap_or_else(|| self.reconstruction.zeros_like());
        Tensor::cat(vec![self.reconstruction.inner(), kl.inner()], 0)
    }
}

impl Learner {
    /// A network with these weights on the device; `None` if they do not fit the shape.
    pub fn new(model: Model, shape: &Shape, weights: &Weights, device: &Device) -> Option<Self> {
        let device = device.clone().autodiff();
        let network = Network::new(shape, model == Model::Vae, weights, &device)?;
        let optimizer = AdamConfig::new().with_beta_1(0.9).with_beta_2(0.999).with_epsilon(1e-8).init();
        Some(Self { network, optimizer })
    }

    /// The network as it is now, for looking at: it keeps no graph.
    pub fn network(&self) -> Network {
        self.network.valid()
    }

    /// The terms of the loss for images `[batch, pixels]`, and for the VAE noise `[batch, latent]`.
    pub fn terms(&self, images: Tensor<2>, epsilon: Option<Tensor<2>>, loss: Loss) -> BatchTerms {
        let images = Tensor::from_inner(images);
        let posterior = self.network.encode(images.clone());
        let kl = posterior.kl();
        let logits = self.network.decode(posterior.sample(epsilon.map(Tensor::from_inner)));
        BatchTerms { reconstruction: reconstruction_loss(loss, logits, images), kl }
    }

    /// One optimizer update. The terms of the loss before it, `[2]`: reconstruction and KL, still on the device.
    pub fn step(
        &mut self,
        images: Tensor<2>,
        epsilon: Option<Tensor<2>>,
        objective: Objective,
        learning_rate: f32,
    ) -> Tensor<1> {
        let terms = self.terms(images, epsilon, objective.loss);
        let gradients = terms.loss(objective.beta).backward();
        self.update(gradients, learning_rate);
        terms.detached()
    }

    /// The gradients of the loss, for each layer in the order of [`Shape::layers`]: of its weight, in Burn's layout
    /// `[inputs, outputs]`, and of its bias.
    pub fn gradients(
        &self,
        images: Tensor<2>,
        epsilon: Option<Tensor<2>>,
        objective: Objective,
    ) -> Vec<(Option<Tensor<2>>, Option<Tensor<1>>)> {
        let gradients = self.terms(images, epsilon, objective.loss).loss(objective.beta).backward();
        let layers = self.network.layers();
        let of = |layer: &&burn::nn::Linear| {
            let bias = layer.bias.as_ref().and_then(|bias| bias.val().grad(&gradients));
            (layer.weight.val().grad(&gradients), bias)
        };
        layers.iter().map(of).collect()
    }

    fn update(&mut self, gradients: Gradients, learning_rate: f32) {
        let gradients = GradientsParams::from_grads(gradients, &self.network);
        self.network = self.optimizer.step(f64::from(learning_rate), self.network.clone(), gradients);
    }
}
