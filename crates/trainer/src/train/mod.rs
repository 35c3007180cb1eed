//! Training: stretches of updates, batches of examples, and evaluation.

mod adam;
mod autodiff;
mod batches;
mod compute;
mod dense;
mod evaluate;
mod learned;
mod learner;
mod objective;
mod stretch;
mod training_method;

pub use batches::{Batch, Batches};
pub use compute::Compute;
pub use evaluate::{Evaluation, EvaluationSet, baseline, evaluate, jacobian};
pub use learned::Learned;
pub use learner::Learner;
pub use objective::Objective;
pub use stretch::{StepTerms, Stretch, Trained};
pub use training_method::{Codes, TrainingMethod};
