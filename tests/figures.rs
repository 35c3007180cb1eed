//! The models, losses, gradients and optimizer agree with PyTorch on the CPU.

#[path = "figures/check.rs"]
mod check;

use burn::tensor::Device;

#[test]
fn the_cpu_agrees_with_pytorch() {
    futures::executor::block_on(check::agrees_with_pytorch(&Device::flex(), 1e-4));
}
