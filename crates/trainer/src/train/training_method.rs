//! The interface of all training methods: automatic differentiation, formulas on the CPU, and kernels on WebGPU.

use burn::tensor::Device;
use futures::{FutureExt, future::LocalBoxFuture};

use super::{
    EvaluationSet, Learned, Objective,
    evaluate::{MeanTerms, mean_terms},
    stretch::{StepTerms, Stretch, Trained},
};
use crate::model::{Network, ReadError, Weights, read, tensor};

/// A value that is read back from a device.
pub type Read<'a, T> = LocalBoxFuture<'a, Result<T, ReadError>>;

/// The codes of some rows, on the host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    /// The VAE's mu, or the AE's code; `latent` numbers per row.
    pub mean: Vec<f32>,
    /// The VAE's logvar; empty for an AE.
    pub logvar: Vec<f32>,
}

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's default constants.
pub trait TrainingMethod {
    /// The network in its current state, for evaluation; without a graph.
    fn network(&self) -> Network;

    /// The device of that network.
    fn device(&self) -> Device;

    /// The codes of rows `[rows, inputs]`.
    fn encode(&mut self, rows: Vec<f32>) -> Read<'_, Codes> {
        let (network, device) = (self.network(), self.device());
        async move {
            let columns = network.shape().inputs;
            let posterior = network.encode(tensor(rows, columns, &device));
            let logvar = match posterior.logvar {
                Some(logvar) => read(logvar).await?,
                None => vec![],
            };
            Ok(Codes { mean: read(posterior.mean).await?, logvar })
        }
        .boxed_local()
    }

    /// The network's outputs for codes `[rows, latent]`; `[rows, outputs]`.
    fn decode(&mut self, codes: Vec<f32>) -> Read<'_, Vec<f32>> {
        let (network, device) = (self.network(), self.device());
        async move {
            let columns = network.shape().latent;
            read(network.generate(tensor(codes, columns, &device))).await
        }
        .boxed_local()
    }

    /// Means over the examples of a set, which is not empty. The VAE decodes mu.
    fn mean_terms<'a>(&'a mut self, set: &'a EvaluationSet<'a>, objective: &'a Objective) -> Read<'a, MeanTerms> {
        let network = self.network();
        async move { mean_terms(&network, set, objective).await }.boxed_local()
    }

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
