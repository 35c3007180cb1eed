//! Dense networks learn by formulas of their own: forward, the loss and its gradient in closed form, backward, Adam.
//!
//! Automatic differentiation keeps every operation apart; here each layer is one product of matrices either way, with
//! whatever follows it done while the numbers are in the registers. The formulas are those of `super::autodiff`, which the
//! tests compare them with, and of PyTorch.

pub mod cpu;
#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
pub mod gpu;
mod plan;

pub use plan::Plan;
