//! What a run asks of a network, and the answers. They are plain data, so the network may be in another worker.

use serde::{Deserialize, Serialize};

use super::{dataset::DataSet, material::Span};
use crate::{
    model::Weights,
    train::{Evaluation, Learned, StepTerms},
};
use hourglass_core::{
    config::{Config, Model},
    protocol::{Measure, Pictures, Query, Reply, Tuning},
};

/// To a helper: a network to train, or a question about it.
#[derive(Serialize, Deserialize)]
pub enum ToHelper {
    /// Create a network with its initial weights, and give it a number.
    Begin {
        network: u32,
        model: Model,
        config: Box<Config>,
        data: DataSet,
    },
    Ask {
        network: u32,
        ask: Ask,
    },
    /// Forget a network; there is no answer.
    End {
        network: u32,
    },
}

/// From a helper.
#[derive(Serialize, Deserialize)]
pub enum FromHelper {
    /// It is listening. Always the first message; earlier ones are lost.
    Ready,
    Answer(Answer),
    /// It has no network, or its device failed.
    Failed,
}

/// A request to a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Change the settings that may change during training.
    Tune(Tuning),
    Train(Span),
    Evaluate,
    /// Remember the current weights.
    Remember,
    /// Go back to the remembered weights, and forget them.
    RestoreRemembered,
    /// What the network makes of the examples on the page, and of the drawing (784 bytes).
    Pictures {
        drawing: Option<Vec<u8>>,
    },
    Query(Query),
    /// The codes of the test examples.
    TestLatents,
    /// What has been learned so far, and the remembered weights.
    Learned,
    Resume(Box<Learned>, Option<Weights>),
}

impl Ask {
    /// Whether the network is different afterwards.
    pub fn changes(&self) -> bool {
        match self {
            Self::Tune(_) | Self::Train(_) | Self::Remember | Self::RestoreRemembered | Self::Resume(..) => true,
            Self::Evaluate | Self::Pictures { .. } | Self::Query(_) | Self::TestLatents | Self::Learned => false,
        }
    }
}

/// A network's answer.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// It is done; there is nothing to say.
    Done,
    /// The learned state does not fit the network.
    Refused,
    /// The terms of each step.
    Trained(Vec<StepTerms>),
    Evaluated(Evaluated),
    Pictures(Box<Pictures>),
    Reply(Reply),
    Latents(Vec<f32>),
    Learned(Box<Learned>, Option<Weights>),
}

/// How good a network is at the end of an epoch.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Evaluated {
    pub validation: Evaluation,
    pub test: Evaluation,
    /// Empty if a loss is not finite.
    pub measures: Vec<(Measure, f32)>,
}
