//! Where tensors live: on WebGPU if it can be trusted, otherwise on the CPU.
//!
//! The caller passes in the function that opens WebGPU, because this module does not depend on the browser. An adapter may exist
//! and still compute wrong results, or none. So one tiny training step has to agree with the CPU's before it is used.

use std::rc::Rc;

use crate::{
    model::{ReadError, Shape, Weights},
    train::{Batch, Batches, Compute, Learner, Objective, Stretch},
};
use hourglass_core::{
    config::{BackendChoice, Config, Model},
    data::examples::Examples,
    protocol::Backend,
    rng::{Purpose, generator, normal, uniform},
};

/// The maximum difference of a weight after the trial step: far above rounding, far below a step's length of 0.1.
const TOLERANCE: f32 = 1e-3;

/// WebGPU as a place to train, with its adapter's name, or the reason why it cannot be used, in a sentence for the user.
type Opened = Result<(Compute, String), String>;

/// The devices of this program. WebGPU can be opened only once, so the result is kept.
#[derive(Default)]
pub struct Devices {
    webgpu: Option<Opened>,
}

impl Devices {
    /// The device for a choice, and its description for the user. `checking` is called before `open` first touches WebGPU.
    pub async fn choose(
        &mut self,
        choice: BackendChoice,
        checking: impl FnOnce(),
        open: impl AsyncFnOnce() -> Opened,
    ) -> (Compute, Backend) {
        if choice == BackendChoice::Cpu {
            return (Compute::cpu(), Backend::Cpu { why: String::new() });
        }
        if self.webgpu.is_none() {
            checking();
            self.webgpu = Some(check(open().await).await);
        }
        match &self.webgpu {
            Some(Ok((place, adapter))) => (place.clone(), Backend::Webgpu { adapter: adapter.clone() }),
            Some(Err(why)) => (Compute::cpu(), Backend::Cpu { why: why.clone() }),
            None => (Compute::cpu(), Backend::Cpu { why: String::new() }),
        }
    }
}

/// Returns the opened device if its results agree with the CPU's.
async fn check(opened: Opened) -> Opened {
    let (place, adapter) = opened?;
    match largest_difference(&place).await {
        Ok(difference) if difference <= TOLERANCE => Ok((place, adapter)),
        Ok(_) => Err(format!("A trial step on “{adapter}” did not agree with the CPU's, so it is not trusted.")),
        Err(error) => Err(format!("A trial step on “{adapter}” failed. {error}")),
    }
}

/// The largest difference between a VAE's weights after one training step on this device and on the CPU.
async fn largest_difference(place: &Compute) -> Result<f32, ReadError> {
    let here = trial_step(place).await?;
    let there = trial_step(&Compute::cpu()).await?;
    let difference = |(a, b): (&f32, &f32)| {
        let difference = (a - b).abs();
        if difference.is_nan() { f32::INFINITY } else { difference }
    };
    Ok(here.iter().zip(&there).map(difference).fold(0.0, f32::max))
}

async fn trial_step(place: &Compute) -> Result<Vec<f32>, ReadError> {
    const BATCH: usize = 4;
    const PIXELS: usize = 20;
    let config = Config { hidden: vec![9], latent: 2, ..Config::default() };
    let shape = Shape::new(&config, PIXELS, PIXELS);
    let objective = Objective::from(&config);
    let mut rng = generator(0, Purpose::Weights(Model::Vae), 0);
    let weights = Weights::initial(&shape, true, &mut rng);
    let values: Vec<f32> = uniform(BATCH * PIXELS, 1.0, &mut rng).iter().map(|value| value.abs()).collect();
    let epsilon = [normal(BATCH * shape.latent, &mut rng)];
    let Some(mut learner) = Learner::new(Model::Vae, &shape, &weights, &objective, place) else {
        return Ok(vec![f32::NAN]);
    };
    let examples = Examples::Rows { values: Rc::new(values), columns: PIXELS, answers: None };
    let batches = Batches::new(examples, &place.device, place.is_gpu());
    let steps = [Batch { indices: (0..BATCH).collect(), ..Batch::default() }];
    let stretch =
        Stretch { batches: &batches, steps: &steps, epsilon: &epsilon, objective: &objective, learning_rate: 0.1 };
    let mut values = learner.train(&stretch).terms().await?.concat();
    for parameter in learner.network().weights().await?.0 {
        values.extend(parameter.values);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;

    #[test]
    fn the_cpu_agrees_with_itself() {
        assert_eq!(block_on(largest_difference(&Compute::cpu())).unwrap(), 0.0);
    }

    #[test]
    fn choosing_the_cpu_does_not_open_webgpu() {
        let (_, backend) =
            block_on(Devices::default().choose(BackendChoice::Cpu, || panic!("checked"), async || panic!("opened")));
        assert_eq!(backend, Backend::Cpu { why: String::new() });
    }

    #[test]
    fn without_webgpu_the_cpu_is_used_and_the_reason_is_given() {
        let open = async || Err("no adapter".to_owned());
        let (_, backend) = block_on(Devices::default().choose(BackendChoice::Auto, || (), open));
        assert_eq!(backend, Backend::Cpu { why: "no adapter".into() });
    }

    #[test]
    fn a_device_that_agrees_with_the_cpu_is_opened_once() {
        let mut devices = Devices::default();
        let open = async || Ok((Compute::cpu(), "toy".to_owned()));
        let (_, backend) = block_on(devices.choose(BackendChoice::Webgpu, || (), open));
        assert_eq!(backend, Backend::Webgpu { adapter: "toy".into() });
        let (_, again) = block_on(devices.choose(BackendChoice::Auto, || panic!("checked"), async || panic!("opened")));
        assert_eq!(again, backend);
    }
}
