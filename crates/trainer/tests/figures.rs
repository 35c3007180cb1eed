//! The models, losses, gradients and optimizer agree with PyTorch on the CPU.

#[path = "figures/check.rs"]
mod check;

use hourglass_trainer::train::Compute;

#[test]
fn the_cpu_agrees_with_pytorch() {
    futures::executor::block_on(check::agrees_with_pytorch(&Compute::cpu(), 1e-4));
}
