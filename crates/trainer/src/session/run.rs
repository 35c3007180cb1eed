//! One run: its data, its networks, and its progress.

use std::rc::Rc;

use futures::{
    FutureExt,
    future::{LocalBoxFuture, join_all},
};

use super::{
    ask::{Answer, Ask, Evaluated},
    dataset::DataSet,
    helper::{HelperPort, MOST_COPIED},
    history::History,
    host::{DataError, Host, Yield},
    material::{Material, Span},
    member::{Member, NoAnswer, Sums},
    pace::Pace,
    patience::Best,
    pca_comparison::PcaComparison,
    trainee::{Trainee, tune},
};
use crate::{
    model::ReadError,
    train::{Compute, StepTerms, baseline},
};
use hourglass_core::{
    config::{Config, KlOver, Model, PerModel},
    data::split::Split,
    protocol::{CurveKind, CurvePoint, Measured, Progress, RunId, Sample, Terms, Tuning},
};

/// Networks in training, and their data.
pub struct Run {
    pub id: RunId,
    pub(super) config: Config,
    pub(super) material: Rc<Material>,
    pub(super) members: PerModel<Member>,
    /// Whether the networks are trained on a GPU.
    is_on_gpu: bool,
    /// Finished epochs.
    pub(super) epoch: usize,
    /// Finished steps of the current epoch.
    pub(super) step: usize,
    pub(super) history: History,
    pub(super) pca_comparison: PcaComparison,
    pub pace: Pace,
}

/// Why a run cannot continue, in a sentence for the user.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("The worker that trained one of the networks has ended, and the network could not be trained here.")]
    HelperLost,
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
        let material = Rc::new(Material::new(&config, data, place)?);
        let mut members = PerModel::default();
        for model in Model::ALL.into_iter().filter(|&model| config.models.contains(model)) {
            *members.slot(model) = Trainee::new(model, &config, &material, place).map(Member::new);
        }
        Ok(Self {
            id,
            config,
            material,
            members,
            is_on_gpu: place.is_gpu(),
            epoch: 0,
            step: 0,
            history: History::default(),
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
        &self.material.split
    }

    /// The examples that the page shows.
    pub fn sample(&self) -> &Sample {
        &self.material.shown.sample
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
        self.epoch >= self.config.epochs || self.members.iter().all(|(_, member)| member.has_stopped)
    }

    /// Changes the settings that may change during training.
    ///
    /// # Errors
    /// The device failed.
    pub async fn tune(&mut self, tuning: Tuning, host: &dyn Yield) -> Result<(), RunError> {
        tune(&mut self.config, tuning);
        let all = self.models();
        self.ask(&all, &Ask::Tune(tuning), host).await?;
        Ok(())
    }

    /// See [`baseline`].
    pub fn baseline(&self) -> f32 {
        let Config { loss, output, .. } = self.config;
        let material = &self.material;
        let asked = material.validation_set().unwrap_or_else(|| material.test_set());
        let learned = (material.batches.examples(), material.split.train.as_slice());
        baseline(loss, output, learned, (asked.batches.examples(), asked.indices))
    }

    /// The number of weights and biases in each network.
    pub fn parameters(&self) -> PerModel<usize> {
        let shape = self.material.shape();
        let mut parameters = PerModel::default();
        for (model, _) in self.members.iter() {
            *parameters.slot(model) = Some(shape.parameters(model == Model::Vae));
        }
        parameters
    }

    pub fn progress(&self) -> Progress {
        let ms_per_step = self.pace.ms_per_step();
        let steps_per_epoch = self.steps_per_epoch();
        let images_per_second = if ms_per_step > 0.0 {
            self.material.split.train.len() as f64 / steps_per_epoch as f64 / ms_per_step * 1000.0
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
            workers: self.workers(),
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
    pub fn advance<'a>(&'a mut self, host: &'a impl Host) -> LocalBoxFuture<'a, Result<(), RunError>> {
        // In a box, so that it is compiled only once and not for every caller.
        self.do_advance(host).boxed_local()
    }

    async fn do_advance(&mut self, host: &impl Host) -> Result<(), RunError> {
        let is_first = self.is_untrained();
        if is_first {
            self.evaluate(host).await?;
        }
        let began = host.now();
        let steps = self.pace.steps().min(self.steps_per_epoch() - self.step);
        let (terms, counts) = self.train(steps, host).await?;
        self.pace.stepped(steps, host.now() - began, is_first);
        self.record(&terms, &counts)?;
        if self.step == self.steps_per_epoch() {
            self.finish_epoch(host).await?;
        }
        Ok(())
    }

    pub(super) fn steps_per_epoch(&self) -> usize {
        self.material.schedule.steps_per_epoch()
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
        host: &dyn Yield,
    ) -> Result<(Vec<(Model, Vec<StepTerms>)>, Vec<usize>), RunError> {
        let span = Span { epoch: self.epoch, step: self.step, steps };
        let active = self.active_models();
        // All networks here train on the same batches.
        let here = self.members.iter().filter(|(model, member)| active.contains(model) && member.is_here()).count();
        let shared = (here > 1).then(|| self.material.batches_of(span));
        let answers = self.ask(&active, &Ask::Train(span), host).await?;
        drop(shared);
        self.step += steps;
        let terms = |(model, answer)| match answer {
            Answer::Trained(terms) => Some((model, terms)),
            _ => None,
        };
        Ok((answers.into_iter().filter_map(terms).collect(), self.material.counts(span)))
    }

    /// Asks these networks, all at the same time. A network whose helper is lost comes back and answers here.
    pub(super) fn ask<'a>(
        &'a mut self,
        models: &'a [Model],
        ask: &'a Ask,
        host: &'a dyn Yield,
    ) -> LocalBoxFuture<'a, Result<Vec<(Model, Answer)>, RunError>> {
        // In a box, so that it is compiled only once and not for every caller.
        self.do_ask(models, ask, host).boxed_local()
    }

    async fn do_ask(
        &mut self,
        models: &[Model],
        ask: &Ask,
        host: &dyn Yield,
    ) -> Result<Vec<(Model, Answer)>, RunError> {
        let asked = self.members.iter_mut().filter(|(model, _)| models.contains(model));
        let pending: Vec<_> =
            asked.map(|(model, member)| member.ask(ask, host).map(move |answer| (model, answer))).collect();
        let mut answers = Vec::new();
        for (model, answer) in join_all(pending).await {
            let answer = match (answer, self.members.slot(model)) {
                (Err(NoAnswer::HelperLost), Some(member)) => member.bring_home(model, &self.material, ask, host).await,
                (answer, _) => answer,
            };
            answers.push((model, answer?));
        }
        Ok(answers)
    }

    /// Asks one network; `None` if it is not part of the run.
    pub(super) async fn ask_one(
        &mut self,
        model: Model,
        ask: &Ask,
        host: &dyn Yield,
    ) -> Result<Option<Answer>, RunError> {
        Ok(self.ask(&[model], ask, host).await?.pop().map(|(_, answer)| answer))
    }

    /// Whether a second worker would help: two networks are training in this one, on its processor, for long enough, and a copy
    /// of their data is not too large.
    pub fn wants_helper(&self, host: &impl Host) -> bool {
        let Progress { step, steps_per_epoch, epochs, ms_per_step, workers, .. } = self.progress();
        let left = (epochs * steps_per_epoch).saturating_sub(step) as f64 * ms_per_step;
        let is_small = self.material.data.bytes() <= MOST_COPIED;
        !self.is_on_gpu && is_small && workers == 1 && self.active_models().len() == 2 && left >= host.worth_a_helper()
    }

    /// Moves a network to a helper that is listening.
    ///
    /// # Errors
    /// The device failed.
    pub async fn share(&mut self, model: Model, port: &Rc<HelperPort>, host: &dyn Yield) -> Result<(), RunError> {
        if let Some(member) = self.members.slot(model) {
            member.move_to(model, port, host).boxed_local().await?;
        }
        Ok(())
    }

    /// The number of workers that train networks of this run.
    fn workers(&self) -> usize {
        let is_active = |(_, member): &(Model, &Member)| !member.has_stopped;
        let here = self.members.iter().filter(is_active).filter(|(_, member)| member.is_here()).count();
        let away = self.members.iter().filter(is_active).filter(|(_, member)| !member.is_here()).count();
        here.min(1) + away
    }

    /// Adds the terms of a stretch to the sums of the epoch and to the curves.
    fn record(&mut self, terms: &[(Model, Vec<StepTerms>)], counts: &[usize]) -> Result<(), RunError> {
        let images: usize = counts.iter().sum();
        let position = self.position();
        for (model, terms) in terms {
            let mut stretch = Sums::default();
            add(&mut stretch, counts, terms);
            self.check_finite(*model, &stretch)?;
            if let Some(member) = self.members.slot(*model) {
                // Step by step, so that the sums do not depend on where a stretch ends.
                add(&mut member.sums, counts, terms);
            }
            self.push(*model, CurveKind::Training, position, self.means(stretch, images));
        }
        Ok(())
    }

    /// The networks that are still training.
    fn active_models(&self) -> Vec<Model> {
        self.members.iter().filter(|(_, member)| !member.has_stopped).map(|(model, _)| model).collect()
    }

    /// The networks of the run.
    pub(super) fn models(&self) -> Vec<Model> {
        self.members.iter().map(|(model, _)| model).collect()
    }

    async fn finish_epoch(&mut self, host: &impl Host) -> Result<(), RunError> {
        self.epoch += 1;
        self.step = 0;
        let position = self.position();
        for model in self.active_models() {
            if let Some(member) = self.members.slot(model) {
                let sums = std::mem::take(&mut member.sums);
                let terms = self.means(sums, self.material.split.train.len());
                self.push(model, CurveKind::TrainingEpoch, position, terms);
            }
        }
        self.evaluate(host).await?;
        if self.config.patience > 0 && self.is_done() {
            self.restore_best(host).await?;
        }
        self.check_lost()
    }

    /// Adds the losses on the validation and test examples to the curves, and the other measures, for the networks that are still
    /// training.
    async fn evaluate(&mut self, host: &dyn Yield) -> Result<(), RunError> {
        let (position, epoch) = (self.position(), self.epoch);
        let active = self.active_models();
        for (model, answer) in self.ask(&active, &Ask::Evaluate, host).await? {
            let Answer::Evaluated(Evaluated { validation, test, measures }) = answer else { continue };
            self.check_finite(model, &[validation.terms.loss, test.terms.loss].map(f64::from))?;
            self.update_lost(model, validation.terms.reconstruction);
            self.push(model, CurveKind::Validation, position, validation.terms);
            self.push(model, CurveKind::Test { mse: test.mse }, position, test.terms);
            let measured = |(measure, value)| Measured { model, measure, epoch, value };
            self.history.add_measures(measures.into_iter().map(measured));
            let best = Best { epoch, validation: validation.terms, mse: test.mse };
            if self.update_early_stopping(model, best) {
                self.ask_one(model, &Ask::Remember, host).await?;
            }
        }
        Ok(())
    }

    /// Handles early stopping; networks that have not been trained yet do not count as the best. Returns whether this epoch is the
    /// best so far.
    fn update_early_stopping(&mut self, model: Model, best: Best) -> bool {
        let patience = self.config.patience;
        match self.members.slot(model) {
            Some(member) if patience > 0 && best.epoch > 0 => {
                let is_best = member.patience.record_epoch(best);
                member.has_stopped = member.patience.waited >= patience;
                is_best
            }
            _ => false,
        }
    }

    /// Restores every network to its best epoch.
    async fn restore_best(&mut self, host: &dyn Yield) -> Result<(), RunError> {
        for model in self.models() {
            let best = self.members.slot(model).as_mut().and_then(|member| member.patience.take_best());
            if let Some(Best { epoch, validation, mse }) = best {
                self.ask_one(model, &Ask::RestoreRemembered, host).await?;
                self.push(model, CurveKind::Restored { mse }, epoch as f32, validation);
                self.update_lost(model, validation.reconstruction);
            }
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
        self.history.add_point(CurvePoint { model, kind, epoch, terms });
    }

    /// The means of terms that were summed over `examples` examples.
    fn means(&self, sums: Sums, examples: usize) -> Terms {
        let Config { beta, kl, batch_size, .. } = self.config;
        let [reconstruction, kl_mean, penalty] = sums.map(|sum| (sum / examples as f64) as f32);
        let batch = batch_size.min(self.material.split.train.len()) as f32;
        let kl_weight = if kl == KlOver::Sum { beta * batch } else { beta };
        Terms { loss: reconstruction + kl_weight * kl_mean + penalty, reconstruction, kl: kl_mean, penalty }
    }
}

impl From<NoAnswer> for RunError {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Read(error) => Self::Read(error),
            NoAnswer::HelperLost => Self::HelperLost,
        }
    }
}

/// Adds the terms of steps, each weighted by the step's number of examples.
fn add(sums: &mut Sums, counts: &[usize], terms: &[StepTerms]) {
    for (&count, step) in counts.iter().zip(terms) {
        sums.iter_mut().zip(step).for_each(|(sum, &term)| *sum += f64::from(term) * count as f64);
    }
}
