//! Any network learns by Burn's automatic differentiation.

use burn::{
    optim::{AdamConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Tensor},
};

use super::{
    Objective,
    adam::{BETA_1, BETA_2, EPSILON},
    stretch::{StepTerms, Stretch},
};
use crate::model::{
    Network, Parameter, ReadError, Shape, Weights, in_pytorchs_order, l1, read, reconstruction_loss, tensor,
};

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's usual constants.
pub struct Autodiff {
    network: Network,
    optimizer: ModuleOptimizer,
}

/// The terms of a batch's loss, still on the device and part of the graph that leads to the weights; each `[1]`.
struct BatchTerms {
    reconstruction: Tensor<1>,
    /// Only the VAE's; averaged over the batch.
    kl: Option<Tensor<1>>,
    /// Only the AE's, with their weights.
    penalty: Option<Tensor<1>>,
    kl_weight: f32,
}

impl BatchTerms {
    /// Their sum as it is minimised; `[1]`.
    fn loss(&self) -> Tensor<1> {
        let mut loss = self.reconstruction.clone();
        if let Some(kl) = &self.kl {
            loss = loss + kl.clone() * self.kl_weight;
        }
        if let Some(penalty) = &self.penalty {
            loss = loss + penalty.clone();
        }
        loss
    }

    /// [`StepTerms`], apart from the graph; `[3]`.
    fn detached(self) -> Tensor<1> {
        let zero = || self.reconstruction.clone().inner().zeros_like();
        let kl = self.kl.map_or_else(zero, Tensor::inner);
        let penalty = self.penalty.map_or_else(zero, Tensor::inner);
        Tensor::cat(vec![self.reconstruction.clone().inner(), kl, penalty], 0)
    }
}

impl Autodiff {
    /// A network with these weights on the device; `None` if they do not fit the shape.
    pub fn new(shape: &Shape, variational: bool, weights: &Weights, device: &Device) -> Option<Self> {
        let network = Network::new(shape, variational, weights, &device.clone().autodiff())?;
        let optimizer =
            AdamConfig::new().with_beta_1(BETA_1 as f32).with_beta_2(BETA_2 as f32).with_epsilon(EPSILON).init();
        Some(Self { network, optimizer })
    }

    /// The network as it is now; it keeps its graph.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Sets the network to another of its kind.
    pub fn restore(&mut self, network: Network) {
        self.network = network;
    }

    /// Takes the steps of a stretch; the terms of each, `[3 * steps]`.
    pub fn train(&mut self, stretch: &Stretch<'_>) -> Tensor<1> {
        let mut all = Vec::new();
        for step in 0..stretch.steps.len() {
            let terms = self.terms(stretch, step);
            let gradients = GradientsParams::from_grads(terms.loss().backward(), &self.network);
            self.network = self.optimizer.step(f64::from(stretch.learning_rate), self.network.clone(), gradients);
            all.push(terms.detached());
        }
        Tensor::cat(all, 0)
    }

    /// The terms of a stretch's first step, and the gradients of their sum as PyTorch lays them out.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn gradients(&self, stretch: &Stretch<'_>) -> Result<(StepTerms, Weights), ReadError> {
        let terms = self.terms(stretch, 0);
        let gradients = terms.loss().backward();
        let mut parameters = Vec::new();
        let names = self.network.shape().layers(self.network.is_variational()).into_iter();
        for ((name, kind), layer) in names.zip(self.network.layers()) {
            let matrix = match layer.matrix.val().grad(&gradients) {
                Some(gradient) => in_pytorchs_order(kind, &read(gradient).await?),
                None => Vec::new(),
            };
            let bias = match layer.bias.val().grad(&gradients) {
                Some(gradient) => read(gradient).await?,
                None => Vec::new(),
            };
            let (weight, biases) = (format!("{name}.weight"), format!("{name}.bias"));
            parameters.push(Parameter { name: weight, shape: kind.weight_shape(), values: matrix });
            parameters.push(Parameter { name: biases, shape: vec![kind.biases()], values: bias });
        }
        let terms = read(terms.detached()).await?;
        Ok((terms.first_chunk().copied().unwrap_or_default(), Weights(parameters)))
    }

    fn terms(&self, stretch: &Stretch<'_>, step: usize) -> BatchTerms {
        let (batch, objective) = (&stretch.steps[step], stretch.objective);
        let (inputs, targets) = stretch.batches.tensors(batch);
        let epsilon = stretch.epsilon.get(step).filter(|_| self.network.is_variational());
        let epsilon = epsilon.map(|values| tensor(values.clone(), self.network.shape().latent, &inputs.device()));
        let (inputs, targets) = (Tensor::from_inner(inputs), Tensor::from_inner(targets));
        let posterior = self.network.encode(inputs.clone());
        let kl = posterior.kl();
        let penalty = if kl.is_none() { self.penalty(&posterior.mean, inputs, objective) } else { None };
        let logits = self.network.decode(posterior.sample(epsilon.map(Tensor::from_inner)));
        let output = self.network.shape().output;
        let reconstruction = reconstruction_loss(objective.loss, output, logits, targets);
        BatchTerms { reconstruction, kl, penalty, kl_weight: objective.kl_weight(batch.indices.len()) }
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
}
