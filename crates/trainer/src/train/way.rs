//! What every way of learning can do: by automatic differentiation, by formulas on the CPU, by kernels on WebGPU.

use futures::future::LocalBoxFuture;

use super::{
    Learned,
    stretch::{StepTerms, Stretch, Trained},
};
use crate::model::{Network, ReadError, Weights};

/// What is read back from a device.
pub type Read<'a, T> = LocalBoxFuture<'a, Result<T, ReadError>>;

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's usual constants.
pub trait Way {
    /// The network as it is now, for looking at: it keeps no graph.
    fn network(&self) -> Network;

    /// Takes the steps of a stretch.
    fn train(&mut self, stretch: &Stretch<'_>) -> Trained;

    /// The terms of a stretch's first step, and the gradients of their sum as PyTorch lays them out. Nothing is learned.
    fn gradients<'a>(&'a mut self, stretch: &'a Stretch<'a>) -> Read<'a, (StepTerms, Weights)>;

    /// What was learned so far, read back at once.
    fn learned(&self) -> Read<'_, Learned>;

    /// Goes on from what an equal network learned, wherever that was; `None`, and nothing changes, where it does not fit.
    fn resume(&mut self, learned: &Learned) -> Option<()>;

    /// Remembers the weights as they are now, in place of those remembered before.
    fn remember(&mut self);

    /// Remembers other weights; `None`, and nothing changes, where they do not fit.
    fn remember_weights(&mut self, weights: &Weights) -> Option<()>;

    /// The weights that are remembered, on the host.
    fn remembered(&self) -> Read<'_, Option<Weights>>;

    /// Sets the network back to the weights that are remembered, and forgets them. The optimizer goes on.
    fn go_back(&mut self);
}
