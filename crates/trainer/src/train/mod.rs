//! Training: stretches of updates, batches of examples, and evaluation.

mod adam;
mod autodiff;
mod batches;
mod dense;
mod evaluate;
mod learned;
mod learner;
mod objective;
mod place;
mod stretch;
mod way;

pub use batches::{Batch, Batches};
pub use evaluate::{Evaluation, Question, baseline, decoded, evaluate, jacobian, latents};
pub use learned::Learned;
pub use learner::Learner;
pub use objective::Objective;
pub use place::Place;
pub use stretch::{StepTerms, Stretch, Trained};
pub use way::Way;
