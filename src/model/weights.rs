//! Weights on the host: their names, their sizes, and their first values.

use rand::Rng;

use crate::{config::Config, data::image::PIXELS, rng};

/// The sizes of a network's layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Inputs and outputs.
    pub pixels: usize,
    /// Widths of the encoder's hidden layers, first to last; the decoder mirrors them.
    pub hidden: Vec<usize>,
    pub latent: usize,
}

impl From<&Config> for Shape {
    fn from(config: &Config) -> Self {
        Self { pixels: PIXELS, hidden: config.hidden.clone(), latent: config.latent }
    }
}

impl Shape {
    /// Inputs and outputs of the encoder's hidden layers, first to last.
    pub fn encoder(&self) -> Vec<(usize, usize)> {
        pairs([&[self.pixels], self.hidden.as_slice()].concat())
    }

    /// Inputs and outputs of a head: from the last hidden layer to the latent.
    pub fn head(&self) -> (usize, usize) {
        (self.hidden.last().copied().unwrap_or(self.pixels), self.latent)
    }

    /// Inputs and outputs of the decoder's layers, first to last.
    pub fn decoder(&self) -> Vec<(usize, usize)> {
        let mirrored: Vec<usize> = self.hidden.iter().rev().copied().collect();
        pairs([&[self.latent], mirrored.as_slice(), &[self.pixels]].concat())
    }

    /// The name, inputs and outputs of every layer in order, as in PyTorch's `nn.Sequential` of linear layers with a
    /// ReLU between two: `encoder.0`, `encoder.2`, ..., and for the VAE the heads `mu` and `logvar`.
    pub fn layers(&self, variational: bool) -> Vec<(String, (usize, usize))> {
        let numbered = |name: &'static str, sizes: Vec<(usize, usize)>| {
            sizes.into_iter().enumerate().map(move |(i, sizes)| (format!("{name}.{}", 2 * i), sizes))
        };
        let mut layers: Vec<_> = numbered("encoder", self.encoder()).collect();
        if variational {
            layers.push(("mu".into(), self.head()));
            layers.push(("logvar".into(), self.head()));
        } else {
            layers.push((format!("encoder.{}", 2 * self.hidden.len()), self.head()));
        }
        layers.extend(numbered("decoder", self.decoder()));
        layers
    }
}

fn pairs(widths: Vec<usize>) -> Vec<(usize, usize)> {
    widths.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// The values of one parameter tensor, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `encoder.0.weight`, `mu.bias`, ...
    pub name: String,
    /// `[outputs, inputs]` of a weight, `[outputs]` of a bias.
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// All parameters of a network, layer by layer in the order of [`Shape::layers`], the weight before the bias.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub Vec<Parameter>);

impl Weights {
    /// Uniform within plus or minus `1 / sqrt(inputs)`, weights and biases alike: what PyTorch's `nn.Linear` does.
    pub fn initial(shape: &Shape, variational: bool, rng: &mut impl Rng) -> Self {
        let mut parameters = Vec::new();
        for (name, (inputs, outputs)) in shape.layers(variational) {
            let limit = 1.0 / (inputs as f32).sqrt();
            let mut push = |kind, shape: Vec<usize>| {
                let values = rng::uniform(shape.iter().product(), limit, rng);
                parameters.push(Parameter { name: format!("{name}.{kind}"), shape, values });
            };
            push("weight", vec![outputs, inputs]);
            push("bias", vec![outputs]);
        }
        Self(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Model,
        rng::{Purpose, generator},
    };

    fn shape(hidden: &[usize]) -> Shape {
        Shape { pixels: 12, hidden: hidden.to_vec(), latent: 2 }
    }

    fn names(shape: &Shape, variational: bool) -> Vec<String> {
        shape.layers(variational).into_iter().map(|(name, (i, o))| format!("{name} {i}-{o}")).collect()
    }

    #[test]
    fn the_decoder_mirrors_the_encoder() {
        assert_eq!(
            names(&shape(&[8, 5]), false),
            ["encoder.0 12-8", "encoder.2 8-5", "encoder.4 5-2", "decoder.0 2-5", "decoder.2 5-8", "decoder.4 8-12"]
        );
        assert_eq!(
            names(&shape(&[8]), true),
            ["encoder.0 12-8", "mu 8-2", "logvar 8-2", "decoder.0 2-8", "decoder.2 8-12"]
        );
        assert_eq!(names(&shape(&[]), false), ["encoder.0 12-2", "decoder.0 2-12"]);
    }

    #[test]
    fn initial_weights_lie_within_their_limit() {
        let weights = Weights::initial(&shape(&[8, 5]), true, &mut generator(1, Purpose::Weights(Model::Vae), 0));
        let first = &weights.0[0];
        assert_eq!((first.name.as_str(), first.shape.as_slice()), ("encoder.0.weight", [8, 12].as_slice()));
        let limit = 1.0 / 12f32.sqrt();
        assert!(first.values.iter().all(|value| value.abs() <= limit));
        assert!(first.values.iter().any(|value| value.abs() > 0.8 * limit));
    }
}
