//! Training of dense networks by explicit formulas: forward, the loss and its gradient in closed form, backward, Adam.
//!
//! Automatic differentiation runs every operation separately; here each layer is one matrix product in each direction, and
//! whatever follows it happens while the numbers are in registers. The formulas match `super::autodiff`, which the
//! tests compare them with, and PyTorch.

mod cpu;
#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
mod gpu;
mod plan;

use super::{Compute, training_method::TrainingMethod};
use crate::model::Weights;

pub use plan::Plan;

/// A network that trains by explicit formulas on its place's device; `None` if the weights do not fit.
pub fn with_explicit_gradients(plan: Plan, weights: &Weights, place: &Compute) -> Option<Box<dyn TrainingMethod>> {
    let parameters = plan.flat(weights)?;
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    if let Some(setup) = &place.gpu {
        return Some(Box::new(gpu::Engine::new(plan, parameters, &place.device, setup)));
    }
    Some(Box::new(cpu::Engine::new(plan, parameters, &place.device)))
}
