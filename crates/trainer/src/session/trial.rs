//! Times a step on each backend: the networks train on random images for a moment.

use std::{fmt::Display, rc::Rc};

use rand::Rng;

use super::{
    dataset::DataSet,
    host::Host,
    run::{Run, RunError},
};
use crate::{device::Devices, train::Compute};
use hourglass_core::{
    config::{BackendChoice, Config, Digits, Source, SplitBy},
    data::{image::PIXELS, images::Images},
    protocol::{Backend, RunId, Timing},
    rng::{Purpose, generator},
};

/// The maximum number of training images, and of batches.
const IMAGES: usize = 16_000;
const BATCHES: usize = 64;
/// The number of images for validation, and for test.
const FEW: usize = 10;
/// Milliseconds of training that suffice for a measurement.
const ENOUGH: f64 = 600.0;
/// WebGPU has lost if a step takes this many times as long as on the CPU.
const GIVE_UP_RATIO: f64 = 4.0;

/// Times a step of a configuration's networks on the CPU and on WebGPU.
///
/// # Errors
/// Why WebGPU cannot be used, in a sentence for the user.
pub async fn trial(host: &impl Host, devices: &mut Devices, config: Config) -> Result<Timing, String> {
    let (webgpu, backend) = devices.choose(BackendChoice::Webgpu, || (), || host.open_webgpu()).await;
    let adapter = match backend {
        Backend::Webgpu { adapter } => adapter,
        Backend::Cpu { why } => return Err(why),
    };
    let data = random_data(&config);
    let config = on_random_data(config);
    let run = |place: &Compute| Run::new(RunId::default(), config.clone(), &data, place).map_err(in_words);
    let cpu = milliseconds(host, &mut run(&Compute::cpu())?, f64::INFINITY).await.map_err(in_words)?;
    let webgpu = milliseconds(host, &mut run(&webgpu)?, GIVE_UP_RATIO * cpu).await.map_err(in_words)?;
    Ok(Timing { adapter, webgpu, cpu })
}

/// The milliseconds of the fastest step; timing ends as soon as that is longer than `most`. The first step is not timed, because
/// it compiles kernels.
async fn milliseconds(host: &impl Host, run: &mut Run, most: f64) -> Result<f64, RunError> {
    run.train(1, host).await?;
    let (mut left, mut spent, mut best) = (run.steps_per_epoch() - 1, 0.0, f64::INFINITY);
    while left > 0 && spent < ENOUGH {
        let (steps, began) = (run.pace.steps().min(left), host.now());
        run.train(steps, host).await?;
        let took = host.now() - began;
        run.pace.stepped(steps, took, false);
        // A coarse clock may not have advanced.
        best = best.min((took / steps as f64).max(1e-3));
        if best > most {
            break;
        }
        left -= steps;
        spent += took;
    }
    Ok(best)
}

/// Images of noise, enough for some batches.
fn random_data(config: &Config) -> DataSet {
    DataSet::Images { images: noise(learned(config) + FEW), test: Some(noise(FEW)) }
}

/// The number of training images, in whole batches.
fn learned(config: &Config) -> usize {
    config.batch_size * (IMAGES / config.batch_size).clamp(2, BATCHES)
}

fn noise(count: usize) -> Rc<Images> {
    let mut bytes = vec![0; count * PIXELS];
    generator(0, Purpose::Trial, 0).fill_bytes(&mut bytes);
    Rc::new(Images::unlabelled(bytes))
}

/// The configuration for the random images: in order, all but a few are for training.
fn on_random_data(config: Config) -> Config {
    let train = learned(&config);
    Config { source: Source::Own, split: SplitBy::Order, digits: Digits::ALL, train, ..config }
}

fn in_words(error: impl Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use std::future::ready;

    use futures::{FutureExt, executor::block_on, future::LocalBoxFuture};

    use super::*;
    use crate::session::{DataError, Yield};
    use hourglass_core::protocol::Event;

    /// A host with nothing but a clock.
    struct Clock(Instant);

    impl Yield for Clock {
        fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
            ready(()).boxed_local()
        }
    }

    impl Host for Clock {
        fn now(&self) -> f64 {
            self.0.elapsed().as_secs_f64() * 1_000.0
        }

        fn emit(&self, _: Event) {}

        async fn sleep(&self, _: u32) {}

        async fn fetch(&self, _: &str, _: &dyn Fn(u64)) -> Result<Vec<u8>, DataError> {
            Err(DataError::Index)
        }

        async fn unpack(&self, _: &[u8]) -> Result<Vec<u8>, DataError> {
            Err(DataError::Unpack)
        }
    }

    #[test]
    fn a_step_is_timed_until_it_is_known_or_hopeless() {
        let config = on_random_data(Config { hidden: vec![8], batch_size: 4, ..Config::default() });
        let data = random_data(&config);
        for most in [f64::INFINITY, 0.0] {
            let mut run = Run::new(RunId::default(), config.clone(), &data, &Compute::cpu()).unwrap();
            assert_eq!(run.steps_per_epoch(), BATCHES);
            let ms = block_on(milliseconds(&Clock(Instant::now()), &mut run, most)).unwrap();
            assert!(ms > 0.0 && ms < 1_000.0, "{ms} ms");
            // The first step is not timed; a hopeless one is the last.
            let steps = run.progress().step;
            assert!(if most == 0.0 { steps == 2 } else { steps > 2 }, "{steps} steps with a limit of {most} ms");
        }
    }
}
