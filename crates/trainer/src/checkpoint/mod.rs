//! A run as one file: what its networks have learned, how far it has come, and what has been told of it.
//!
//! The file is safetensors, which PyTorch's users read with two lines: weights with PyTorch's names behind the network's
//! (`ae.encoder.0.weight`), Adam's state behind `optimizer.`, the best epoch's weights behind `best.`; everything else is
//! text in its metadata. The same bytes are what the user saves, what the page keeps after an epoch, and what another
//! trainer goes on from, so that the run ends with the very losses of one that never stopped.
//!
//! Reading trusts no byte. It knows nothing of Burn.

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

/// The version of the format that is written.
const VERSION: &str = "1";

/// A run, to be gone on with.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub config: Config,
    pub reached: Reached,
    pub networks: PerModel<Network>,
    /// The curves so far.
    pub curve: Vec<CurvePoint>,
    /// What was measured besides.
    pub measures: Vec<Measured>,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// Finished epochs.
    pub epoch: usize,
    /// Finished steps of the epoch begun.
    pub step: usize,
    pub steps_per_epoch: usize,
}

/// A network of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    pub learned: Learned,
    /// Sums over the epoch begun, of reconstruction, KL and penalty times examples.
    pub sums: [f64; 3],
    /// Patience has run out.
    pub has_stopped: bool,
    /// Epochs since the best.
    pub waited: usize,
    /// What it would be set back to.
    pub best: Option<Best>,
}

/// The epoch with the least validation loss so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    pub epoch: usize,
    pub validation: Terms,
    /// Mean squared error on the test examples.
    pub mse: f32,
    pub weights: Weights,
}

/// The keys of the metadata.
mod key {
    /// Whose file it is: [`super::VERSION`].
    pub const VERSION: &str = "hourglass";
    /// The settings, as the address's hash has them.
    pub const CONFIG: &str = "config";
    /// The data's source, which an address may not name.
    pub const SOURCE: &str = "data";
    pub const REACHED: &str = "reached";
    pub const NETWORKS: &str = "networks";
    pub const CURVE: &str = "curve";
    pub const MEASURES: &str = "measures";
}

/// What the metadata says of a network.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Note {
    /// Updates that Adam took.
    steps: i32,
    /// The bits of the sums: decimal numbers would round them.
    sums: [u64; 3],
    has_stopped: bool,
    waited: usize,
    best: Option<BestNote>,
}

/// What it says of a network's best epoch.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct BestNote {
    epoch: usize,
    validation: Terms,
    mse: f32,
}

/// The sets of tensors that a network has in a file.
#[derive(Clone, Copy)]
enum Set {
    Weights,
    First,
    Second,
    Best,
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
            Self::Best => format!("best.{model}.{parameter}"),
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
