//! A run as one file: what its networks have learned, how far it has got, and what has been reported of it.
//!
//! The file is in the safetensors format, which PyTorch reads with two lines of code. Weights have PyTorch's names prefixed with
//! the network's (`ae.encoder.0.weight`), Adam's state has the prefix `optimizer.`, the best epoch's weights have `best.`;
//! everything else is text in the metadata. The same bytes are what the user saves, what the page keeps after an epoch, and what
//! another trainer resumes from. A resumed run ends with exactly the same losses as one that never stopped.
//!
//! The decoder trusts no input. This module does not depend on Burn.

mod decode;
mod encode;
mod fault;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use decode::Opened;
pub use encode::encode;
pub use fault::{Fault, Unsavable};

use crate::{model::Weights, train::Learned};
use hourglass_core::{
    config::{Config, Model, PerModel},
    protocol::{CurveKind, CurvePoint, Measured, Terms},
};

/// The version of the format.
const VERSION: &str = "1";

/// A run that can be resumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub config: Config,
    pub reached: Reached,
    pub networks: PerModel<SavedNetwork>,
    /// The curves so far.
    pub curve: Vec<CurvePoint>,
    /// The measures so far.
    pub measures: Vec<Measured>,
}

/// The progress of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Finished epochs.
    pub epoch: usize,
    /// Finished steps of the current epoch.
    pub step: usize,
    pub steps_per_epoch: usize,
}

/// A network of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedNetwork {
    pub learned: Learned,
    /// Sums of reconstruction, KL and penalty times examples over the current epoch.
    pub sums: [f64; 3],
    /// Whether patience has run out.
    pub has_stopped: bool,
    /// Epochs since the best one.
    pub waited: usize,
    /// The state to restore when training stops early.
    pub best: Option<SavedBest>,
}

/// The epoch with the lowest validation loss so far.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedBest {
    pub epoch: usize,
    pub validation: Terms,
    /// Mean squared error on the test examples.
    pub mse: f32,
    pub weights: Weights,
}

/// The keys of the metadata.
mod key {
    /// Identifies the program; the value is [`super::VERSION`].
    pub const VERSION: &str = "hourglass";
    /// The settings, as in a link's hash.
    pub const CONFIG: &str = "config";
    /// The data's source, which not every link can name.
    pub const SOURCE: &str = "data";
    pub const REACHED: &str = "reached";
    pub const NETWORKS: &str = "networks";
    pub const CURVE: &str = "curve";
    pub const MEASURES: &str = "measures";
}

/// What the metadata says about a network.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NetworkState {
    /// The number of updates that Adam has made.
    steps: i32,
    /// The bits of the sums, since decimal numbers would round them.
    sums: [u64; 3],
    has_stopped: bool,
    waited: usize,
    best: Option<BestState>,
}

/// What the metadata says about a network's best epoch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct BestState {
    epoch: usize,
    validation: Terms,
    mse: f32,
}

/// The sets of tensors that a file has for a network.
#[derive(Clone, Copy)]
enum Set {
    Weights,
    First,
    Second,
    SavedBest,
}

impl Set {
    /// The name of a parameter's tensor.
    fn name(self, model: Model, parameter: &str) -> String {
        let model = match model {
            Model::Ae => "ae",
            Model::Vae => "vae",
        };
        match self {
            Self::Weights => format!("{model}.{parameter}"),
            Self::First => format!("optimizer.{model}.{parameter}.exp_avg"),
            Self::Second => format!("optimizer.{model}.{parameter}.exp_avg_sq"),
            Self::SavedBest => format!("best.{model}.{parameter}"),
        }
    }
}

fn are_numbers(terms: &Terms) -> bool {
    [terms.loss, terms.reconstruction, terms.kl, terms.penalty].iter().all(|term| term.is_finite())
}

fn is_number(point: &CurvePoint) -> bool {
    let mse = match point.kind {
        CurveKind::Test { mse } | CurveKind::Restored { mse } => mse,
        CurveKind::Training | CurveKind::TrainingEpoch | CurveKind::Validation => 0.0,
    };
    are_numbers(&point.terms) && mse.is_finite() && point.epoch.is_finite()
}
