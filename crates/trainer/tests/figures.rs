//! The models, losses, gradients and optimizer agree with PyTorch on the CPU.

#[path = "figures/check.rs"]
mod check;

use hourglass_trainer::train::Place;

#[test]
fn the_cpu_agrees_with_pytorch() {
    futures::executor::block_on(check::agrees_with_pytorch(&Place::cpu(), 1e-4));
}
