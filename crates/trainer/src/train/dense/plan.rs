//! The memory layout of a dense network in training.
//!
//! All its parameters are one contiguous array, and so are their gradients and Adam's moments, so an update is one pass. A
//! layer is one matrix product, since the bias is the weight of a constant 1: the rows of a batch contain that 1 after
//! their numbers, and the weights have a row for it. Every width is padded with zeros to a multiple of [`LANES`], so that no
//! product has ragged edges. The output of padding is set to 0, so that it gets no gradient and its weights stay 0. The VAE's
//! two heads are one layer, side by side.

use std::ops::Range;

use burn::tensor::Tensor;

use crate::model::{Layer, Network, Parameter, Shape, Weighted, Weights};
use hourglass_core::config::{Activation, Code};

/// The number of values that are computed together.
pub const LANES: usize = 8;

/// A width with its padding.
pub fn padded(width: usize) -> usize {
    width.next_multiple_of(LANES)
}

/// One matrix product and its activation: a layer, or both heads of the VAE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStage {
    /// The number of inputs, without padding.
    pub inputs: usize,
    /// The number of outputs, without padding; for the VAE's heads that of both, including the padding between them.
    pub outputs: usize,
    /// The number of outputs, with padding.
    pub columns: usize,
    pub activation: Activation,
    /// The start of its weights among the parameters.
    pub offset: usize,
}

impl PlanStage {
    /// The number of rows in the weights, which is also the stride of the batch's rows: the inputs, padded, and the 1 of the
    /// bias, padded.
    pub fn rows(&self) -> usize {
        self.one() + LANES
    }

    /// The index of the 1 in a row of the batch, and of the bias's row in the weights.
    pub fn one(&self) -> usize {
        padded(self.inputs)
    }

    /// The range of its weights among the parameters, row by row.
    pub fn weights(&self) -> Range<usize> {
        self.offset..self.offset + self.rows() * self.columns
    }
}

/// The stages of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub stages: Vec<PlanStage>,
    /// The stage that outputs the code, or mu and, after [`padded`] columns, logvar.
    pub head: usize,
    pub variational: bool,
    pub shape: Shape,
}

/// Where a layer is: its name, its stage, its first column there, and the layer itself.
type Slot = (String, usize, usize, Layer);

impl Plan {
    /// The plan of an AE or a VAE; `None` for a network that is not dense.
    pub fn new(shape: &Shape, variational: bool) -> Option<Self> {
        let head = shape.encoder().len();
        let layers = shape.encoder().into_iter().chain([shape.head()]).chain(shape.decoder());
        let last = head + shape.decoder().len();
        let mut stages = Vec::new();
        let mut offset = 0;
        for (i, layer) in layers.enumerate() {
            let Layer::Dense { inputs, outputs } = layer else { return None };
            let activation = match i {
                i if i == last => Activation::Linear,
                i if i == head && !variational && shape.code == Code::Relu => Activation::Relu,
                i if i == head => Activation::Linear,
                _ => shape.activation,
            };
            let before = if i == head && variational { padded(outputs) } else { 0 };
            let outputs = before + outputs;
            let stage = PlanStage { inputs, outputs, columns: padded(outputs), activation, offset };
            offset = stage.weights().end;
            stages.push(stage);
        }
        Some(Self { stages, head, variational, shape: shape.clone() })
    }

    /// The size of all parameters, with padding.
    pub fn parameters(&self) -> usize {
        self.stages.last().map_or(0, |stage| stage.weights().end)
    }

    /// Where each layer of [`Shape::layers`] is.
    fn places(&self) -> impl Iterator<Item = Slot> {
        let (head, variational) = (self.head, self.variational);
        self.shape.layers(variational).into_iter().enumerate().map(move |(i, (name, layer))| {
            let is_logvar = variational && i == head + 1;
            let stage = if variational && i > head { i - 1 } else { i };
            (name, stage, if is_logvar { padded(layer.biases()) } else { 0 }, layer)
        })
    }

    /// Converts PyTorch's parameters to this layout; `None` if they do not fit.
    pub fn flat(&self, weights: &Weights) -> Option<Vec<f32>> {
        let mut flat = vec![0.0; self.parameters()];
        let mut parameters = weights.0.iter();
        for (_, stage, first, layer) in self.places() {
            let (weight, bias) = (parameters.next()?, parameters.next()?);
            if weight.shape != layer.weight_shape() || bias.shape != [layer.biases()] {
                return None;
            }
            let stage = &self.stages[stage];
            let rows = &mut flat[stage.weights()];
            for (output, values) in weight.values.chunks_exact(stage.inputs).enumerate() {
                for (row, value) in rows.chunks_exact_mut(stage.columns).zip(values) {
                    row[first + output] = *value;
                }
            }
            let bias_row = stage.one() * stage.columns + first;
            rows[bias_row..bias_row + bias.values.len()].copy_from_slice(&bias.values);
        }
        parameters.next().is_none().then_some(flat)
    }

    /// The inverse of [`Plan::flat`]; also for gradients.
    pub fn weights(&self, flat: &[f32]) -> Weights {
        let mut parameters = Vec::new();
        for (name, stage, first, layer) in self.places() {
            let stage = &self.stages[stage];
            let rows = &flat[stage.weights()];
            let outputs = layer.biases();
            let column = |output| rows.iter().skip(first + output).step_by(stage.columns).take(stage.inputs);
            let values = (0..outputs).flat_map(column).copied().collect();
            parameters.push(Parameter { name: format!("{name}.weight"), shape: layer.weight_shape(), values });
            let bias_row = stage.one() * stage.columns + first;
            let values = rows[bias_row..bias_row + outputs].to_vec();
            parameters.push(Parameter { name: format!("{name}.bias"), shape: vec![outputs], values });
        }
        Weights(parameters)
    }

    /// A network with these parameters, which are `[parameters]` on its device.
    pub fn network(&self, parameters: &Tensor<1>) -> Network {
        let matrices: Vec<Tensor<2>> = (self.stages.iter())
            .map(|stage| parameters.clone().slice([stage.weights()]).reshape([stage.rows(), stage.columns]))
            .collect();
        let layers = self.places().map(|(_, stage, first, layer)| {
            let (one, columns) = (self.stages[stage].one(), first..first + layer.biases());
            let matrix = matrices[stage].clone().slice([0..self.stages[stage].inputs, columns.clone()]);
            let bias = matrices[stage].clone().slice([one..one + 1, columns]);
            Weighted::of(layer, matrix, bias.reshape([layer.biases()]))
        });
        Network::of(&self.shape, self.variational, layers.collect())
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, TensorData};

    use super::*;
    use hourglass_core::{
        config::{Architecture, Config, Model},
        rng::{Purpose, generator},
    };

    fn shape(hidden: &[usize]) -> Shape {
        Shape::new(&Config { hidden: hidden.to_vec(), latent: 3, ..Config::default() }, 12, 12)
    }

    #[test]
    fn every_width_is_padded_and_a_bias_has_its_row() {
        let plan = Plan::new(&shape(&[9]), true).unwrap();
        let sizes: Vec<_> = plan.stages.iter().map(|stage| (stage.rows(), stage.columns, stage.offset)).collect();
        assert_eq!(sizes, [(24, 16, 0), (24, 16, 384), (16, 16, 768), (24, 16, 1024)]);
        assert_eq!((plan.parameters(), plan.head), (1408, 1));
    }

    #[test]
    fn weights_survive_a_round_trip() {
        for (hidden, variational) in [(vec![], false), (vec![], true), (vec![9, 5], false), (vec![9, 5], true)] {
            let shape = shape(&hidden);
            let plan = Plan::new(&shape, variational).unwrap();
            let weights = Weights::initial(&shape, variational, &mut generator(1, Purpose::Weights(Model::Ae), 0));
            let flat = plan.flat(&weights).unwrap();
            assert_eq!(plan.weights(&flat), weights);

            let count = weights.0.iter().map(|parameter| parameter.values.len()).sum::<usize>();
            assert_eq!(flat.iter().filter(|&&value| value != 0.0).count(), count, "the rest is padding");

            let tensor = Tensor::from_data(TensorData::new(flat, [plan.parameters()]), &Device::flex());
            let network = futures::executor::block_on(plan.network(&tensor).weights()).unwrap();
            assert_eq!(network, weights);
        }
    }

    #[test]
    fn weights_that_do_not_fit_are_refused() {
        let config = Config { architecture: Architecture::Convolutional, hidden: vec![8], ..Config::default() };
        assert_eq!(Plan::new(&Shape::new(&config, 784, 784), false), None);
        let plan = Plan::new(&shape(&[9]), false).unwrap();
        assert_eq!(plan.flat(&Weights(vec![])), None);
        let mut weights = Weights::initial(&shape(&[9]), false, &mut generator(1, Purpose::Weights(Model::Ae), 0));
        weights.0.push(weights.0[0].clone());
        assert_eq!(plan.flat(&weights), None);
    }
}
