//! Studies beside the run: principal components, an AE for every latent size, and three VAEs with different betas.
//!
//! A study consists of runs and advances in stretches like a run, so that the trainer keeps handling commands. If there are helpers,
//! the runs train there, side by side; they give the same results in one worker and in many.

mod betas;
mod sweep;

use std::rc::Rc;

use super::{
    dataset::DataSet,
    helper::{HelperPort, MOST_COPIED},
    host::{DataError, Host},
    run::{Run, RunError},
};
use crate::{
    image_pca::{self, Principal},
    train::Compute,
};
use betas::Betas;
use hourglass_core::{
    config::{Config, Study},
    data::examples::Examples,
    protocol::{Components, Event, Finding, Progress, RunId, SweepPoint},
};
use sweep::Sweep;

/// The maximum number of images in the study of principal components.
const MOST_IMAGES: usize = 10_000;
/// The maximum number of components for which the reconstruction error is shown, from 1.
const REBUILT_BY: usize = 32;
/// The number of components that are shown as images.
const SHOWN: usize = 16;
/// The maximum number of helpers.
const MOST_HELPERS: usize = 6;

/// A study in progress.
pub struct StudyRun {
    pub id: RunId,
    subject: StudyKind,
    scene: Scene,
}

/// The inputs of a study.
#[derive(Clone)]
struct Scene {
    config: Config,
    data: DataSet,
    place: Compute,
}

enum StudyKind {
    Components,
    Sweep(Sweep),
    Betas(Betas),
}

/// Why a study cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Read(#[from] crate::model::ReadError),
}

impl StudyRun {
    /// Starts a study; a sweep skips the latent sizes that are `known`.
    ///
    /// # Errors
    /// A part of the data would be empty.
    pub fn new(
        id: RunId,
        study: Study,
        known: &[SweepPoint],
        config: Config,
        data: DataSet,
        place: Compute,
    ) -> Result<Option<Self>, DataError> {
        let scene = Scene { config, data, place };
        let subject = match study.nearest() {
            Study::None => return Ok(None),
            Study::Pca => StudyKind::Components,
            Study::Sweep { least, most } => StudyKind::Sweep(Sweep::new(least, most, known)),
            Study::Betas => StudyKind::Betas(Betas::new(&scene)?),
        };
        Ok(Some(Self { id, subject, scene }))
    }

    /// The number of helpers that the study can use: as many as fit with their copies of the data.
    pub fn helpers(&self) -> usize {
        match &self.subject {
            StudyKind::Sweep(_) | StudyKind::Betas(_) if !self.scene.place.is_gpu() => {
                MOST_HELPERS.min(2 * MOST_COPIED / self.scene.data.bytes().max(1))
            }
            _ => 0,
        }
    }

    /// Advances by one stretch, with these helpers, and returns the findings; the last finding is [`Finding::Finished`].
    ///
    /// # Errors
    /// The device failed, or a loss is no longer a finite number.
    pub async fn advance<H: Host + 'static>(
        &mut self,
        host: &Rc<H>,
        helpers: &[Rc<HelperPort>],
    ) -> Result<Vec<Finding>, StudyError> {
        match &mut self.subject {
            StudyKind::Components => {
                let id = self.id;
                let components = self.scene.components(&**host, |part| {
                    host.emit(Event::Studied { run: id, finding: Box::new(Finding::Progress(part)) });
                });
                Ok(vec![Finding::Components(components.await?), Finding::Finished])
            }
            StudyKind::Sweep(sweep) => sweep.advance(&self.scene, host, helpers).await,
            StudyKind::Betas(betas) => betas.advance(&**host, helpers).await,
        }
    }
}

/// The finished fraction of a run, from 0 to 1.
fn part(run: &Run) -> f32 {
    let Progress { step, steps_per_epoch, epochs, .. } = run.progress();
    step as f32 / (steps_per_epoch * epochs).max(1) as f32
}

impl Scene {
    /// Creates a run with changed settings.
    fn run(&self, change: impl FnOnce(&mut Config)) -> Result<Run, DataError> {
        let mut config = self.config.clone();
        change(&mut config);
        Run::new(RunId::default(), config.nearest(), &self.data, &self.place)
    }

    /// The principal components of the training examples.
    async fn principal(&self, host: &impl Host, keep: usize) -> Result<Principal, StudyError> {
        let parts = self.data.parts(&self.config)?;
        let yield_now = async |_| host.yield_now().await;
        Ok(image_pca::fit(&parts.examples, &parts.split.train, keep, &self.place.device, yield_now).await?)
    }

    /// The mean squared error per value, in squared intensity, of reconstructing the test examples from `latent` components.
    fn error_on_test(&self, principal: &Principal, latent: usize) -> Result<f32, StudyError> {
        let parts = self.data.parts(&self.config)?;
        let rows = parts.test.as_ref().unwrap_or(&parts.examples).gather(&parts.split.test);
        let error = principal.error_on(&rows, &[latent]).first().copied().unwrap_or(f64::NAN);
        let (least, most) = self.config.range.bounds();
        Ok(error as f32 / (most - least).powi(2))
    }

    /// The components of the separate test set if there is one, as in the course; otherwise of all images.
    async fn components(&self, host: &impl Host, progress: impl Fn(f32)) -> Result<Components, StudyError> {
        let parts = self.data.parts(&self.config)?;
        let (examples, mut indices) = match parts.test {
            Some(test) => (test, parts.split.test),
            None => (parts.examples, [parts.split.train, parts.split.validation, parts.split.test].concat()),
        };
        indices.truncate(MOST_IMAGES);
        let tell = async |part| {
            progress(part);
            host.yield_now().await;
        };
        let principal = image_pca::fit(&examples, &indices, SHOWN.max(2), &self.place.device, tell).await?;
        Ok(self.shown_components(&principal, &examples, &indices, &parts.shown.inputs, parts.shown.sample.labels))
    }

    fn shown_components(
        &self,
        principal: &Principal,
        examples: &Examples,
        indices: &[usize],
        sample: &[f32],
        labels: Option<Vec<u8>>,
    ) -> Components {
        let (least, most) = self.config.range.bounds();
        let inputs = examples.inputs();
        let by = REBUILT_BY.min(inputs);
        let error = |k| (principal.reconstruction_error(k) / f64::from(most - least).powi(2)) as f32;
        Components {
            images: indices.len(),
            cumulative: principal.cumulative(),
            errors: (1..=by).map(error).collect(),
            mean: principal.mean.clone(),
            axes: principal.axes.iter().take(SHOWN).cloned().collect(),
            side: inputs.isqrt(),
            places: sample
                .chunks_exact(inputs)
                .flat_map(|image| principal.project(image).into_iter().take(2))
                .collect(),
            labels,
        }
    }
}
