//! Adam (Kingma & Ba 2015) with PyTorch's default constants, in one pass over all parameters.

use wide::f32x8;

use super::{super::plan::LANES, product::load8};
use crate::train::adam::{BETA_1, BETA_2, EPSILON, correction};

/// A moment that has decayed to this is set to 0, because arithmetic with subnormal numbers is slow.
const TINY: f32 = 1e-30;

/// The moments of the gradients.
pub struct Adam {
    pub first: Vec<f32>,
    pub second: Vec<f32>,
    /// The number of updates.
    pub steps: i32,
}

impl Adam {
    pub fn new(parameters: usize) -> Self {
        Self { first: vec![0.0; parameters], second: vec![0.0; parameters], steps: 0 }
    }

    /// One update. The number of parameters is a multiple of [`LANES`].
    pub fn update(&mut self, parameters: &mut [f32], gradients: &[f32], learning_rate: f32) {
        self.steps += 1;
        let correction = |beta| correction(beta, self.steps) as f32;
        let (rate, second_correction) = (learning_rate / correction(BETA_1), 1.0 / correction(BETA_2));
        let moments = self.first.chunks_exact_mut(LANES).zip(self.second.chunks_exact_mut(LANES));
        let slots = parameters.chunks_exact_mut(LANES).zip(gradients.chunks_exact(LANES));
        for ((parameter, gradient), (first, second)) in slots.zip(moments) {
            let gradient = load8(gradient);
            let m = flush_tiny(mean(BETA_1, load8(first), gradient));
            let v = flush_tiny(mean(BETA_2, load8(second), gradient * gradient));
            first.copy_from_slice(m.as_array());
            second.copy_from_slice(v.as_array());
            let length = m * rate / ((v * second_correction).sqrt() + EPSILON);
            parameter.copy_from_slice((load8(parameter) - length).as_array());
        }
    }
}

/// The running mean.
#[inline]
fn mean(beta: f64, before: f32x8, now: f32x8) -> f32x8 {
    before * beta as f32 + now * (1.0 - beta) as f32
}

#[inline]
fn flush_tiny(moment: f32x8) -> f32x8 {
    moment & moment.abs().simd_gt(f32x8::splat(TINY))
}
