//! One network of a run in training, in this worker or in a helper: it answers [`Ask`]s, and knows nothing of the run's progress.

use std::rc::Rc;

use futures::{FutureExt, future::LocalBoxFuture};

use super::{
    ask::{Answer, Ask, Evaluated},
    host::Yield,
    material::{Material, Span},
};
use crate::{
    model::{ReadError, Weights},
    train::{Compute, Learner, Objective, StepTerms, Stretch, evaluate},
};
use hourglass_core::{
    config::{Config, Model},
    protocol::Tuning,
    rng::{Purpose, generator},
};

/// A network, its optimizer, and its data.
pub struct Trainee {
    pub(super) model: Model,
    pub(super) material: Rc<Material>,
    /// The run's settings, as they were last tuned.
    pub(super) config: Config,
    pub(super) learner: Learner,
    /// The codes of the sample, until the network changes.
    pub(super) latents: Option<Vec<f32>>,
}

impl Trainee {
    /// A network with its initial weights. `material` was made with the same settings and for the same device.
    pub fn new(model: Model, config: &Config, material: &Rc<Material>, place: &Compute) -> Option<Self> {
        let shape = material.shape();
        let mut rng = generator(config.seed, Purpose::Weights(model), 0);
        let weights = Weights::initial(&shape, model == Model::Vae, &mut rng);
        Some(Self {
            model,
            material: Rc::clone(material),
            config: config.clone(),
            learner: Learner::new(model, &shape, &weights, &Objective::from(config), place)?,
            latents: None,
        })
    }

    /// Does what is asked.
    ///
    /// # Errors
    /// The device failed.
    pub fn answer<'a>(
        &'a mut self,
        ask: &'a Ask,
        host: &'a dyn Yield,
    ) -> LocalBoxFuture<'a, Result<Answer, ReadError>> {
        // In a box, so that it is compiled only once and not for every caller.
        self.do_answer(ask, host).boxed_local()
    }

    async fn do_answer(&mut self, ask: &Ask, host: &dyn Yield) -> Result<Answer, ReadError> {
        if ask.changes() {
            self.latents = None;
        }
        Ok(match ask {
            Ask::Tune(tuning) => {
                tune(&mut self.config, *tuning);
                Answer::Done
            }
            Ask::Train(span) => Answer::Trained(self.train(*span).await?),
            Ask::Evaluate => Answer::Evaluated(self.evaluate(host).await?),
            Ask::Remember => {
                self.learner.remember();
                Answer::Done
            }
            Ask::RestoreRemembered => {
                self.learner.restore_remembered();
                Answer::Done
            }
            Ask::Pictures { drawing } => Answer::Pictures(Box::new(self.pictures(drawing.as_deref()).await?)),
            Ask::Query(query) => Answer::Reply(self.reply(query).await?),
            Ask::TestLatents => Answer::Latents(self.test_latents().await?),
            Ask::Learned => {
                let (learned, remembered) = (self.learner.learned().await?, self.learner.remembered().await?);
                Answer::Learned(Box::new(learned), remembered)
            }
            Ask::Resume(learned, remembered) => {
                let has_resumed = self.learner.resume(learned).is_some()
                    && remembered.as_ref().is_none_or(|weights| self.learner.remember_weights(weights).is_some());
                if has_resumed { Answer::Done } else { Answer::Refused }
            }
        })
    }

    async fn train(&mut self, span: Span) -> Result<Vec<StepTerms>, ReadError> {
        let batches = self.material.batches_of(span);
        let first = self.material.steps_before(span);
        let latent = self.config.latent;
        let noise = |(i, count)| self.material.schedule.epsilon(first + i, count * latent);
        let counts = batches.iter().map(|batch| batch.indices.len()).enumerate();
        let epsilon: Vec<Vec<f32>> = if self.model == Model::Vae { counts.map(noise).collect() } else { vec![] };
        let stretch = Stretch {
            batches: &self.material.batches,
            steps: &batches,
            epsilon: &epsilon,
            objective: &Objective::from(&self.config),
            learning_rate: self.config.learning_rate,
        };
        self.learner.train(&stretch).terms().await
    }

    /// The losses on the validation and test examples and, if they are finite, the other measures.
    async fn evaluate(&mut self, host: &dyn Yield) -> Result<Evaluated, ReadError> {
        let objective = Objective::from(&self.config);
        let material = Rc::clone(&self.material);
        let test = evaluate(&mut self.learner, &material.test_set(), &objective).await?;
        let validation = match material.validation_set() {
            Some(set) => evaluate(&mut self.learner, &set, &objective).await?,
            None => test,
        };
        let is_finite = validation.terms.loss.is_finite() && test.terms.loss.is_finite();
        let measures = if is_finite { self.measures(host).await? } else { vec![] };
        Ok(Evaluated { validation, test, measures })
    }
}

/// Changes the settings that may change during training.
pub fn tune(config: &mut Config, tuning: Tuning) {
    config.learning_rate = tuning.learning_rate;
    config.beta = tuning.beta;
    config.epochs = tuning.epochs;
    *config = std::mem::take(config).nearest();
}
