//! The data that a step needs from the host, uploaded for several steps at a time.

use super::kernels::KernelConfig;
use crate::train::{
    Batch, Objective,
    adam::{BETA_1, BETA_2, correction},
};
use hourglass_core::data::examples::Examples;

/// The number of bytes between two records: the maximum alignment that WebGPU may require for a dynamic offset.
pub const RECORD: usize = 256;
/// The maximum number of steps in a feed.
pub const STEPS: usize = 64;
/// The size in numbers at which a feed is full, unless a single step needs more.
const NUMBERS: usize = 4 << 20;

/// Several steps that are uploaded together.
pub struct Feed {
    /// Rows or their indices, targets, and noise; the first number is the index in the stretch of the feed's first step.
    pub numbers: Vec<u8>,
    /// A record for each step, in the layout of `wgsl/header.wgsl`.
    pub records: Vec<u8>,
    pub steps: usize,
}

/// What all steps of a stretch have in common.
pub struct Common<'a> {
    pub job: &'a KernelConfig,
    pub objective: &'a Objective,
    pub learning_rate: f32,
    /// All examples, in case they are not on the device.
    pub examples: &'a Examples,
}

impl Feed {
    /// The steps from `first` on, as many as fit; the optimizer has made `taken` updates before them.
    pub fn new(common: &Common<'_>, steps: &[Batch], epsilon: &[Vec<f32>], first: usize, taken: i32) -> Self {
        let mut feed = Self { numbers: Vec::new(), records: Vec::new(), steps: 0 };
        feed.push([first as u32]);
        for (i, batch) in steps.iter().enumerate().skip(first).take(STEPS) {
            feed.add(common, batch, epsilon.get(i).map_or(&[], Vec::as_slice), taken + feed.steps as i32 + 1);
            feed.steps += 1;
            if feed.place() > NUMBERS {
                break;
            }
        }
        feed
    }

    fn add(&mut self, common: &Common<'_>, batch: &Batch, epsilon: &[f32], step: i32) {
        let Common { job, objective, learning_rate, .. } = *common;
        let count = batch.indices.len();
        let rows = self.place();
        match &batch.inputs {
            Some(values) => self.push(values.iter().map(|value| value.to_bits())),
            None if job.is_resident => self.push(batch.indices.iter().map(|&index| index as u32)),
            None => self.push(common.examples.gather(&batch.indices).into_iter().map(f32::to_bits)),
        }
        let targets = self.place();
        self.push(batch.targets.iter().flatten().map(|value| value.to_bits()));
        let noise = self.place();
        self.push(epsilon.iter().map(|value| value.to_bits()));

        let mean = 1.0 / count as f32;
        let numbers = [
            learning_rate / correction(BETA_1, step) as f32,
            (1.0 / correction(BETA_2, step).sqrt()) as f32,
            mean,
            objective.kl_weight(count) * mean,
            objective.sparse * mean,
        ];
        let places = [count, rows, targets, noise, self.steps].map(|place| place as u32);
        let record = places.into_iter().chain(numbers.map(f32::to_bits));
        self.records.extend(record.flat_map(u32::to_le_bytes));
        self.records.resize((self.steps + 1) * RECORD, 0);
    }

    /// The index of the next number.
    fn place(&self) -> usize {
        self.numbers.len() / size_of::<u32>()
    }

    fn push(&mut self, numbers: impl IntoIterator<Item = u32>) {
        self.numbers.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
    }
}
