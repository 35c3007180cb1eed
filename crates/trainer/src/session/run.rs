//! One run: its data, its networks, and its progress.

use burn::tensor::Device;

use super::{
    dataset::{DataParts, DataSet, ShownData},
    history::History,
    host::{DataError, Host},
    pace::Pace,
    patience::{Best, Patience},
    pca_comparison::PcaComparison,
};
use crate::{
    image_pca::Principal,
    model::{Network, ReadError, Shape, Weights},
    train::{
        Batch, Batches, Compute, Evaluation, EvaluationSet, Learner, Objective, StepTerms, Stretch, baseline, evaluate,
    },
};
use hourglass_core::{
    config::{Config, KlOver, Model, PerModel},
    data::{examples::InputTransform, schedule::Schedule, split::Split},
    protocol::{CurveKind, CurvePoint, Measured, Progress, RunId, Sample, Terms, Tuning},
    rng::{Purpose, generator},
};

/// Networks in training, and their data.
pub struct Run {
    pub id: RunId,
    pub(super) config: Config,
    pub(super) device: Device,
    pub(super) split: Split,
    pub(super) schedule: Schedule,
    pub(super) batches: Batches,
    /// The batches of the separate test set, if there is one.
    test_batches: Option<Batches>,
    pub(super) shown: ShownData,
    pub(super) trainees: PerModel<Trainee>,
    /// Finished epochs.
    pub(super) epoch: usize,
    /// Finished steps of the current epoch.
    pub(super) step: usize,
    /// The batches of the current epoch.
    pub(super) epoch_batches: Vec<Vec<usize>>,
    pub(super) history: History,
    /// The components of the training images, once they are needed.
    pub(super) principal: Option<Principal>,
    pub(super) pca_comparison: PcaComparison,
    pub pace: Pace,
}

/// A network in training.
pub(super) struct Trainee {
    pub learner: Learner,
    /// Sums of terms times examples over the current epoch.
    pub sums: Sums,
    /// The codes of the sample, until the network changes.
    pub latents: Option<Vec<f32>>,
    pub patience: Patience,
    /// The step at which the network was found to be lost; `None` while it is not.
    pub lost_since: Option<usize>,
    /// Whether patience has run out.
    pub has_stopped: bool,
}

/// Sums of reconstruction, KL and penalty.
pub(super) type Sums = [f64; 3];

/// Why a run cannot continue, in a sentence for the user.
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
    #[error(
        "The {}'s loss is far worse after step {step} than before training: a learning rate of {learning_rate} is too high \
         for it. Lower the learning rate, then press Reset.",
        model.name()
    )]
    LossTooHigh { model: Model, step: usize, learning_rate: f32 },
}

impl Run {
    /// Creates the networks with their initial weights. `config` is within its bounds.
    ///
    /// # Errors
    /// A part of the data would be empty.
    pub fn new(id: RunId, config: Config, data: &DataSet, place: &Compute) -> Result<Self, DataError> {
        let DataParts { examples, test, split, shown } = data.parts(&config)?;
        let shape = Shape::new(&config, examples.inputs(), examples.outputs());
        let mut trainees = PerModel::default();
        for model in Model::ALL.into_iter().filter(|&model| config.models.contains(model)) {
            *trainees.slot(model) = Trainee::new(model, &shape, &config, place);
        }
        let Compute { device, .. } = place;
        let resident = place.is_gpu();
        let schedule = Schedule::new(config.seed, config.batch_size, split.train.clone());
        Ok(Self {
            id,
            config,
            device: device.clone(),
            split,
            epoch_batches: schedule.batches(0),
            schedule,
            batches: Batches::new(examples, device, resident),
            test_batches: test.map(|test| Batches::new(test, device, resident)),
            shown,
            trainees,
            epoch: 0,
            step: 0,
            history: History::default(),
            principal: None,
            pca_comparison: PcaComparison::default(),
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

    /// The examples that the page shows.
    pub fn sample(&self) -> &Sample {
        &self.shown.sample
    }

    /// Whether the run is at the start of an epoch.
    pub fn is_between_epochs(&self) -> bool {
        self.step == 0
    }

    /// Whether the networks still have their initial weights.
    pub fn is_untrained(&self) -> bool {
        self.epoch == 0 && self.is_between_epochs()
    }

    /// Whether nothing is left to train: the last epoch is done, or every network has stopped early.
    pub fn is_done(&self) -> bool {
        self.epoch >= self.config.epochs || self.trainees.iter().all(|(_, trainee)| trainee.has_stopped)
    }

    pub fn tune(&mut self, tuning: Tuning) {
        self.config.learning_rate = tuning.learning_rate;
        self.config.beta = tuning.beta;
        self.config.epochs = tuning.epochs;
        self.config = std::mem::take(&mut self.config).nearest();
    }

    /// See [`baseline`].
    pub fn baseline(&self) -> f32 {
        let Config { loss, output, .. } = self.config;
        let asked = self.validation_set().unwrap_or_else(|| self.test_set());
        baseline(loss, output, (self.batches.examples(), &self.split.train), (asked.batches.examples(), asked.indices))
    }

    /// The number of weights and biases in each network.
    pub fn parameters(&self) -> PerModel<usize> {
        let examples = self.batches.examples();
        let shape = Shape::new(&self.config, examples.inputs(), examples.outputs());
        let mut parameters = PerModel::default();
        for (model, _) in self.trainees.iter() {
            *parameters.slot(model) = Some(shape.parameters(model == Model::Vae));
        }
        parameters
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
        self.history.take_curve()
    }

    /// The measures since the last call.
    pub fn take_measures(&mut self) -> Vec<Measured> {
        self.history.take_measures()
    }

    /// Trains for a stretch: some steps, or until the end of the epoch, which is then evaluated.
    ///
    /// # Errors
    /// The device failed, or a loss is no longer a finite number, or is far too high.
    pub async fn advance(&mut self, host: &impl Host) -> Result<(), RunError> {
        let is_first = self.is_untrained();
        if is_first {
            self.evaluate(host).await?;
        }
        let began = host.now();
        let steps = self.pace.steps().min(self.steps_per_epoch() - self.step);
        let (terms, counts) = self.train(steps).await?;
        self.pace.stepped(steps, host.now() - began, is_first);
        self.record(&terms, &counts)?;
        if self.step == self.steps_per_epoch() {
            self.finish_epoch(host).await?;
        }
        Ok(())
    }

    pub(super) fn steps_per_epoch(&self) -> usize {
        self.schedule.steps_per_epoch()
    }

    /// Position on the curves' axis.
    fn position(&self) -> f32 {
        self.epoch as f32 + self.step as f32 / self.steps_per_epoch() as f32
    }

    /// Updates every network on the same batches. Returns the terms of each network's steps, and the number of examples in each
    /// step.
    pub(super) async fn train(
        &mut self,
        steps: usize,
    ) -> Result<(Vec<(Model, Vec<StepTerms>)>, Vec<usize>), ReadError> {
        let Config { seed, latent, learning_rate, .. } = self.config;
        let objective = Objective::from(&self.config);
        let first = self.epoch * self.steps_per_epoch() + self.step;
        let alteration = InputTransform::in_training(&self.config);
        let mut batches: Vec<Batch> = Vec::with_capacity(steps);
        for step in 0..steps {
            let indices = std::mem::take(&mut self.epoch_batches[self.step + step]);
            let mut rng = generator(seed, Purpose::InputTransform, (first + step) as u64);
            batches.push(self.batches.take(indices, &alteration, &mut rng));
        }
        let counts: Vec<usize> = batches.iter().map(|batch| batch.indices.len()).collect();
        let noise = counts.iter().enumerate().map(|(i, count)| self.schedule.epsilon(first + i, count * latent));
        let active_models = self.active_models();
        let noise: Vec<Vec<f32>> = if active_models.contains(&Model::Vae) { noise.collect() } else { Vec::new() };

        // All networks are started before the first result is awaited.
        let mut trained = Vec::new();
        for model in active_models {
            let Some(trainee) = self.trainees.slot(model) else { continue };
            let epsilon = if model == Model::Vae { noise.as_slice() } else { &[] };
            let stretch =
                Stretch { batches: &self.batches, steps: &batches, epsilon, objective: &objective, learning_rate };
            trained.push((model, trainee.learner.train(&stretch)));
            trainee.latents = None;
        }
        self.step += steps;
        let mut terms = Vec::new();
        for (model, trained) in trained {
            terms.push((model, trained.terms().await?));
        }
        Ok((terms, counts))
    }

    /// Adds the terms of a stretch to the sums of the epoch and to the curves.
    fn record(&mut self, terms: &[(Model, Vec<StepTerms>)], counts: &[usize]) -> Result<(), RunError> {
        let images: usize = counts.iter().sum();
        let position = self.position();
        for (model, terms) in terms {
            let mut stretch = Sums::default();
            add(&mut stretch, counts, terms);
            self.check_finite(*model, &stretch)?;
            if let Some(trainee) = self.trainees.slot(*model) {
                // Step by step, so that the sums do not depend on where a stretch ends.
                add(&mut trainee.sums, counts, terms);
            }
            self.push(*model, CurveKind::Training, position, self.means(stretch, images));
        }
        Ok(())
    }

    /// The networks that are still training.
    fn active_models(&self) -> Vec<Model> {
        self.trainees.iter().filter(|(_, trainee)| !trainee.has_stopped).map(|(model, _)| model).collect()
    }

    async fn finish_epoch(&mut self, host: &impl Host) -> Result<(), RunError> {
        self.epoch += 1;
        self.step = 0;
        let position = self.position();
        for model in self.active_models() {
            if let Some(trainee) = self.trainees.slot(model) {
                let sums = std::mem::take(&mut trainee.sums);
                let terms = self.means(sums, self.split.train.len());
                self.push(model, CurveKind::TrainingEpoch, position, terms);
            }
        }
        self.epoch_batches = self.schedule.batches(self.epoch);
        self.evaluate(host).await?;
        if self.config.patience > 0 && self.is_done() {
            self.restore_best();
        }
        self.check_lost()
    }

    /// Adds the losses on the validation and test examples to the curves, for the networks that are still training.
    async fn evaluate(&mut self, host: &impl Host) -> Result<(), RunError> {
        let objective = Objective::from(&self.config);
        let position = self.position();
        for model in self.active_models() {
            let Some(network) = self.trainees.get(model).map(|trainee| trainee.learner.network()) else { continue };
            let test = evaluate(&network, &self.test_set(), &objective).await?;
            let validation = match self.validation_set() {
                Some(question) => evaluate(&network, &question, &objective).await?,
                None => test,
            };
            self.check_finite(model, &[validation.terms.loss, test.terms.loss].map(f64::from))?;
            self.update_lost(model, validation.terms.reconstruction);
            self.push(model, CurveKind::Validation, position, validation.terms);
            self.push(model, CurveKind::Test { mse: test.mse }, position, test.terms);
            self.measure(model, &network, host).await?;
            self.update_early_stopping(model, validation, test);
        }
        Ok(())
    }

    pub(super) fn test_set(&self) -> EvaluationSet<'_> {
        self.question(self.test_batches.as_ref().unwrap_or(&self.batches), &self.split.test)
    }

    /// `None` if the test examples are used for validation.
    pub(super) fn validation_set(&self) -> Option<EvaluationSet<'_>> {
        let indices = &self.split.validation;
        (!indices.is_empty()).then(|| self.question(&self.batches, indices))
    }

    fn question<'a>(&self, batches: &'a Batches, indices: &'a [usize]) -> EvaluationSet<'a> {
        let Config { seed, range, .. } = self.config;
        EvaluationSet { batches, indices, alteration: InputTransform::in_evaluation(&self.config), seed, range }
    }

    /// Handles early stopping; networks that have not been trained yet do not count as the best.
    fn update_early_stopping(&mut self, model: Model, validation: Evaluation, test: Evaluation) {
        let (patience, epoch) = (self.config.patience, self.epoch);
        if patience > 0
            && epoch > 0
            && let Some(trainee) = self.trainees.slot(model)
        {
            if trainee.patience.record_epoch(Best { epoch, validation: validation.terms, mse: test.mse }) {
                trainee.learner.remember();
            }
            trainee.has_stopped = trainee.patience.waited >= patience;
        }
    }

    /// Restores every network to its best epoch.
    fn restore_best(&mut self) {
        for model in Model::ALL {
            let Some(trainee) = self.trainees.slot(model) else { continue };
            if let Some(best) = trainee.patience.take_best() {
                trainee.learner.restore_remembered();
                trainee.latents = None;
                let kind = CurveKind::Restored { mse: best.mse };
                self.push(model, kind, best.epoch as f32, best.validation);
                self.update_lost(model, best.validation.reconstruction);
            }
        }
    }

    fn check_finite(&self, model: Model, losses: &[f64]) -> Result<(), RunError> {
        if losses.iter().all(|loss| loss.is_finite()) {
            return Ok(());
        }
        let (step, learning_rate) = (self.progress().step, self.config.learning_rate);
        Err(RunError::Diverged { model, step, learning_rate })
    }

    fn push(&mut self, model: Model, kind: CurveKind, epoch: f32, terms: Terms) {
        self.history.add_point(CurvePoint { model, kind, epoch, terms });
    }

    /// The means of terms that were summed over `examples` examples.
    fn means(&self, sums: Sums, examples: usize) -> Terms {
        let Config { beta, kl, batch_size, .. } = self.config;
        let [reconstruction, kl_mean, penalty] = sums.map(|sum| (sum / examples as f64) as f32);
        let batch = batch_size.min(self.split.train.len()) as f32;
        let kl_weight = if kl == KlOver::Sum { beta * batch } else { beta };
        Terms { loss: reconstruction + kl_weight * kl_mean + penalty, reconstruction, kl: kl_mean, penalty }
    }

    pub(super) fn networks(&self) -> Vec<(Model, Network)> {
        self.trainees.iter().map(|(model, trainee)| (model, trainee.learner.network())).collect()
    }
}

impl Trainee {
    fn new(model: Model, shape: &Shape, config: &Config, place: &Compute) -> Option<Self> {
        let mut rng = generator(config.seed, Purpose::Weights(model), 0);
        let weights = Weights::initial(shape, model == Model::Vae, &mut rng);
        Some(Self {
            learner: Learner::new(model, shape, &weights, &Objective::from(config), place)?,
            sums: Sums::default(),
            latents: None,
            patience: Patience::default(),
            lost_since: None,
            has_stopped: false,
        })
    }
}

/// Adds the terms of steps, each weighted by the step's number of examples.
fn add(sums: &mut Sums, counts: &[usize], terms: &[StepTerms]) {
    for (&count, step) in counts.iter().zip(terms) {
        sums.iter_mut().zip(step).for_each(|(sum, &term)| *sum += f64::from(term) * count as f64);
    }
}
