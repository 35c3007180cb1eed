//! The examples, ready to be selected in batches.
//!
//! On a GPU, they are uploaded once and a batch is selected there by its indices, so that a step uploads only the indices. On the
//! CPU, for a set too large for one buffer, or with altered inputs, a batch is made on the host.

use std::ops::Range;

use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::Rng;

use crate::model::tensor;
use hourglass_core::data::examples::{Examples, InputTransform};

/// The maximum size in numbers of a buffer on the device: 128 MiB, the minimum that WebGPU guarantees for a storage buffer.
const MOST_RESIDENT: usize = 32 << 20;

/// Examples, accessed by index.
pub struct Batches {
    examples: Examples,
    device: Device,
    /// All examples on the device, `[examples, inputs]`.
    resident: Option<Tensor<2>>,
}

/// The input of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Indices of the examples.
    pub indices: Vec<usize>,
    /// Rows `[batch, inputs]`, if the inputs are altered.
    pub inputs: Option<Vec<f32>>,
    /// Rows `[batch, outputs]`, if the targets are not the inputs.
    pub targets: Option<Vec<f32>>,
}

impl Batch {
    /// Some of its rows.
    pub fn rows(&self, range: Range<usize>) -> Self {
        let part = |values: &Vec<f32>| {
            let width = values.len() / self.indices.len();
            values[range.start * width..range.end * width].to_vec()
        };
        Self {
            indices: self.indices[range.clone()].to_vec(),
            inputs: self.inputs.as_ref().map(part),
            targets: self.targets.as_ref().map(part),
        }
    }
}

impl Batches {
    /// Uploads the examples to the device if `resident` is set and they fit.
    pub fn new(examples: Examples, device: &Device, resident: bool) -> Self {
        let fits = examples.len() * examples.inputs() <= MOST_RESIDENT;
        let resident = (resident && fits).then(|| {
            let all: Vec<usize> = (0..examples.len()).collect();
            tensor(examples.gather(&all), examples.inputs(), device)
        });
        Self { examples, device: device.clone(), resident }
    }

    pub fn examples(&self) -> &Examples {
        &self.examples
    }

    /// All examples, if they are on the device; `[examples, inputs]`.
    pub fn resident(&self) -> Option<&Tensor<2>> {
        self.resident.as_ref()
    }

    /// The examples at these indices, with noise and augmentation.
    pub fn take(&self, indices: Vec<usize>, alteration: &InputTransform, rng: &mut impl Rng) -> Batch {
        let answers = self.examples.answers();
        let targets = answers.map(|answers| indices.iter().map(|&index| answers[index]).collect());
        if !alteration.augments() && !alteration.has_noise() {
            return Batch { indices, inputs: None, targets };
        }
        let mut rows = self.examples.gather(&indices);
        alteration.augment(&mut rows, rng);
        let mut noisy = rows.clone();
        alteration.add_noise(&mut noisy, rng);
        Batch { indices, inputs: Some(noisy), targets: targets.or(Some(rows)) }
    }

    /// A batch on the device: its inputs `[batch, inputs]` and its targets `[batch, outputs]`.
    pub fn tensors(&self, batch: &Batch) -> (Tensor<2>, Tensor<2>) {
        let inputs = match &batch.inputs {
            Some(rows) => tensor(rows.clone(), self.examples.inputs(), &self.device),
            None => self.select(&batch.indices),
        };
        let targets = match &batch.targets {
            Some(rows) => tensor(rows.clone(), rows.len() / batch.indices.len(), &self.device),
            None => inputs.clone(),
        };
        (inputs, targets)
    }

    /// The examples at these indices, unaltered; `[indices, inputs]`.
    pub fn select(&self, indices: &[usize]) -> Tensor<2> {
        match &self.resident {
            None => tensor(self.examples.gather(indices), self.examples.inputs(), &self.device),
            Some(all) => {
                let places: Vec<i32> = indices.iter().map(|&index| index as i32).collect();
                let places = Tensor::<1, Int>::from_data(TensorData::new(places, [indices.len()]), &self.device);
                all.clone().select(0, places)
            }
        }
    }
}
