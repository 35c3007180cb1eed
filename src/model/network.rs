//! The network: encoder, head, decoder; fully connected, ReLU between two layers.

use burn::{
    module::{Module, Param},
    nn::Linear,
    tensor::{Device, Tensor, TensorData, activation},
};

use super::{
    losses::kl,
    transfer::{ReadError, read},
    weights::{Parameter, Shape, Weights},
};

/// An AE or a VAE, as its [`Head`] has it. The decoder answers logits.
#[derive(Module, Debug)]
pub struct Network {
    encoder: Vec<Linear>,
    head: Head,
    decoder: Vec<Linear>,
}

/// What lies between encoder and decoder.
#[derive(Module, Debug)]
pub enum Head {
    /// The AE's code.
    Code(Linear),
    /// The VAE's distribution over codes.
    Gaussian(Gaussian),
}

/// The heads of the VAE.
#[derive(Module, Debug)]
pub struct Gaussian {
    mu: Linear,
    logvar: Linear,
}

/// What the encoder answers for a batch: a normal distribution with a diagonal covariance, or only a point.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// The VAE's mu, or the AE's code; `[batch, latent]`.
    pub mean: Tensor<2>,
    /// The VAE's; `[batch, latent]`.
    pub logvar: Option<Tensor<2>>,
}

impl Posterior {
    /// A sample, `mu + sigma * epsilon` (Kingma & Welling 2014, section 2.4); the mean without noise or without a
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
    /// A network with these weights, which are those of [`Shape::layers`] for an AE or a VAE; `None` if they are not.
    pub fn new(shape: &Shape, variational: bool, weights: &Weights, device: &Device) -> Option<Self> {
        let mut parameters = weights.0.iter();
        let mut layers: Vec<Linear> = shape
            .layers(variational)
            .into_iter()
            .map(|(_, (inputs, outputs))| linear(parameters.next()?, parameters.next()?, inputs, outputs, device))
            .collect::<Option<_>>()?;
        if parameters.next().is_some() {
            return None;
        }
        let decoder = layers.split_off(layers.len() - shape.decoder().len());
        let head = if variational {
            let logvar = layers.pop()?;
            Head::Gaussian(Gaussian { mu: layers.pop()?, logvar })
        } else {
            Head::Code(layers.pop()?)
        };
        Some(Self { encoder: layers, head, decoder })
    }

    /// Images `[batch, pixels]` to their posterior.
    pub fn encode(&self, images: Tensor<2>) -> Posterior {
        let hidden = self.encoder.iter().fold(images, |hidden, layer| activation::relu(layer.forward(hidden)));
        match &self.head {
            Head::Code(code) => Posterior { mean: code.forward(hidden), logvar: None },
            Head::Gaussian(Gaussian { mu, logvar }) => {
                Posterior { mean: mu.forward(hidden.clone()), logvar: Some(logvar.forward(hidden)) }
            }
        }
    }

    /// Codes `[batch, latent]` to logits `[batch, pixels]`.
    pub fn decode(&self, latent: Tensor<2>) -> Tensor<2> {
        let mut layers = self.decoder.iter();
        let first = layers.next().map(|layer| layer.forward(latent.clone())).unwrap_or(latent);
        layers.fold(first, |hidden, layer| layer.forward(activation::relu(hidden)))
    }

    /// Codes `[batch, latent]` to intensities `[batch, pixels]` in `0..=1`.
    pub fn generate(&self, latent: Tensor<2>) -> Tensor<2> {
        activation::sigmoid(self.decode(latent))
    }

    /// The layers in the order of [`Shape::layers`].
    pub fn layers(&self) -> Vec<&Linear> {
        let heads = match &self.head {
            Head::Code(code) => vec![code],
            Head::Gaussian(Gaussian { mu, logvar }) => vec![mu, logvar],
        };
        self.encoder.iter().chain(heads).chain(&self.decoder).collect()
    }
}

impl Network {
    /// The weights as they are now, on the host.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn weights(&self, shape: &Shape) -> Result<Weights, ReadError> {
        let names = shape.layers(matches!(self.head, Head::Gaussian(_)));
        let mut parameters = Vec::new();
        for ((name, (inputs, outputs)), layer) in names.into_iter().zip(self.layers()) {
            let values = read(layer.weight.val().transpose()).await?;
            parameters.push(Parameter { name: format!("{name}.weight"), shape: vec![outputs, inputs], values });
            if let Some(bias) = &layer.bias {
                let values = read(bias.val()).await?;
                parameters.push(Parameter { name: format!("{name}.bias"), shape: vec![outputs], values });
            }
        }
        Ok(Weights(parameters))
    }
}

/// A linear layer of PyTorch's parameters: its weight is `[outputs, inputs]`, Burn's `[inputs, outputs]`.
fn linear(weight: &Parameter, bias: &Parameter, inputs: usize, outputs: usize, device: &Device) -> Option<Linear> {
    if weight.shape != [outputs, inputs] || bias.shape != [outputs] {
        return None;
    }
    let mut transposed = vec![0.0; weight.values.len()];
    for (output, row) in weight.values.chunks_exact(inputs).enumerate() {
        for (input, &value) in row.iter().enumerate() {
            transposed[input * outputs + output] = value;
        }
    }
    let weight = Tensor::<2>::from_data(TensorData::new(transposed, [inputs, outputs]), device);
    let bias = Tensor::<1>::from_data(TensorData::new(bias.values.clone(), [outputs]), device);
    Some(Linear { weight: Param::from_tensor(weight), bias: Some(Param::from_tensor(bias)) })
}
