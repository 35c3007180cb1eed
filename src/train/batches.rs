//! The examples, ready to be taken in batches.
//!
//! On a GPU they are uploaded once and a batch is selected there by its indices, so that a step uploads only those. On the
//! CPU, for a set too large for one buffer, and where noise spoils the inputs, a batch is made on the host.

use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::Rng;

use crate::{
    data::examples::{Alteration, Examples},
    model::tensor,
};

/// Most numbers in one buffer on the device: they stay within 128 MiB, the least that WebGPU promises for a storage buffer.
const MOST_RESIDENT: usize = 32 << 20;

/// Examples by index, as tensors on a device.
pub struct Batches {
    examples: Examples,
    device: Device,
    /// All of them, `[examples, inputs]`.
    resident: Option<Tensor<2>>,
}

/// What a step learns from.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[batch, inputs]`.
    pub inputs: Tensor<2>,
    /// What should be answered; `[batch, outputs]`.
    pub targets: Tensor<2>,
}

impl Batches {
    /// The examples on the device itself, where `resident` asks for it and they fit.
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

    /// The examples of these indices, altered on their way in.
    pub fn take(&self, indices: &[usize], alteration: &Alteration, rng: &mut impl Rng) -> Batch {
        if !alteration.augments() && !alteration.spoils() {
            let inputs = self.select(indices);
            return Batch { targets: self.answers(indices).unwrap_or_else(|| inputs.clone()), inputs };
        }
        let mut rows = self.examples.gather(indices);
        alteration.augment(&mut rows, rng);
        let mut spoilt = rows.clone();
        alteration.spoil(&mut spoilt, rng);
        let columns = self.examples.inputs();
        let targets = self.answers(indices).unwrap_or_else(|| tensor(rows, columns, &self.device));
        Batch { inputs: tensor(spoilt, columns, &self.device), targets }
    }

    /// The examples of these indices as they are; `[indices, inputs]`.
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

    fn answers(&self, indices: &[usize]) -> Option<Tensor<2>> {
        let answers = self.examples.answers()?;
        let values = indices.iter().map(|&index| answers[index]).collect();
        Some(tensor(values, 1, &self.device))
    }
}
