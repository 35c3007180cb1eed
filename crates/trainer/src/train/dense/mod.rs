//! Dense networks learn by formulas of their own: forward, the loss and its gradient in closed form, backward, Adam.
//!
//! Automatic differentiation keeps every operation apart; here each layer is one product of matrices either way, with
//! whatever follows it done while the numbers are in the registers. The formulas are those of `super::autodiff`, which the
//! tests compare them with, and of PyTorch.

mod cpu;
#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
mod gpu;
mod plan;

use super::{Place, way::Way};
use crate::model::Weights;

pub use plan::Plan;

/// A network that learns by formulas where its place is; `None` if the weights do not fit.
pub fn by_formulas(plan: Plan, weights: &Weights, place: &Place) -> Option<Box<dyn Way>> {
    let parameters = plan.flat(weights)?;
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    if let Some(setup) = &place.gpu {
        return Some(Box::new(gpu::Engine::new(plan, parameters, &place.device, setup)));
    }
    Some(Box::new(cpu::Engine::new(plan, parameters, &place.device)))
}
