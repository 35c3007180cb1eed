//! The network: encoder, head, decoder.

use burn::{
    module::Module,
    tensor::{Device, Tensor, activation},
};

use super::{
    layer::{Weighted, activated, answers, by_channel, by_pixel, in_pytorchs_order},
    losses::kl,
    shape::{Layer, Shape},
    transfer::{ReadError, read},
    weights::{Parameter, Weights},
};
use hourglass_core::config::Code;

/// An AE or a VAE, depending on its head. The decoder returns logits; the output activation is applied in the loss.
#[derive(Module, Debug)]
pub struct Network {
    encoder: Vec<Weighted>,
    head: Head,
    decoder: Vec<Weighted>,
    #[module(skip)]
    shape: Shape,
}

/// The part between encoder and decoder.
#[derive(Module, Debug)]
pub enum Head {
    /// The AE's code.
    Code(Weighted),
    /// The VAE's distribution over codes.
    Gaussian(Gaussian),
}

/// The heads of the VAE.
#[derive(Module, Debug)]
pub struct Gaussian {
    pub(super) mu: Weighted,
    logvar: Weighted,
}

/// The encoder's output for a batch: a normal distribution with a diagonal covariance, or only a point.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// The VAE's mu, or the AE's code; `[batch, latent]`.
    pub mean: Tensor<2>,
    /// The VAE's logvar; `[batch, latent]`.
    pub logvar: Option<Tensor<2>>,
}

impl Posterior {
    /// A sample, `mu + sigma * epsilon` (Kingma & Welling 2014, section 2.4), or the mean if there is no noise or no
    /// distribution; `[batch, latent]`.
    pub fn sample(self, epsilon: Option<Tensor<2>>) -> Tensor<2> {
        match (self.logvar, epsilon) {
            (Some(logvar), Some(epsilon)) => self.mean + (logvar * 0.5).exp() * epsilon,
            _ => self.mean,
        }
    }

    /// See [`kl`]; `[1]`. `None` for a point.
    pub fn kl(&self) -> Option<Tensor<1>> {
        self.logvar.as_ref().map(|logvar| kl(self.mean.clone(), logvar.clone()))
    }
}

impl Network {
    /// A network with these weights, which must be those of [`Shape::layers`] for an AE or a VAE; `None` if they are not.
    pub fn new(shape: &Shape, variational: bool, weights: &Weights, device: &Device) -> Option<Self> {
        let mut parameters = weights.0.iter();
        let layers: Vec<Weighted> = shape
            .layers(variational)
            .into_iter()
            .map(|(_, layer)| Weighted::new(layer, parameters.next()?, parameters.next()?, device))
            .collect::<Option<_>>()?;
        parameters.next().is_none().then(|| Self::of(shape, variational, layers))
    }

    /// A network with these layers, which must be those of [`Shape::layers`].
    pub fn of(shape: &Shape, variational: bool, mut layers: Vec<Weighted>) -> Self {
        let mut heads = layers.split_off(shape.encoder().len());
        let decoder = heads.split_off(if variational { 2 } else { 1 });
        let logvar = if variational { heads.pop() } else { None };
        let mean = heads.swap_remove(0);
        let head = match logvar {
            Some(logvar) => Head::Gaussian(Gaussian { mu: mean, logvar }),
            None => Head::Code(mean),
        };
        Self { encoder: layers, head, decoder, shape: shape.clone() }
    }

    /// Encodes rows `[batch, inputs]`.
    pub fn encode(&self, rows: Tensor<2>) -> Posterior {
        let last = self.hidden(rows.clone()).pop().unwrap_or(rows);
        match &self.head {
            Head::Code(code) => {
                let code = code.forward(last);
                let mean = if self.shape.code == Code::Relu { activation::relu(code) } else { code };
                Posterior { mean, logvar: None }
            }
            Head::Gaussian(Gaussian { mu, logvar }) => {
                Posterior { mean: mu.forward(last.clone()), logvar: Some(logvar.forward(last)) }
            }
        }
    }

    /// The outputs of the encoder's hidden layers, first to last; the last one is laid out for the head.
    pub(super) fn hidden(&self, rows: Tensor<2>) -> Vec<Tensor<2>> {
        let mut answers = Vec::new();
        let mut rows = rows;
        for (i, layer) in self.encoder.iter().enumerate() {
            rows = activated(self.shape.activation, layer.forward(rows));
            let goes_on = matches!(self.encoder.get(i + 1).map(Weighted::kind), Some(Layer::Patches { .. }));
            if let (Layer::Patches { outputs, .. }, false) = (layer.kind(), goes_on) {
                rows = by_channel(rows, outputs);
            }
            answers.push(rows.clone());
        }
        answers
    }

    /// Decodes codes `[batch, latent]` to logits `[batch, outputs]`.
    pub fn decode(&self, latent: Tensor<2>) -> Tensor<2> {
        let mut rows = latent;
        for (i, layer) in self.decoder.iter().enumerate() {
            if i > 0 {
                rows = activated(self.shape.activation, rows);
                let was_dense = matches!(self.decoder[i - 1].kind(), Layer::Dense { .. });
                if let (Layer::Shuffle { inputs, .. }, true) = (layer.kind(), was_dense) {
                    rows = by_pixel(rows, inputs);
                }
            }
            rows = layer.forward(rows);
        }
        rows
    }

    /// Decodes codes `[batch, latent]` to the network's outputs, `[batch, outputs]`.
    pub fn generate(&self, latent: Tensor<2>) -> Tensor<2> {
        answers(self.shape.output, self.decode(latent))
    }

    /// The layers in the order of [`Shape::layers`].
    pub fn layers(&self) -> Vec<&Weighted> {
        let heads = match &self.head {
            Head::Code(code) => vec![code],
            Head::Gaussian(Gaussian { mu, logvar }) => vec![mu, logvar],
        };
        self.encoder.iter().chain(heads).chain(&self.decoder).collect()
    }

    pub fn is_variational(&self) -> bool {
        matches!(self.head, Head::Gaussian(_))
    }

    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    pub(super) fn encoder(&self) -> &[Weighted] {
        &self.encoder
    }

    /// Reads the current weights to the host.
    ///
    /// # Errors
    /// The device failed.
    pub async fn weights(&self) -> Result<Weights, ReadError> {
        Ok(self.named(&read(self.flat()).await?))
    }

    /// All parameters in one tensor, so that they are read together; `[parameters]`.
    pub fn flat(&self) -> Tensor<1> {
        Tensor::cat(self.layers().into_iter().flat_map(Weighted::flat).collect(), 0)
    }

    /// Converts parameters in the layout of [`Network::flat`] to PyTorch's names and layout.
    pub fn named(&self, flat: &[f32]) -> Weights {
        let mut values = flat.iter().copied();
        let mut parameters = Vec::new();
        for (name, layer) in self.shape.layers(self.is_variational()) {
            let matrix: Vec<f32> = values.by_ref().take(layer.matrix().iter().product()).collect();
            let bias = values.by_ref().take(layer.biases()).collect();
            let weight = in_pytorchs_order(layer, &matrix);
            parameters.push(Parameter { name: format!("{name}.weight"), shape: layer.weight_shape(), values: weight });
            parameters.push(Parameter { name: format!("{name}.bias"), shape: vec![layer.biases()], values: bias });
        }
        Weights(parameters)
    }
}
