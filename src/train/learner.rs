//! A network that learns: its weights, its optimizer, and updates of both.

use burn::{
    module::Module,
    tensor::{Device, Tensor, TensorData},
};

#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
use super::dense::gpu;
use super::{
    Learned, Objective, Place,
    autodiff::Autodiff,
    dense::{Plan, cpu},
    stretch::{StepTerms, Stretch, Trained},
};
#[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
use crate::model::read;
use crate::{
    config::Model,
    model::{Network, ReadError, Shape, Weights},
};

/// A network with its optimizer: Adam (Kingma & Ba 2015) with PyTorch's usual constants.
pub struct Learner(Way);

/// How it learns.
enum Way {
    Autodiff(Box<Autodiff>),
    Cpu(Box<cpu::Engine>, Device),
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    Gpu(Box<gpu::Engine>),
}

/// A network as it was, to be set back to.
pub struct Snapshot(Kept);

enum Kept {
    Network(Box<Network>),
    Parameters(Vec<f32>),
    #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
    Tensor(Box<Tensor<1>>),
}

impl Learner {
    /// A network with these weights; `None` if they do not fit the shape. Dense networks learn by formulas of their own,
    /// all others, and those with a penalty on the Jacobian, by automatic differentiation.
    pub fn new(model: Model, shape: &Shape, weights: &Weights, objective: &Objective, place: &Place) -> Option<Self> {
        let variational = model == Model::Vae;
        let has_formulas = variational || objective.contractive == 0.0;
        let Some(plan) = Plan::new(shape, variational).filter(|_| has_formulas) else {
            return Self::by_autodiff(model, shape, weights, &place.device);
        };
        let parameters = plan.flat(weights)?;
        #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
        if let Some(setup) = &place.gpu {
            return Some(Self(Way::Gpu(Box::new(gpu::Engine::new(plan, parameters, &place.device, setup)))));
        }
        Some(Self(Way::Cpu(Box::new(cpu::Engine::new(plan, parameters)), place.device.clone())))
    }

    /// A network that learns by automatic differentiation, of whatever kind it is.
    pub fn by_autodiff(model: Model, shape: &Shape, weights: &Weights, device: &Device) -> Option<Self> {
        let autodiff = Autodiff::new(shape, model == Model::Vae, weights, device)?;
        Some(Self(Way::Autodiff(Box::new(autodiff))))
    }

    /// The network as it is now, for looking at: it keeps no graph.
    pub fn network(&self) -> Network {
        match &self.0 {
            Way::Autodiff(autodiff) => autodiff.network().valid(),
            Way::Cpu(engine, device) => {
                let parameters = engine.parameters().to_vec();
                let count = parameters.len();
                engine.plan().network(&Tensor::from_data(TensorData::new(parameters, [count]), device))
            }
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => engine.plan().network(engine.parameters()),
        }
    }

    /// The network as it is now, to be set back to.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(match &self.0 {
            Way::Autodiff(autodiff) => Kept::Network(Box::new(autodiff.network().clone())),
            Way::Cpu(engine, _) => Kept::Parameters(engine.parameters().to_vec()),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => Kept::Tensor(Box::new(engine.copy())),
        })
    }

    /// Sets the network back to a snapshot of it.
    pub fn restore(&mut self, snapshot: Snapshot) {
        match (&mut self.0, snapshot.0) {
            (Way::Autodiff(autodiff), Kept::Network(network)) => autodiff.restore(*network),
            (Way::Cpu(engine, _), Kept::Parameters(parameters)) => engine.set_parameters(parameters),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            (Way::Gpu(engine), Kept::Tensor(parameters)) => engine.set_parameters(&parameters),
            // A snapshot of another network: this one stays as it is.
            _ => {}
        }
    }

    /// What was learned so far, read back at once.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn learned(&self) -> Result<Learned, ReadError> {
        match &self.0 {
            Way::Autodiff(autodiff) => autodiff.learned().await,
            Way::Cpu(engine, _) => Ok(engine.learned()),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => engine.learned().await,
        }
    }

    /// Goes on from what an equal network learned, wherever that was; `None`, and nothing changes, where it does not fit.
    pub fn resume(&mut self, learned: &Learned) -> Option<()> {
        match &mut self.0 {
            Way::Autodiff(autodiff) => autodiff.resume(learned),
            Way::Cpu(engine, _) => engine.resume(learned),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => engine.resume(learned),
        }
    }

    /// The weights of a snapshot of this network, on the host.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn weights_of(&self, snapshot: &Snapshot) -> Result<Weights, ReadError> {
        match (&self.0, &snapshot.0) {
            (Way::Cpu(engine, _), Kept::Parameters(parameters)) => Ok(engine.plan().weights(parameters)),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            (Way::Gpu(engine), Kept::Tensor(parameters)) => {
                Ok(engine.plan().weights(&read(parameters.as_ref().clone()).await?))
            }
            (_, Kept::Network(network)) => network.valid().weights().await,
            // A snapshot of another network: this one as it is.
            _ => self.network().weights().await,
        }
    }

    /// A snapshot of this network with other weights; `None` where they do not fit.
    pub fn snapshot_with(&self, weights: &Weights) -> Option<Snapshot> {
        Some(Snapshot(match &self.0 {
            Way::Autodiff(autodiff) => Kept::Network(Box::new(autodiff.like(weights)?)),
            Way::Cpu(engine, _) => Kept::Parameters(engine.plan().flat(weights)?),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => Kept::Tensor(Box::new(engine.on_device(engine.plan().flat(weights)?))),
        }))
    }

    /// Takes the steps of a stretch.
    pub fn train(&mut self, stretch: &Stretch<'_>) -> Trained {
        match &mut self.0 {
            Way::Autodiff(autodiff) => Trained::Pending(Box::new(autodiff.train(stretch))),
            Way::Cpu(engine, _) => Trained::Done(engine.train(stretch)),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => Trained::Pending(Box::new(engine.train(stretch))),
        }
    }

    /// The terms of a stretch's first step, and the gradients of their sum as PyTorch lays them out. Nothing is learned.
    ///
    /// # Errors
    /// Fails where the device does.
    pub async fn gradients(&mut self, stretch: &Stretch<'_>) -> Result<(StepTerms, Weights), ReadError> {
        match &mut self.0 {
            Way::Autodiff(autodiff) => autodiff.gradients(stretch).await,
            Way::Cpu(engine, _) => Ok(engine.gradients(stretch)),
            #[cfg(all(target_arch = "wasm32", feature = "webgpu"))]
            Way::Gpu(engine) => engine.gradients(stretch).await,
        }
    }
}
