//! One layer on the device: a matrix and a bias, and how the rows of a batch pass through them.
//!
//! Convolutions of 2x2 pixels with stride 2 do not overlap, so each is one matrix product: patches are laid out
//! as rows (or rows are shuffled back into pixels). Between such layers, images are stored pixel by pixel, with the channels of a
//! pixel together.

use burn::{
    module::{Module, Param},
    tensor::{Device, Tensor, TensorData, activation},
};

use super::{shape::Layer, weights::Parameter};
use hourglass_core::config::{Activation, Output};

/// A layer with its weights.
#[derive(Module, Debug)]
pub struct Weighted {
    /// Shaped like [`Layer::matrix`].
    pub matrix: Param<Tensor<2>>,
    /// `[outputs]`.
    pub bias: Param<Tensor<1>>,
    #[module(skip)]
    layer: Layer,
}

impl Weighted {
    /// A layer with PyTorch's parameters; `None` if they do not fit.
    pub fn new(layer: Layer, weight: &Parameter, bias: &Parameter, device: &Device) -> Option<Self> {
        if weight.shape != layer.weight_shape() || bias.shape != [layer.biases()] {
            return None;
        }
        let values: Vec<f32> = layer.order().into_iter().map(|place| weight.values[place]).collect();
        let matrix = Tensor::<2>::from_data(TensorData::new(values, layer.matrix()), device);
        let bias = Tensor::<1>::from_data(TensorData::new(bias.values.clone(), [layer.biases()]), device);
        Some(Self::of(layer, matrix, bias))
    }

    /// A layer with a matrix and a bias that are already on the device.
    pub fn of(layer: Layer, matrix: Tensor<2>, bias: Tensor<1>) -> Self {
        Self { matrix: Param::from_tensor(matrix), bias: Param::from_tensor(bias), layer }
    }

    /// Maps rows `[batch, inputs]` to rows `[batch, outputs]`, before any activation.
    pub fn forward(&self, rows: Tensor<2>) -> Tensor<2> {
        let (matrix, bias) = (self.matrix.val(), self.bias.val().unsqueeze::<2>());
        let batch = rows.dims()[0];
        match self.layer {
            Layer::Dense { .. } => rows.matmul(matrix) + bias,
            Layer::Patches { side, inputs, outputs } => {
                let half = side / 2;
                let patches = rows.reshape([batch, half, 2, half, 2, inputs]).permute([0, 1, 3, 2, 4, 5]);
                let patches = patches.reshape([batch * half * half, 4 * inputs]);
                (patches.matmul(matrix) + bias).reshape([batch, half * half * outputs])
            }
            Layer::Shuffle { side, inputs, outputs } => {
                let pixels = rows.reshape([batch * side * side, inputs]).matmul(matrix);
                let pixels = pixels.reshape([batch, side, side, 2, 2, outputs]).permute([0, 1, 3, 2, 4, 5]);
                let pixels = pixels.reshape([batch * 4 * side * side, outputs]) + bias;
                pixels.reshape([batch, 4 * side * side * outputs])
            }
        }
    }

    /// The matrix row by row, and the bias.
    pub fn flat(&self) -> [Tensor<1>; 2] {
        let matrix = self.matrix.val();
        let count = matrix.shape().num_elements();
        [matrix.reshape([count]), self.bias.val()]
    }

    pub fn kind(&self) -> Layer {
        self.layer
    }
}

/// A layer's matrix, row by row, in the order of PyTorch's weight.
pub fn in_pytorchs_order(layer: Layer, matrix: &[f32]) -> Vec<f32> {
    let mut values = vec![0.0; matrix.len()];
    for (place, value) in layer.order().into_iter().zip(matrix) {
        values[place] = *value;
    }
    values
}

/// Reorders pixels with their channels together, `[batch, pixels * channels]`, to channel after channel, as PyTorch flattens them.
pub fn by_channel(rows: Tensor<2>, channels: usize) -> Tensor<2> {
    let [batch, width] = rows.dims();
    rows.reshape([batch, width / channels, channels]).swap_dims(1, 2).reshape([batch, width])
}

/// The inverse of [`by_channel`].
pub fn by_pixel(rows: Tensor<2>, channels: usize) -> Tensor<2> {
    let [batch, width] = rows.dims();
    rows.reshape([batch, channels, width / channels]).swap_dims(1, 2).reshape([batch, width])
}

/// Applies the activation of hidden units.
pub fn activated(kind: Activation, rows: Tensor<2>) -> Tensor<2> {
    match kind {
        Activation::Relu => activation::relu(rows),
        Activation::LeakyRelu => activation::leaky_relu(rows, LEAK),
        Activation::Tanh => rows.tanh(),
        Activation::Sigmoid => activation::sigmoid(rows),
        Activation::Linear => rows,
    }
}

/// The derivative of an activation, computed from its outputs; `None` for the linear one, which is 1.
pub fn slope(kind: Activation, answers: &Tensor<2>) -> Option<Tensor<2>> {
    let is_positive = || answers.clone().greater_elem(0.0).float();
    Some(match kind {
        Activation::Relu => is_positive(),
        Activation::LeakyRelu => is_positive() * (1.0 - LEAK) + LEAK,
        Activation::Tanh => answers.clone().square().neg() + 1.0,
        Activation::Sigmoid => answers.clone() * (answers.clone().neg() + 1.0),
        Activation::Linear => return None,
    })
}

/// Slope of the leaky ReLU below 0.
pub const LEAK: f64 = 0.2;

/// Applies the activation of output units to logits.
pub fn answers(output: Output, logits: Tensor<2>) -> Tensor<2> {
    match output {
        Output::Sigmoid => activation::sigmoid(logits),
        Output::Tanh => logits.tanh(),
        Output::Linear => logits,
    }
}
