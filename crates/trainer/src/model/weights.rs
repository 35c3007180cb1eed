//! Weights on the host: their names and initial values.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::shape::{Layer, Shape};
use hourglass_core::{config::Init, rng};

/// The values of one parameter tensor, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// `encoder.0.weight`, `mu.bias`, ...
    pub name: String,
    /// [`Layer::weight_shape`] for a weight, `[outputs]` for a bias.
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// All parameters of a network, layer by layer in the order of [`Shape::layers`], the weight before the bias.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights(pub Vec<Parameter>);

impl Weights {
    /// The initial weights, drawn according to [`Init`].
    pub fn initial(shape: &Shape, variational: bool, rng: &mut impl Rng) -> Self {
        let mut parameters = Vec::new();
        for (name, layer) in shape.layers(variational) {
            let (weight, bias) = limits(shape.init, layer);
            let mut push = |kind, shape: Vec<usize>, limit| {
                let values = rng::uniform(shape.iter().product(), limit, rng);
                parameters.push(Parameter { name: format!("{name}.{kind}"), shape, values });
            };
            push("weight", layer.weight_shape(), weight);
            push("bias", vec![layer.biases()], bias);
        }
        Self(parameters)
    }
}

/// The limits within which the initial weights and biases are uniform.
fn limits(init: Init, layer: Layer) -> (f32, f32) {
    let (fan_in, fan_out) = (layer.fan_in() as f32, layer.fan_out() as f32);
    match init {
        Init::Pytorch => (1.0 / fan_in.sqrt(), 1.0 / fan_in.sqrt()),
        Init::Keras => ((6.0 / (fan_in + fan_out)).sqrt(), 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        config::{Config, Model},
        rng::{Purpose, generator},
    };

    fn first_layer(init: Init) -> (Parameter, Parameter) {
        let shape = Shape::new(&Config { init, hidden: vec![8, 5], ..Config::default() }, 12, 12);
        let weights = Weights::initial(&shape, true, &mut generator(1, Purpose::Weights(Model::Vae), 0));
        (weights.0[0].clone(), weights.0[1].clone())
    }

    #[test]
    fn initial_weights_lie_within_their_limit() {
        for (init, limit) in [(Init::Pytorch, 1.0 / 12f32.sqrt()), (Init::Keras, (6f32 / 20.0).sqrt())] {
            let (weight, _) = first_layer(init);
            assert_eq!((weight.name.as_str(), weight.shape.as_slice()), ("encoder.0.weight", [8, 12].as_slice()));
            assert!(weight.values.iter().all(|value| value.abs() <= limit));
            assert!(weight.values.iter().any(|value| value.abs() > 0.8 * limit));
        }
    }

    #[test]
    fn keras_starts_with_biases_of_zero() {
        assert!(first_layer(Init::Keras).1.values.iter().all(|&value| value == 0.0));
        assert!(first_layer(Init::Pytorch).1.values.iter().any(|&value| value != 0.0));
    }
}
