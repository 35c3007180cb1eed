//! A network that learns: its weights, its optimizer, and one update of both.

use burn::{
    module::Module,
    optim::{AdamConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Gradients, Tensor},
};

use super::Batch;
use crate::{
    config::{Config, KlOver, Loss, Model},
    model::{Network, Shape, Weights, l1, reconstruction_loss},
};

/// What is minimised: `reconstruction + beta * kl` for the VAE, `reconstruction + sparse * l1 + contractive * jacobian`
/// for the AE.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    pub loss: Loss,
    /// Weight of the KL term.
    pub beta: f32,
    pub kl: KlOver,
    /// Weight of the code's L1 norm.
    pub sparse: f32,
    /// Weight of the squared norm of the encoder's Jacobian.
    pub contractive: f32,
}

impl Objective {
    /// The weight of the KL term averaged over a batch of so many.
    fn kl_weight(&self, batch: usize) -> f32 {
        match self.kl {
            KlOver::Mean => self.beta,
            KlOver::Sum => self.beta * batch as f32,
        }
    }
}

impl From<&Config> for Objective {
    fn from(config: &Config) -> Self {
        let Config { loss, beta, kl, sparse, contractive, .. } = *config;
        Self { loss, beta, kl, sparse, contractive }
    }
}

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's usual constants.
pub struct Learner {
    network: Network,
    optimizer: ModuleOptimizer,
}

/// The terms of a batch's loss, still on the device and part of the graph that leads to the weights; each `[1]`.
pub struct BatchTerms {
    pub reconstruction: Tensor<1>,
    /// Only the VAE's; averaged over the batch.
    pub kl: Option<Tensor<1>>,
    /// Only the AE's, with their weights.
    pub penalty: Option<Tensor<1>>,
    kl_weight: f32,
}

impl BatchTerms {
    /// Their sum as it is minimised; `[1]`.
    pub fn loss(&self) -> Tensor<1> {
        let mut loss = self.reconstruction.clone();
        if let Some(kl) = &self.kl {
            loss = loss + kl.clone() * self.kl_weight;
        }
        if let Some(penalty) = &self.penalty {
            loss = loss + penalty.clone();
        }
        loss
    }

    /// Reconstruction, KL and penalty (0 for what there is not), apart from the graph; `[3]`.
    pub fn detached(self) -> Tensor<1> {
        let zero = || self.reconstruction.clone().inner().zeros_like();
        let kl = self.kl.map_or_else(zero, Tensor::inner);
        let penalty = self.penalty.map_or_else(zero, Tensor::inner);
        Tensor::cat(vec![self.reconstruction.clone().inner(), kl, penalty], 0)
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

    /// The network as it is now, to be set back to.
    pub fn snapshot(&self) -> Network {
        self.network.clone()
    }

    /// Sets the network back to a snapshot of it.
    pub fn restore(&mut self, snapshot: Network) {
        self.network = snapshot;
    }

    /// The terms of the loss for a batch, and for the VAE noise `[batch, latent]`.
    pub fn terms(&self, batch: Batch, epsilon: Option<Tensor<2>>, objective: &Objective) -> BatchTerms {
        let count = batch.inputs.dims()[0];
        let (inputs, targets) = (Tensor::from_inner(batch.inputs), Tensor::from_inner(batch.targets));
        let posterior = self.network.encode(inputs.clone());
        let kl = posterior.kl();
        let penalty = if kl.is_none() { self.penalty(&posterior.mean, inputs, objective) } else { None };
        let logits = self.network.decode(posterior.sample(epsilon.map(Tensor::from_inner)));
        let output = self.network.shape().output;
        let reconstruction = reconstruction_loss(objective.loss, output, logits, targets);
        BatchTerms { reconstruction, kl, penalty, kl_weight: objective.kl_weight(count) }
    }

    /// What the AE pays for its code and for its encoder's slopes; `[1]`.
    fn penalty(&self, code: &Tensor<2>, inputs: Tensor<2>, objective: &Objective) -> Option<Tensor<1>> {
        let sparse = (objective.sparse > 0.0).then(|| l1(code.clone()) * objective.sparse);
        let contractive = if objective.contractive > 0.0 { self.network.jacobian(inputs) } else { None };
        let contractive = contractive.map(|norm| norm * objective.contractive);
        match (sparse, contractive) {
            (Some(sparse), Some(contractive)) => Some(sparse + contractive),
            (sparse, contractive) => sparse.or(contractive),
        }
    }

    /// One optimizer update. The terms of the loss before it, as [`BatchTerms::detached`].
    pub fn step(
        &mut self,
        batch: Batch,
        epsilon: Option<Tensor<2>>,
        objective: &Objective,
        learning_rate: f32,
    ) -> Tensor<1> {
        let terms = self.terms(batch, epsilon, objective);
        let gradients = terms.loss().backward();
        self.update(gradients, learning_rate);
        terms.detached()
    }

    /// The gradients of the loss, for each layer in the order of [`Shape::layers`]: of its matrix
    /// ([`crate::model::Layer::matrix`]) and of its bias.
    pub fn gradients(
        &self,
        batch: Batch,
        epsilon: Option<Tensor<2>>,
        objective: &Objective,
    ) -> Vec<(Option<Tensor<2>>, Option<Tensor<1>>)> {
        let gradients = self.terms(batch, epsilon, objective).loss().backward();
        let layers = self.network.layers();
        layers.iter().map(|layer| (layer.matrix.val().grad(&gradients), layer.bias.val().grad(&gradients))).collect()
    }

    fn update(&mut self, gradients: Gradients, learning_rate: f32) {
        let gradients = GradientsParams::from_grads(gradients, &self.network);
        self.network = self.optimizer.step(f64::from(learning_rate), self.network.clone(), gradients);
    }
}
