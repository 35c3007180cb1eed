//! Three VAEs that differ in beta and stay in step.

use std::rc::Rc;

use futures::future::join_all;

use super::{Scene, StudyError, part};
use crate::session::{
    helper::HelperPort,
    host::{DataError, Host, Yield},
    run::{Run, RunError},
};
use hourglass_core::{
    config::{Config, Model, Models, Study},
    protocol::{BetaPicture, CurveKind, Finding, Query, Reply, Terms},
    rng::{Purpose, generator, normal},
};

/// The number of digits that each VAE generates.
const GENERATED: usize = 10;
/// A VAE waits while it is this many steps ahead of the slowest.
const AHEAD: usize = 64;

/// The three VAEs.
pub struct Betas(Vec<Beta>);

struct Beta {
    run: Run,
    picture: BetaPicture,
    /// Where it trains, if not in this worker.
    helper: Option<Rc<HelperPort>>,
}

impl Betas {
    /// # Errors
    /// A part of the data would be empty.
    pub fn new(scene: &Scene) -> Result<Self, DataError> {
        let beta = |beta| {
            let run = scene.run(|config| (config.models, config.beta) = (Models::Vae, beta))?;
            Ok(Beta { run, picture: BetaPicture { beta, ..BetaPicture::default() }, helper: None })
        };
        Study::BETAS.map(beta).into_iter().collect::<Result<_, DataError>>().map(Self)
    }

    /// Advances, in each worker, the VAE that is furthest behind by one stretch; makes pictures whenever the slowest has finished an
    /// epoch.
    pub async fn advance(&mut self, host: &impl Host, helpers: &[Rc<HelperPort>]) -> Result<Vec<Finding>, StudyError> {
        let before = self.epoch();
        let is_first = self.0.iter().all(|beta| beta.picture.latents.is_empty());
        self.move_to(helpers, host).await?;
        let next = self.next();
        let runs = self.0.iter_mut().enumerate().filter(|(i, _)| next.contains(i));
        for outcome in join_all(runs.map(|(_, beta)| beta.run.advance(host))).await {
            outcome?;
        }
        let done: f32 = self.0.iter().map(|beta| part(&beta.run)).sum();
        let mut findings = vec![Finding::Progress(done / self.0.len() as f32)];
        if is_first || self.epoch() > before {
            for beta in &mut self.0 {
                beta.picture = picture(&mut beta.run, beta.picture.terms, host).await?;
            }
            if let [a, b, c] = &*self.0 {
                findings.push(Finding::Betas([&a.picture, &b.picture, &c.picture].map(BetaPicture::clone)));
            }
        }
        if self.0.iter().all(|beta| beta.run.is_done()) {
            findings.push(Finding::Finished);
        }
        Ok(findings)
    }

    /// The number of epochs that all have finished.
    fn epoch(&self) -> usize {
        self.0.iter().map(|beta| beta.run.epoch()).min().unwrap_or(0)
    }

    /// Moves the VAEs that are still in this worker to the helpers, in turn.
    async fn move_to(&mut self, helpers: &[Rc<HelperPort>], host: &dyn Yield) -> Result<(), RunError> {
        for (i, beta) in self.0.iter_mut().enumerate().filter(|(_, beta)| beta.helper.is_none()) {
            if let Some(port) = helpers.get(i % helpers.len().max(1)) {
                beta.run.share(Model::Vae, port, host).await?;
                beta.helper = Some(Rc::clone(port));
            }
        }
        Ok(())
    }

    /// The VAE of each worker that is furthest behind, unless it is too far ahead of the others.
    fn next(&self) -> Vec<usize> {
        let step = |i: &usize| self.0[*i].run.progress().step;
        let mut left: Vec<usize> = (0..self.0.len()).filter(|&i| !self.0[i].run.is_done()).collect();
        left.sort_by_key(step);
        let Some(slowest) = left.first().map(step) else { return vec![] };
        let mut next: Vec<usize> = vec![];
        for i in left {
            let port = |i: usize| self.0[i].helper.as_ref().map(Rc::as_ptr);
            if step(&i) <= slowest + AHEAD && next.iter().all(|&other| port(other) != port(i)) {
                next.push(i);
            }
        }
        next
    }
}

async fn picture(run: &mut Run, before: Terms, host: &dyn Yield) -> Result<BetaPicture, RunError> {
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
