//! Training of dense networks by explicit formulas: forward, the loss and its gradient in closed form, backward, Adam.
//!
//! Automatic differentiation runs every operation separately; here each layer is one matrix product in each direction, and
//! whatever follows it happens while the numbers are in registers. The formulas match `super::autodiff`, which the
//! tests compare them with, and PyTorch.

mod cpu;
#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
mod gpu;
mod plan;

use super::{Place, way::Way};
use crate::model::Weights;

pub use plan::Plan;

/// A network that trains by explicit formulas on its place's device; `None` if the weights do not fit.
pub fn by_formulas(plan: Plan, weights: &Weights, place: &Place) -> Option<Box<dyn Way>> {
    let parameters = plan.flat(weights)?;
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    if let Some(setup) = &place.gpu {
        return Some(Box::new(gpu::Engine::new(plan, parameters, &place.device, setup)));
    }
    Some(Box::new(cpu::Engine::new(plan, parameters, &place.device)))
}
