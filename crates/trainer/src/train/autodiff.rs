//! Trains any network with Burn's automatic differentiation.

use burn::{
    module::Module,
    optim::{Adam, AdamConfig, AdamState, AdaptiveMomentumState, Optimizer},
    tensor::{Device, Gradients, Tensor},
};
use futures::FutureExt;

use super::{
    Learned, Objective,
    adam::{BETA_1, BETA_2, EPSILON},
    stretch::{StepTerms, Stretch, Trained},
    training_method::{Read, TrainingMethod},
};
use crate::model::{
    Network, Parameter, Shape, Weighted, Weights, in_pytorchs_order, l1, read, reconstruction_loss, tensor,
};

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's default constants.
pub struct Autodiff {
    network: Network,
    remembered: Option<Network>,
    /// The device, without automatic differentiation.
    device: Device,
    adam: Adam,
    /// Adam's moments for each layer.
    moments: Vec<Moments>,
    /// The number of updates.
    steps: i32,
}

/// Adam's moments for a layer's matrix and bias; `None` before the first step.
#[derive(Default)]
struct Moments {
    matrix: Option<AdamState<2>>,
    bias: Option<AdamState<1>>,
}

/// The terms of a batch's loss, still on the device and in the graph that leads to the weights; each `[1]`.
struct BatchTerms {
    reconstruction: Tensor<1>,
    /// VAE only; averaged over the batch.
    kl: Option<Tensor<1>>,
    /// AE only; weighted.
    penalty: Option<Tensor<1>>,
    kl_weight: f32,
}

impl BatchTerms {
    /// The weighted sum that is minimized; `[1]`.
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

    /// [`StepTerms`], detached from the graph; `[3]`.
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
        let adam = AdamConfig::new().with_beta_1(BETA_1 as f32).with_beta_2(BETA_2 as f32).with_epsilon(EPSILON);
        let moments = network.layers().iter().map(|_| Moments::default()).collect();
        Some(Self { network, remembered: None, device: device.clone(), adam: adam.build(), moments, steps: 0 })
    }

    fn update(&mut self, gradients: &Gradients, rate: f64) {
        let adam = &self.adam;
        let layers = self.network.layers().into_iter().zip(&mut self.moments);
        let layers = layers.map(|(layer, moments)| {
            let matrix = updated(adam, layer.matrix.val(), gradients, rate, &mut moments.matrix);
            let bias = updated(adam, layer.bias.val(), gradients, rate, &mut moments.bias);
            Weighted::of(layer.kind(), matrix, bias)
        });
        let layers = layers.collect();
        self.network = self.with(layers);
        self.steps += 1;
    }

    /// A network of the same kind.
    fn with(&self, layers: Vec<Weighted>) -> Network {
        Network::of(self.network.shape(), self.network.is_variational(), layers)
    }

    /// A network of the same kind with these weights, ready for training; `None` if they do not fit.
    fn like(&self, weights: &Weights) -> Option<Network> {
        self.laid_out(weights, &self.device.clone().autodiff())
    }

    /// Moments, laid out like the network.
    fn moment(&self, moments: &Weights) -> Option<Network> {
        self.laid_out(moments, &self.device)
    }

    fn laid_out(&self, values: &Weights, device: &Device) -> Option<Network> {
        Network::new(self.network.shape(), self.network.is_variational(), values, device)
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

    /// The AE's sparse and contractive penalties; `[1]`.
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

impl TrainingMethod for Autodiff {
    fn network(&self) -> Network {
        self.network.valid()
    }

    fn device(&self) -> Device {
        self.device.clone()
    }

    fn train(&mut self, stretch: &Stretch<'_>) -> Trained {
        let mut all = Vec::new();
        for step in 0..stretch.steps.len() {
            let terms = self.terms(stretch, step);
            self.update(&terms.loss().backward(), f64::from(stretch.learning_rate));
            all.push(terms.detached());
        }
        Trained::Pending(Box::new(Tensor::cat(all, 0)))
    }

    fn gradients<'a>(&'a mut self, stretch: &'a Stretch<'a>) -> Read<'a, (StepTerms, Weights)> {
        async {
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
        .boxed_local()
    }

    fn learned(&self) -> Read<'_, Learned> {
        async {
            let network = self.network.valid();
            let mut layers = [vec![], vec![]];
            for (layer, moments) in network.layers().into_iter().zip(&self.moments) {
                let matrices = both(&layer.matrix.val(), moments.matrix.as_ref());
                let biases = both(&layer.bias.val(), moments.bias.as_ref());
                for ((matrix, bias), layers) in matrices.into_iter().zip(biases).zip(&mut layers) {
                    layers.push(Weighted::of(layer.kind(), matrix, bias));
                }
            }
            let [first, second] = layers.map(|layers| self.with(layers).flat());
            let all = read(Tensor::cat(vec![network.flat(), first, second], 0)).await?;
            let part = |i: usize| network.named(&all[i * all.len() / 3..(i + 1) * all.len() / 3]);
            Ok(Learned { weights: part(0), first: part(1), second: part(2), steps: self.steps })
        }
        .boxed_local()
    }

    fn resume(&mut self, learned: &Learned) -> Option<()> {
        let (weights, first, second) =
            (self.like(&learned.weights)?, self.moment(&learned.first)?, self.moment(&learned.second)?);
        let steps = learned.steps;
        let moments = first.layers().into_iter().zip(second.layers()).map(|(first, second)| Moments {
            matrix: state(steps, first.matrix.val(), second.matrix.val()),
            bias: state(steps, first.bias.val(), second.bias.val()),
        });
        self.moments = moments.collect();
        (self.network, self.steps) = (weights, steps);
        Some(())
    }

    fn remember(&mut self) {
        self.remembered = Some(self.network.clone());
    }

    fn remember_weights(&mut self, weights: &Weights) -> Option<()> {
        self.remembered = Some(self.like(weights)?);
        Some(())
    }

    fn remembered(&self) -> Read<'_, Option<Weights>> {
        async {
            let Some(remembered) = &self.remembered else { return Ok(None) };
            Ok(Some(remembered.valid().weights().await?))
        }
        .boxed_local()
    }

    fn restore_remembered(&mut self) {
        if let Some(network) = self.remembered.take() {
            self.network = network;
        }
    }
}

/// Updates a parameter; without a gradient it does not change.
fn updated<const D: usize>(
    adam: &Adam,
    value: Tensor<D>,
    gradients: &Gradients,
    rate: f64,
    state: &mut Option<AdamState<D>>,
) -> Tensor<D> {
    let Some(gradient) = value.grad(gradients) else { return value };
    let (value, after) = adam.step(rate, value.inner(), gradient, state.take());
    *state = after;
    Tensor::from_inner(value)
}

/// The two moments of a parameter.
fn both<const D: usize>(value: &Tensor<D>, state: Option<&AdamState<D>>) -> [Tensor<D>; 2] {
    match state {
        Some(AdamState { momentum }) => [momentum.moment_1.clone(), momentum.moment_2.clone()],
        None => [value.zeros_like(), value.zeros_like()],
    }
}

/// Adam's state of a parameter after `steps` steps.
fn state<const D: usize>(steps: i32, first: Tensor<D>, second: Tensor<D>) -> Option<AdamState<D>> {
    let time = usize::try_from(steps).ok().filter(|&time| time > 0)?;
    Some(AdamState::new(AdaptiveMomentumState::new(time, first, second)))
}
