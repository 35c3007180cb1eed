//! The interface of all training methods: automatic differentiation, formulas on the CPU, and kernels on WebGPU.

use futures::future::LocalBoxFuture;

use super::{
    Learned,
    stretch::{StepTerms, Stretch, Trained},
};
use crate::model::{Network, ReadError, Weights};

/// A value that is read back from a device.
pub type Read<'a, T> = LocalBoxFuture<'a, Result<T, ReadError>>;

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's default constants.
pub trait TrainingMethod {
    /// The network in its current state, for evaluation; without a graph.
    fn network(&self) -> Network;

    /// Runs the steps of a stretch.
    fn train(&mut self, stretch: &Stretch<'_>) -> Trained;

    /// The terms of a stretch's first step, and the gradients of their sum in PyTorch's layout. Nothing is updated.
    fn gradients<'a>(&'a mut self, stretch: &'a Stretch<'a>) -> Read<'a, (StepTerms, Weights)>;

    /// What has been learned so far, in a single read.
    fn learned(&self) -> Read<'_, Learned>;

    /// Continues from what a network of the same shape has learned on any device; `None`, with no change, if it does not fit.
    fn resume(&mut self, learned: &Learned) -> Option<()>;

    /// Remembers the current weights instead of the previously remembered ones.
    fn remember(&mut self);

    /// Remembers other weights; `None`, with no change, if they do not fit.
    fn remember_weights(&mut self, weights: &Weights) -> Option<()>;

    /// The remembered weights, on the host.
    fn remembered(&self) -> Read<'_, Option<Weights>>;

    /// Restores the remembered weights, and forgets them. The optimizer's state does not change.
    fn restore_remembered(&mut self);
}
