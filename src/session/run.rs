//! One run: its data, its networks, and how far they have come.

use std::rc::Rc;

use burn::tensor::{Device, Tensor};

use super::{
    host::{DataError, Host},
    pace::Pace,
    store::DataSet,
};
use crate::{
    config::{Config, Model, PerModel},
    data::{
        image::PIXELS,
        images::Images,
        schedule::Schedule,
        split::{Split, exhibits},
    },
    model::{Network, ReadError, Shape, Weights, read, tensor},
    protocol::{Backend, CurveKind, CurvePoint, Progress, RunId, Sample, Terms, Tuning},
    rng::{Purpose, generator},
    train::{Batches, Learner, Objective, baseline, evaluate},
};

/// The networks in training on their data.
pub struct Run {
    pub id: RunId,
    pub(super) config: Config,
    pub(super) device: Device,
    split: Split,
    schedule: Schedule,
    images: Rc<Images>,
    batches: Batches,
    test_batches: Batches,
    pub(super) sample_images: Tensor<2>,
    pub(super) exhibits: Vec<usize>,
    pub(super) learners: PerModel<Learner>,
    /// Finished epochs.
    epoch: usize,
    /// Finished steps of the epoch begun.
    step: usize,
    /// The batches of the epoch begun.
    epoch_batches: Vec<Vec<usize>>,
    /// Sums over the epoch begun, of terms times images.
    sums: PerModel<[f64; 2]>,
    /// Points of the curves that have not been sent.
    curve: Vec<CurvePoint>,
    /// The sample's places in the latent space, until the networks change.
    pub(super) latents: PerModel<Vec<f32>>,
    pub pace: Pace,
}

/// Why a run cannot go on, in a sentence for the user.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(
        "The {}'s loss is no longer a number after step {step}: a learning rate of {learning_rate} is too high for it. \
         Lower the learning rate, then press Reset.",
        model.name()
    )]
    Diverged { model: Model, step: usize, learning_rate: f32 },
}

impl Run {
    /// Sets up the networks with their initial weights. `config` is within its bounds.
    ///
    /// # Errors
    /// Data of which a part would be empty.
    pub fn new(
        id: RunId,
        config: Config,
        data: &DataSet,
        device: &Device,
        backend: &Backend,
    ) -> Result<Self, DataError> {
        let split = data.split(&config)?;
        let resident = matches!(backend, Backend::Webgpu { .. });
        let batches = Batches::new(data.images.clone(), device, resident);
        let test_batches = Batches::new(data.test_images().clone(), device, resident && data.test.is_some());
        let sample = split.sample();
        let sample_images = tensor(data.test_images().gather(sample), PIXELS, device);
        let labels: Option<Vec<u8>> = sample.iter().map(|&index| data.test_images().label(index)).collect();
        let exhibits = exhibits(labels.as_deref(), sample.len());

        let shape = Shape::from(&config);
        let mut learners = PerModel::default();
        let mut sums = PerModel::default();
        for model in Model::ALL.into_iter().filter(|&model| config.models.contains(model)) {
            let mut rng = generator(config.seed, Purpose::Weights(model), 0);
            let weights = Weights::initial(&shape, model == Model::Vae, &mut rng);
            *learners.slot(model) = Learner::new(model, &shape, &weights, device);
            *sums.slot(model) = Some([0.0; 2]);
        }
        let schedule = Schedule::new(config.seed, config.batch_size, split.train.clone());
        Ok(Self {
            id,
            config,
            device: device.clone(),
            split,
            epoch_batches: schedule.batches(0),
            schedule,
            images: data.images.clone(),
            batches,
            test_batches,
            sample_images,
            exhibits,
            learners,
            epoch: 0,
            step: 0,
            sums,
            curve: Vec::new(),
            latents: PerModel::default(),
            pace: Pace::default(),
        })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn epoch(&self) -> usize {
        self.epoch
    }

    pub fn split(&self) -> &Split {
        &self.split
    }

    pub fn tune(&mut self, tuning: Tuning) {
        self.config.learning_rate = tuning.learning_rate;
        self.config.beta = tuning.beta;
        self.config.epochs = tuning.epochs;
        self.config = std::mem::take(&mut self.config).nearest();
    }

    /// The test images that the page shows.
    pub fn sample(&self, images: &Images) -> Sample {
        let indices = self.split.sample();
        Sample {
            images: indices.iter().flat_map(|&index| images.image(index)).copied().collect(),
            labels: indices.iter().map(|&index| images.label(index)).collect(),
            exhibits: self.exhibits.clone(),
        }
    }

    /// See [`baseline`].
    pub fn baseline(&self) -> f32 {
        let mean = self.images.mean(&self.split.train);
        baseline(self.config.loss, &self.images, &self.split.validation, &mean)
    }

    pub fn progress(&self) -> Progress {
        let ms_per_step = self.pace.ms_per_step();
        let steps_per_epoch = self.steps_per_epoch();
        let images_per_second = if ms_per_step > 0.0 {
            self.split.train.len() as f64 / steps_per_epoch as f64 / ms_per_step * 1000.0
        } else {
            0.0
        };
        Progress {
            epoch: self.epoch,
            epochs: self.config.epochs,
            step: self.epoch * steps_per_epoch + self.step,
            steps_per_epoch,
            ms_per_step,
            images_per_second,
        }
    }

    /// The points of the curves since the last call.
    pub fn take_curve(&mut self) -> Vec<CurvePoint> {
        std::mem::take(&mut self.curve)
    }

    /// Trains for a stretch: some steps, or to the end of the epoch, which is then evaluated.
    ///
    /// # Errors
    /// The device failed, or a loss is no longer a number.
    pub async fn advance(&mut self, host: &impl Host) -> Result<(), RunError> {
        let is_first = self.epoch == 0 && self.step == 0;
        if is_first {
            self.evaluate().await?;
        }
        let began = host.now();
        let steps = self.pace.steps().min(self.steps_per_epoch() - self.step);
        let mut terms = Vec::new();
        let mut counts = Vec::new();
        for _ in 0..steps {
            let batch = std::mem::take(&mut self.epoch_batches[self.step]);
            counts.push(batch.len());
            terms.extend(self.train_on(&batch));
            self.step += 1;
        }
        let terms = read(Tensor::cat(terms, 0)).await?;
        self.pace.stepped(steps, host.now() - began, is_first);
        self.latents = PerModel::default();
        self.record(&terms, &counts)?;
        if self.step == self.steps_per_epoch() {
            self.finish_epoch().await?;
        }
        Ok(())
    }

    fn steps_per_epoch(&self) -> usize {
        self.schedule.steps_per_epoch()
    }

    /// Position on the curves' axis.
    fn position(&self) -> f32 {
        self.epoch as f32 + self.step as f32 / self.steps_per_epoch() as f32
    }

    /// One update of every network on the same batch; the terms of each, `[2]`.
    fn train_on(&mut self, batch: &[usize]) -> Vec<Tensor<1>> {
        let images = self.batches.take(batch);
        let Config { loss, beta, latent, learning_rate, .. } = self.config;
        let step = self.epoch * self.steps_per_epoch() + self.step;
        let mut terms = Vec::new();
        if let Some(ae) = &mut self.learners.ae {
            terms.push(ae.step(images.clone(), None, Objective { loss, beta }, learning_rate));
        }
        if let Some(vae) = &mut self.learners.vae {
            let epsilon = tensor(self.schedule.epsilon(step, batch.len() * latent), latent, &self.device);
            terms.push(vae.step(images, Some(epsilon), Objective { loss, beta }, learning_rate));
        }
        terms
    }

    /// Adds the terms of a stretch, step by step and model by model, to the epoch's sums and to the curves.
    fn record(&mut self, terms: &[f32], counts: &[usize]) -> Result<(), RunError> {
        let models: Vec<Model> = self.learners.iter().map(|(model, _)| model).collect();
        let images: usize = counts.iter().sum();
        let position = self.position();
        for (i, &model) in models.iter().enumerate() {
            let mut stretch = [0.0; 2];
            for (&count, step) in counts.iter().zip(terms.chunks_exact(2).skip(i).step_by(models.len())) {
                stretch[0] += f64::from(step[0]) * count as f64;
                stretch[1] += f64::from(step[1]) * count as f64;
            }
            self.check_finite(model, &stretch)?;
            if let Some(sums) = self.sums.slot(model) {
                sums[0] += stretch[0];
                sums[1] += stretch[1];
            }
            self.push(model, CurveKind::Training, position, means(stretch, images, self.config.beta));
        }
        Ok(())
    }

    async fn finish_epoch(&mut self) -> Result<(), RunError> {
        self.epoch += 1;
        self.step = 0;
        let position = self.position();
        for model in Model::ALL {
            if let Some(sums) = self.sums.slot(model) {
                let sums = std::mem::take(sums);
                let terms = means(sums, self.split.train.len(), self.config.beta);
                self.push(model, CurveKind::TrainingEpoch, position, terms);
            }
        }
        self.epoch_batches = self.schedule.batches(self.epoch);
        self.evaluate().await
    }

    /// Puts every network's losses on the validation and test images on the curves.
    async fn evaluate(&mut self) -> Result<(), RunError> {
        let objective = Objective { loss: self.config.loss, beta: self.config.beta };
        let position = self.position();
        for (model, network) in self.networks() {
            let validation = evaluate(&network, &self.batches, &self.split.validation, objective).await?;
            self.check_finite(model, &[f64::from(validation.terms.loss)])?;
            self.push(model, CurveKind::Validation, position, validation.terms);
            let test = evaluate(&network, &self.test_batches, &self.split.test, objective).await?;
            self.push(model, CurveKind::Test { mse: test.mse }, position, test.terms);
        }
        Ok(())
    }

    fn check_finite(&self, model: Model, losses: &[f64]) -> Result<(), RunError> {
        if losses.iter().all(|loss| loss.is_finite()) {
            return Ok(());
        }
        let (step, learning_rate) = (self.progress().step, self.config.learning_rate);
        Err(RunError::Diverged { model, step, learning_rate })
    }

    fn push(&mut self, model: Model, kind: CurveKind, epoch: f32, terms: Terms) {
        self.curve.push(CurvePoint { model, kind, epoch, terms });
    }

    pub(super) fn networks(&self) -> Vec<(Model, Network)> {
        self.learners.iter().map(|(model, learner)| (model, learner.network())).collect()
    }
}

/// Means of sums of terms over so many images.
fn means(sums: [f64; 2], images: usize, beta: f32) -> Terms {
    let [reconstruction, kl] = sums.map(|sum| (sum / images as f64) as f32);
    Terms { loss: reconstruction + beta * kl, reconstruction, kl }
}
