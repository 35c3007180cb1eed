//! Hourglass's side of the benchmark: a link's steps, trained by the page's trainer and timed by `bench/web/`.

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(target_arch = "wasm32")]
mod side {
    use std::rc::Rc;

    use hourglass_core::{
        config::{BackendChoice, Config, Model, Models},
        data::{examples::Examples, schedule::Schedule},
        link::Link,
        protocol::Backend,
        rng::{Purpose, generator, uniform},
    };
    use hourglass_trainer::{
        device::Devices,
        model::{Shape, Weights},
        train::{Batch, Batches, Learner, Objective, Stretch},
    };
    use hourglass_trainer_web::open_webgpu;
    use wasm_bindgen::{JsError, prelude::wasm_bindgen};
    use wide::f32x8;

    /// The number of values that [`multiply_and_add`] works on at once: as many as fit in 16 registers of 128 bits with the factors.
    const CHAINS: usize = 6;

    /// The number of floating-point operations in a round of [`multiply_and_add`].
    #[wasm_bindgen]
    pub fn operations() -> usize {
        2 * 8 * CHAINS
    }

    /// Only multiplications and additions in registers: the peak speed of one core with 128-bit SIMD. Returns the sum of all
    /// results, so that none is optimized away.
    #[wasm_bindgen]
    pub fn multiply_and_add(rounds: usize) -> f32 {
        let (factor, term) = (f32x8::splat(0.999), f32x8::splat(0.001));
        let mut chains = [f32x8::ZERO; CHAINS];
        for _ in 0..rounds {
            for chain in &mut chains {
                *chain = *chain * factor + term;
            }
        }
        chains.iter().map(|chain| chain.reduce_add()).sum()
    }

    /// A network that trains repeatedly on one batch of random images.
    #[wasm_bindgen]
    pub struct Bench {
        config: Config,
        model: Model,
        learner: Learner,
        batches: Batches,
        schedule: Schedule,
        step: usize,
    }

    #[wasm_bindgen]
    impl Bench {
        /// Creates the network of a link's hash on the link's backend; fails if that backend is unavailable.
        pub async fn prepare(hash: String) -> Result<Bench, JsError> {
            let (Link { config, .. }, notices) = Link::from_hash(&hash);
            if !notices.is_empty() {
                return Err(JsError::new(&notices.join(" ")));
            }
            let (place, backend) = Devices::default().choose(config.backend, || (), open_webgpu).await;
            if let (BackendChoice::Webgpu, Backend::Cpu { why }) = (config.backend, backend) {
                return Err(JsError::new(&why));
            }
            let model = if config.models == Models::Vae { Model::Vae } else { Model::Ae };
            let columns = config.size.side().pow(2);
            let mut rng = generator(config.seed, Purpose::Weights(model), 0);
            let shape = Shape::new(&config, columns, columns);
            let weights = Weights::initial(&shape, model == Model::Vae, &mut rng);
            let learner = Learner::new(model, &shape, &weights, &Objective::from(&config), &place)
                .ok_or_else(|| JsError::new("The weights do not fit the network."))?;
            let values = uniform(config.batch_size * columns, 0.5, &mut rng).iter().map(|value| value + 0.5).collect();
            let examples = Examples::Rows { values: Rc::new(values), columns, answers: None };
            let batches = Batches::new(examples, &place.device, place.is_gpu());
            let schedule = Schedule::new(config.seed, config.batch_size, (0..config.batch_size).collect());
            Ok(Self { config, model, learner, batches, schedule, step: 0 })
        }

        /// Runs some steps; returns the loss of the last one.
        pub async fn train(&mut self, steps: usize) -> Result<f32, JsError> {
            let Config { batch_size, latent, learning_rate, beta, .. } = self.config;
            let numbers = self.step..self.step + steps;
            self.step = numbers.end;
            let batch = |_| Batch { indices: (0..batch_size).collect(), ..Batch::default() };
            let batches: Vec<Batch> = numbers.clone().map(batch).collect();
            let noise = |step| self.schedule.epsilon(step, batch_size * latent);
            let epsilon = if self.model == Model::Vae { numbers.map(noise).collect() } else { Vec::new() };
            let stretch = Stretch {
                batches: &self.batches,
                steps: &batches,
                epsilon: &epsilon,
                objective: &Objective::from(&self.config),
                learning_rate,
            };
            let terms = self.learner.train(&stretch).terms().await?;
            let [reconstruction, kl, penalty] = terms.last().copied().unwrap_or([f32::NAN; 3]);
            Ok(reconstruction + beta * kl + penalty)
        }
    }
}

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("The benchmark runs in a browser: cargo xtask bench");
}
