//! A dense network that trains on WebGPU, with custom kernels.
//!
//! Parameters and examples are Burn's tensors, and Burn evaluates the network; only the training steps bypass it. A step is one
//! list of dispatches without a round trip to the host, and whatever changes between steps is uploaded for many steps at once.

mod feed;
mod kernels;
mod layout;
mod program;
mod shared;
mod tile;

use burn::tensor::{Device, Tensor, TensorData};
use burn_wgpu::{WgpuSetup, wgpu};
use futures::FutureExt;

use self::{
    feed::{Common, Feed},
    kernels::KernelConfig,
    program::{Program, Tensors},
    shared::Shared,
};
use super::plan::{Plan, padded};
use crate::{
    model::{Network, Weights, read},
    train::{
        Learned,
        adam::{BETA_1, correction},
        stretch::{StepTerms, Stretch, Trained},
        training_method::{Read, TrainingMethod},
    },
};

/// The parameters of a network, their optimizer, and the kernels of its steps.
pub struct Engine {
    plan: Plan,
    device: Device,
    setup: WgpuSetup,
    /// `[parameters]`, in the layout of [`Plan::flat`].
    parameters: Tensor<1>,
    remembered: Option<Tensor<1>>,
    /// Adam's first moments, then the second ones; `[2 * parameters]`.
    moments: Tensor<1>,
    steps: i32,
    program: Option<Program>,
}

impl Engine {
    /// A network with these parameters.
    pub fn new(plan: Plan, parameters: Vec<f32>, device: &Device, setup: &WgpuSetup) -> Self {
        let count = parameters.len();
        Self {
            plan,
            device: device.clone(),
            setup: setup.clone(),
            parameters: row(parameters, device),
            remembered: None,
            moments: Tensor::zeros([2 * count], device),
            steps: 0,
            program: None,
        }
    }

    /// Uploads numbers to the engine's device.
    fn on_device(&self, numbers: Vec<f32>) -> Tensor<1> {
        row(numbers, &self.device)
    }

    /// `None`, and nothing is trained, if a tensor's buffer is unavailable.
    fn dispatch(&mut self, stretch: &Stretch<'_>, terms: &Tensor<1>) -> Option<()> {
        let job = self.job(stretch);
        let resident = stretch.batches.resident().filter(|_| job.is_resident);
        let examples = resident.map(|all| Shared::new(all).ok_or(())).transpose().ok()?;
        let (parameters, moments, terms) =
            (Shared::new(&self.parameters)?, Shared::new(&self.moments)?, Shared::new(terms)?);
        let tensors = Tensors {
            parameters: parameters.binding(),
            moments: moments.binding(),
            examples: examples.as_ref().map(Shared::binding),
            terms: terms.binding(),
        };
        let program = match self.program.take() {
            Some(program) if program.job == job => program,
            _ => Program::new(&self.plan, job, &self.setup),
        };
        let program = self.program.insert(program);
        let job = program.job.clone();
        let common = Common {
            job: &job,
            objective: stretch.objective,
            learning_rate: stretch.learning_rate,
            examples: stretch.batches.examples(),
        };
        let mut first = 0;
        while first < stretch.steps.len() {
            let feed = Feed::new(&common, stretch.steps, stretch.epsilon, first, self.steps);
            program.run(&feed, &tensors);
            self.steps += feed.steps as i32;
            first += feed.steps;
        }
        Some(())
    }

    /// The kernels' job for a stretch; it keeps the previous number of rows if that is enough.
    fn job(&self, stretch: &Stretch<'_>) -> KernelConfig {
        let rows = stretch.steps.iter().map(|batch| padded(batch.indices.len())).max().unwrap_or(0);
        let before = self.program.as_ref().map_or(0, |program| program.job.rows);
        KernelConfig {
            rows: rows.max(before),
            loss: stretch.objective.loss,
            is_resident: stretch.batches.resident().is_some()
                && stretch.steps.iter().all(|batch| batch.inputs.is_none()),
            has_targets: stretch.steps.iter().any(|batch| batch.targets.is_some()),
            is_sparse: !self.plan.variational && stretch.objective.sparse > 0.0,
            is_emulated: self.setup.adapter.get_info().device_type == wgpu::DeviceType::Cpu,
        }
    }
}

impl TrainingMethod for Engine {
    fn network(&self) -> Network {
        self.plan.network(&self.parameters)
    }

    fn device(&self) -> Device {
        self.device.clone()
    }

    /// # Panics
    /// If the device does not return its buffers. It is then lost, for example after a failed read-back, and the trainer with it.
    fn train(&mut self, stretch: &Stretch<'_>) -> Trained {
        let terms = Tensor::zeros([3 * stretch.steps.len()], &self.device);
        // Without its buffers nothing would be trained, and the terms would stay 0. A panic terminates the worker, and the page
        // continues from the last checkpoint with a new one, or on the CPU if this happens during the start-up check.
        assert!(self.dispatch(stretch, &terms).is_some(), "WebGPU does not return its buffers: the device is lost");
        Trained::Pending(Box::new(terms))
    }

    fn gradients<'a>(&'a mut self, stretch: &'a Stretch<'a>) -> Read<'a, (StepTerms, Weights)> {
        async {
            // After the first step, the first moment is the gradient, up to the bias correction.
            let mut other = Self {
                plan: self.plan.clone(),
                device: self.device.clone(),
                setup: self.setup.clone(),
                parameters: copy(&self.parameters),
                remembered: None,
                moments: self.moments.zeros_like(),
                steps: 0,
                program: self.program.take(),
            };
            let trained = other.train(&Stretch { steps: &stretch.steps[..1], ..*stretch });
            self.program = other.program;
            let terms = trained.terms().await?;
            let mut gradients = read(other.moments).await?;
            gradients.truncate(self.plan.parameters());
            let corrected = correction(BETA_1, 1) as f32;
            gradients.iter_mut().for_each(|value| *value /= corrected);
            Ok((terms.first().copied().unwrap_or_default(), self.plan.weights(&gradients)))
        }
        .boxed_local()
    }

    fn learned(&self) -> Read<'_, Learned> {
        async {
            let all = read(Tensor::cat(vec![self.parameters.clone(), self.moments.clone()], 0)).await?;
            let part = |i: usize| self.plan.weights(&all[i * all.len() / 3..(i + 1) * all.len() / 3]);
            Ok(Learned { weights: part(0), first: part(1), second: part(2), steps: self.steps })
        }
        .boxed_local()
    }

    fn resume(&mut self, learned: &Learned) -> Option<()> {
        let flat = |weights| self.plan.flat(weights);
        let moments = [flat(&learned.first)?, flat(&learned.second)?].concat();
        self.parameters = self.on_device(flat(&learned.weights)?);
        self.moments = self.on_device(moments);
        self.steps = learned.steps;
        Some(())
    }

    /// Copies to a separate tensor, because training changes the parameters in place.
    fn remember(&mut self) {
        self.remembered = Some(copy(&self.parameters));
    }

    fn remember_weights(&mut self, weights: &Weights) -> Option<()> {
        self.remembered = Some(self.on_device(self.plan.flat(weights)?));
        Some(())
    }

    fn remembered(&self) -> Read<'_, Option<Weights>> {
        async {
            let Some(remembered) = &self.remembered else { return Ok(None) };
            Ok(Some(self.plan.weights(&read(remembered.clone()).await?)))
        }
        .boxed_local()
    }

    fn restore_remembered(&mut self) {
        if let Some(parameters) = self.remembered.take() {
            self.parameters = parameters;
        }
    }
}

/// Uploads numbers as a vector.
fn row(numbers: Vec<f32>, device: &Device) -> Tensor<1> {
    let count = numbers.len();
    Tensor::from_data(TensorData::new(numbers, [count]), device)
}

/// The same numbers in a separate tensor.
fn copy(tensor: &Tensor<1>) -> Tensor<1> {
    tensor.clone() + 0.0
}
