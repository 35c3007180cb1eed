//! Studies beside the run: principal components, an AE for every latent size, and three VAEs with different betas.
//!
//! A study consists of runs and advances in stretches like a run, so that the trainer keeps handling commands.

use std::collections::VecDeque;

use super::{
    dataset::DataSet,
    host::{DataError, Host},
    run::{Run, RunError},
};
use crate::{
    image_pca::{self, Principal},
    train::Compute,
};
use hourglass_core::{
    config::{Config, Model, Models, Study},
    data::examples::Examples,
    protocol::{BetaPicture, Components, CurveKind, Event, Finding, Progress, Query, Reply, RunId, SweepPoint, Terms},
    rng::{Purpose, generator, normal},
};

/// The maximum number of images in the study of principal components.
const MOST_IMAGES: usize = 10_000;
/// The maximum number of components for which the reconstruction error is shown, from 1.
const REBUILT_BY: usize = 32;
/// The number of components that are shown as images.
const SHOWN: usize = 16;
/// The number of digits that each VAE generates.
const GENERATED: usize = 10;

/// A study in progress.
pub struct StudyRun {
    pub id: RunId,
    subject: StudyKind,
    scene: Scene,
}

/// The inputs of a study.
struct Scene {
    config: Config,
    data: DataSet,
    place: Compute,
}

enum StudyKind {
    Components,
    Sweep(Sweep),
    Betas { runs: Vec<(Run, BetaPicture)> },
}

/// An AE for each latent size.
struct Sweep {
    left: VecDeque<usize>,
    done: usize,
    /// The run of the first size that is left.
    run: Option<Box<Run>>,
    /// The components of the training images, once they are needed.
    principal: Option<Principal>,
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
            Study::Betas => {
                let run = |beta| {
                    let run = scene.run(|config| (config.models, config.beta) = (Models::Vae, beta))?;
                    Ok((run, BetaPicture { beta, ..BetaPicture::default() }))
                };
                StudyKind::Betas { runs: Study::BETAS.map(run).into_iter().collect::<Result<_, DataError>>()? }
            }
        };
        Ok(Some(Self { id, subject, scene }))
    }

    /// Advances by one stretch and returns the findings; the last finding is [`Finding::Finished`].
    ///
    /// # Errors
    /// The device failed, or a loss is no longer a finite number.
    pub async fn advance(&mut self, host: &impl Host) -> Result<Vec<Finding>, StudyError> {
        match &mut self.subject {
            StudyKind::Components => {
                let id = self.id;
                let components = self.scene.components(host, |part| {
                    host.emit(Event::Studied { run: id, finding: Box::new(Finding::Progress(part)) });
                });
                Ok(vec![Finding::Components(components.await?), Finding::Finished])
            }
            StudyKind::Sweep(sweep) => sweep.advance(&self.scene, host).await,
            StudyKind::Betas { runs } => advance_betas(runs, host).await,
        }
    }
}

impl Sweep {
    fn new(least: usize, most: usize, known: &[SweepPoint]) -> Self {
        let is_known = |latent: &usize| known.iter().any(|point| point.latent == *latent);
        let left: VecDeque<usize> = (least..=most).filter(|latent| !is_known(latent)).collect();
        Self { done: most + 1 - least - left.len(), left, run: None, principal: None }
    }

    /// Trains the current AE for one stretch; when it is done, compares it with PCA and moves on to the next.
    async fn advance(&mut self, scene: &Scene, host: &impl Host) -> Result<Vec<Finding>, StudyError> {
        let Some(latent) = self.left.front().copied() else { return Ok(vec![Finding::Finished]) };
        let mut run = match self.run.take() {
            Some(run) => run,
            None => Box::new(scene.run(|config| (config.models, config.latent) = (Models::Ae, latent))?),
        };
        run.advance(host).await?;
        let sizes = (self.done + self.left.len()) as f32;
        let mut findings = vec![Finding::Progress((self.done as f32 + part(&run)) / sizes)];
        if run.is_done() {
            let pca = self.error_of_components(scene, host, latent).await?;
            findings.push(Finding::Point(SweepPoint { latent, ae: test_mse(&mut run), pca }));
            self.left.pop_front();
            self.done += 1;
        } else {
            self.run = Some(run);
        }
        Ok(findings)
    }

    /// The mean squared error on the test images with `latent` principal components.
    async fn error_of_components(&mut self, scene: &Scene, host: &impl Host, latent: usize) -> Result<f32, StudyError> {
        let principal = match self.principal.take() {
            Some(principal) => principal,
            None => scene.principal(host, self.left.iter().copied().max().unwrap_or(latent)).await?,
        };
        let error = scene.error_on_test(&principal, latent);
        self.principal = Some(principal);
        error
    }
}

/// The finished fraction of a run, from 0 to 1.
fn part(run: &Run) -> f32 {
    let Progress { step, steps_per_epoch, epochs, .. } = run.progress();
    step as f32 / (steps_per_epoch * epochs).max(1) as f32
}

/// The mean squared error on the test examples, at the best epoch if there is one.
fn test_mse(run: &mut Run) -> f32 {
    let mse = |kind| match kind {
        CurveKind::Test { mse } | CurveKind::Restored { mse } => Some(mse),
        _ => None,
    };
    run.take_curve().iter().rev().find_map(|point| mse(point.kind)).unwrap_or(f32::NAN)
}

/// Advances the VAE that is furthest behind by one stretch; makes pictures whenever the slowest has finished an epoch.
async fn advance_betas(runs: &mut [(Run, BetaPicture)], host: &impl Host) -> Result<Vec<Finding>, StudyError> {
    let epoch = |runs: &[(Run, BetaPicture)]| runs.iter().map(|(run, _)| run.epoch()).min().unwrap_or(0);
    let before = epoch(runs);
    let is_first = runs.iter().all(|(_, picture)| picture.latents.is_empty());
    // They stay in step: the one that is furthest behind continues.
    if let Some((run, _)) = runs.iter_mut().filter(|(run, _)| !run.is_done()).min_by_key(|(run, _)| run.progress().step)
    {
        run.advance(host).await?;
    }
    let done: f32 = runs.iter().map(|(run, _)| part(run)).sum();
    let mut findings = vec![Finding::Progress(done / runs.len() as f32)];
    if is_first || epoch(runs) > before {
        for (run, picture) in runs.iter_mut() {
            *picture = beta_picture(run, picture.terms, host).await?;
        }
        if let [(_, a), (_, b), (_, c)] = &*runs {
            findings.push(Finding::Betas([a.clone(), b.clone(), c.clone()]));
        }
    }
    if runs.iter().all(|(run, _)| run.is_done()) {
        findings.push(Finding::Finished);
    }
    Ok(findings)
}

async fn beta_picture(run: &mut Run, before: Terms, host: &impl Host) -> Result<BetaPicture, RunError> {
    let Config { beta, latent, seed, .. } = *run.config();
    let validation = run.take_curve().into_iter().rev().find(|point| point.kind == CurveKind::Validation);
    let latents = run.pictures(None, host).await?.vae.map_or_else(Vec::new, |pictures| pictures.latents);
    let codes = normal(GENERATED * latent, &mut generator(seed, Purpose::Prior, 0));
    let generated = match run.reply(Model::Vae, Query::Decode(codes), host).await? {
        Reply::Images(images) => images,
        Reply::Errors(_) | Reply::Nothing => vec![],
    };
    Ok(BetaPicture { beta, latents, terms: validation.map_or(before, |point| point.terms), generated })
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
