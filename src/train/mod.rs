//! Training: one optimizer update, the examples of a batch, and how good a network is.

mod batches;
mod evaluate;
mod learner;

pub use batches::{Batch, Batches};
pub use evaluate::{Evaluation, Question, baseline, decoded, evaluate, jacobian, latents};
pub use learner::{Learner, Objective};
