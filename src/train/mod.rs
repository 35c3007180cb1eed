//! Training: one optimizer update, the images of a batch, and how good a network is.

mod batches;
mod evaluate;
mod learner;

pub use batches::Batches;
pub use evaluate::{Evaluation, baseline, decoded, evaluate, latents};
pub use learner::{Learner, Objective};
