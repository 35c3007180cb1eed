//! The layers of a network: their kinds, their sizes, their names.

use hourglass_core::config::{Activation, Architecture, Code, Config, Init, Output, patch_layers};

/// The architecture of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub inputs: usize,
    /// As many as the inputs if those are reconstructed.
    pub outputs: usize,
    pub architecture: Architecture,
    /// Widths of the encoder's hidden layers, first to last; the decoder mirrors them.
    pub hidden: Vec<usize>,
    /// The activation of every hidden layer.
    pub activation: Activation,
    pub latent: usize,
    /// The activation of the AE's code.
    pub code: Code,
    pub output: Output,
    pub init: Init,
}

/// The operation of one layer on each row of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Dense {
        inputs: usize,
        outputs: usize,
    },
    /// A convolution of 2x2 pixels with stride 2, like PyTorch's `Conv2d(inputs, outputs, 2, 2)`: images of `side` become
    /// half as wide and high, with `outputs` channels.
    Patches {
        side: usize,
        inputs: usize,
        outputs: usize,
    },
    /// The transposed convolution, like PyTorch's `ConvTranspose2d(inputs, outputs, 2, 2)`: images of `side` become twice as wide
    /// and high.
    Shuffle {
        side: usize,
        inputs: usize,
        outputs: usize,
    },
}

/// The number of pixels in a patch.
const PATCH: usize = 4;

impl Layer {
    /// The shape of the weight in PyTorch's layout.
    pub fn weight_shape(self) -> Vec<usize> {
        match self {
            Self::Dense { inputs, outputs } => vec![outputs, inputs],
            Self::Patches { inputs, outputs, .. } => vec![outputs, inputs, 2, 2],
            Self::Shuffle { inputs, outputs, .. } => vec![inputs, outputs, 2, 2],
        }
    }

    pub fn biases(self) -> usize {
        let (Self::Dense { outputs, .. } | Self::Patches { outputs, .. } | Self::Shuffle { outputs, .. }) = self;
        outputs
    }

    /// The rows and columns of the layer's matrix.
    pub fn matrix(self) -> [usize; 2] {
        match self {
            Self::Dense { inputs, outputs } => [inputs, outputs],
            Self::Patches { inputs, outputs, .. } => [PATCH * inputs, outputs],
            Self::Shuffle { inputs, outputs, .. } => [inputs, PATCH * outputs],
        }
    }

    /// For each entry of the matrix, row by row, its index in PyTorch's weight. The matrix orders pixels of a patch before channels.
    pub fn order(self) -> Vec<usize> {
        let [rows, columns] = self.matrix();
        let entries = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let place = |(row, column): (usize, usize)| match self {
            Self::Dense { inputs, .. } => column * inputs + row,
            Self::Patches { inputs, .. } => (column * inputs + row % inputs) * PATCH + row / inputs,
            Self::Shuffle { outputs, .. } => (row * outputs + column % outputs) * PATCH + column / outputs,
        };
        entries.map(place).collect()
    }

    /// The number of inputs of an output unit, as PyTorch counts them; for a transposed convolution, PyTorch counts outputs.
    pub fn fan_in(self) -> usize {
        match self {
            Self::Dense { inputs, .. } => inputs,
            Self::Patches { inputs, .. } => PATCH * inputs,
            Self::Shuffle { outputs, .. } => PATCH * outputs,
        }
    }

    /// The number of outputs that an input unit reaches.
    pub fn fan_out(self) -> usize {
        match self {
            Self::Dense { outputs, .. } => outputs,
            Self::Patches { outputs, .. } => PATCH * outputs,
            Self::Shuffle { inputs, .. } => PATCH * inputs,
        }
    }
}

impl Shape {
    /// The network of a configuration for rows of `inputs` and `outputs` numbers.
    pub fn new(config: &Config, inputs: usize, outputs: usize) -> Self {
        Self {
            inputs,
            outputs,
            architecture: config.architecture,
            hidden: config.hidden.clone(),
            activation: config.activation,
            latent: config.latent,
            code: config.code,
            output: config.output,
            init: config.init,
        }
    }

    /// The encoder's hidden layers, first to last.
    pub fn encoder(&self) -> Vec<Layer> {
        let patches = self.patches();
        let mut layers: Vec<Layer> =
            patches.iter().map(|&(side, inputs, outputs)| Layer::Patches { side, inputs, outputs }).collect();
        let widths = [&[self.features()], &self.hidden[patches.len()..]].concat();
        layers.extend(dense(&widths));
        layers
    }

    /// The layer from the last hidden layer to the latent.
    pub fn head(&self) -> Layer {
        let inputs = if self.hidden.len() > self.patches().len() { self.hidden.last().copied() } else { None };
        Layer::Dense { inputs: inputs.unwrap_or_else(|| self.features()), outputs: self.latent }
    }

    /// The decoder's layers, first to last.
    pub fn decoder(&self) -> Vec<Layer> {
        let patches = self.patches();
        let mirrored: Vec<usize> = self.hidden[patches.len()..].iter().rev().copied().collect();
        let last = if patches.is_empty() { self.outputs } else { self.features() };
        let mut layers = dense(&[&[self.latent], mirrored.as_slice(), &[last]].concat());
        layers.extend(patches.iter().rev().map(|&(side, outputs, inputs)| Layer::Shuffle {
            side: side / 2,
            inputs,
            outputs,
        }));
        layers
    }

    /// All layers in order with their names, as in PyTorch's `nn.Sequential` with an activation between two layers:
    /// `encoder.0`, `encoder.2`, ..., and for the VAE the heads `mu` and `logvar`.
    pub fn layers(&self, variational: bool) -> Vec<(String, Layer)> {
        let numbered = |name: &'static str, layers: Vec<Layer>| {
            layers.into_iter().enumerate().map(move |(i, layer)| (format!("{name}.{}", 2 * i), layer))
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

    /// The number of weights and biases.
    pub fn parameters(&self, variational: bool) -> usize {
        let of = |layer: Layer| layer.weight_shape().iter().product::<usize>() + layer.biases();
        self.layers(variational).into_iter().map(|(_, layer)| of(layer)).sum()
    }

    /// The side, input channels and output channels of each convolutional layer.
    fn patches(&self) -> Vec<(usize, usize, usize)> {
        if self.architecture == Architecture::Dense {
            return vec![];
        }
        let side = self.inputs.isqrt();
        let channels = [&[1], self.hidden.as_slice()].concat();
        let pairs = channels.windows(2).take(patch_layers(side)).enumerate();
        pairs.map(|(i, pair)| (side >> i, pair[0], pair[1])).collect()
    }

    /// The number of values that the convolutional layers pass on to the dense ones.
    fn features(&self) -> usize {
        self.patches().last().map_or(self.inputs, |&(side, _, channels)| (side / 2).pow(2) * channels)
    }
}

fn dense(widths: &[usize]) -> Vec<Layer> {
    widths.windows(2).map(|pair| Layer::Dense { inputs: pair[0], outputs: pair[1] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Weights;
    use hourglass_core::rng::{Purpose, generator};

    fn shape(architecture: Architecture, inputs: usize, hidden: &[usize]) -> Shape {
        let config = Config { architecture, hidden: hidden.to_vec(), ..Config::default() };
        Shape::new(&config, inputs, inputs)
    }

    fn names(shape: &Shape, variational: bool) -> Vec<String> {
        let words = |layer: Layer| match layer {
            Layer::Dense { inputs, outputs } => format!("{inputs}-{outputs}"),
            Layer::Patches { side, inputs, outputs } => format!("{side}: {inputs}>{outputs}"),
            Layer::Shuffle { side, inputs, outputs } => format!("{side}: {inputs}<{outputs}"),
        };
        shape.layers(variational).into_iter().map(|(name, layer)| format!("{name} {}", words(layer))).collect()
    }

    #[test]
    fn the_decoder_mirrors_the_encoder() {
        let dense = |hidden| shape(Architecture::Dense, 12, hidden);
        assert_eq!(
            names(&dense(&[8, 5]), false),
            ["encoder.0 12-8", "encoder.2 8-5", "encoder.4 5-2", "decoder.0 2-5", "decoder.2 5-8", "decoder.4 8-12"]
        );
        assert_eq!(
            names(&dense(&[8]), true),
            ["encoder.0 12-8", "mu 8-2", "logvar 8-2", "decoder.0 2-8", "decoder.2 8-12"]
        );
        assert_eq!(names(&dense(&[]), false), ["encoder.0 12-2", "decoder.0 2-12"]);
    }

    #[test]
    fn patches_halve_while_the_side_is_even() {
        let convolutional = |inputs, hidden| names(&shape(Architecture::Convolutional, inputs, hidden), false);
        assert_eq!(
            convolutional(784, &[8, 16, 64]),
            [
                "encoder.0 28: 1>8",
                "encoder.2 14: 8>16",
                "encoder.4 784-64",
                "encoder.6 64-2",
                "decoder.0 2-64",
                "decoder.2 64-784",
                "decoder.4 7: 16<8",
                "decoder.6 14: 8<1"
            ]
        );
        assert_eq!(
            convolutional(196, &[8]),
            ["encoder.0 14: 1>8", "encoder.2 392-2", "decoder.0 2-392", "decoder.2 7: 8<1"]
        );
        assert_eq!(convolutional(784, &[]), ["encoder.0 784-2", "decoder.0 2-784"]);
    }

    #[test]
    fn the_number_of_parameters_matches_the_initial_weights() {
        for (architecture, hidden) in [(Architecture::Dense, vec![8, 5]), (Architecture::Convolutional, vec![4, 8, 16])]
        {
            let shape = shape(architecture, 784, &hidden);
            for variational in [false, true] {
                let weights = Weights::initial(&shape, variational, &mut generator(1, Purpose::Split, 0));
                let count: usize = weights.0.iter().map(|parameter| parameter.values.len()).sum();
                assert_eq!(shape.parameters(variational), count, "{architecture:?}");
            }
        }
    }

    #[test]
    fn classified_rows_have_one_output() {
        let config = Config { hidden: vec![64], ..Config::default() };
        assert_eq!(
            names(&Shape::new(&config, 5, 1), false),
            ["encoder.0 5-64", "encoder.2 64-2", "decoder.0 2-64", "decoder.2 64-1"]
        );
    }

    #[test]
    fn every_weight_has_one_index_in_the_matrix() {
        let layers = [
            Layer::Dense { inputs: 3, outputs: 2 },
            Layer::Patches { side: 4, inputs: 3, outputs: 5 },
            Layer::Shuffle { side: 4, inputs: 3, outputs: 5 },
        ];
        for layer in layers {
            let mut order = layer.order();
            order.sort_unstable();
            let size: usize = layer.weight_shape().iter().product();
            assert_eq!(order, (0..size).collect::<Vec<_>>(), "{layer:?}");
        }
    }
}
