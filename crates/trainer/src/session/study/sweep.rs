//! An AE for each latent size, compared with as many principal components.

use std::{collections::VecDeque, rc::Rc};

use futures::{FutureExt, StreamExt, future::LocalBoxFuture, stream::FuturesUnordered};

use super::{Scene, StudyError, part};
use crate::{
    image_pca::Principal,
    session::{
        helper::HelperPort,
        host::Host,
        run::{Run, RunError},
    },
};
use hourglass_core::{
    config::{Model, Models},
    protocol::{CurveKind, Finding, SweepPoint},
};

/// The state of a sweep. Each size has a run of its own. One trains in each helper at a time, or one in this worker if there are
/// none.
pub struct Sweep {
    /// The number of all sizes, and of those that are finished.
    sizes: usize,
    finished: usize,
    /// The sizes that have not been started.
    left: VecDeque<usize>,
    started: Vec<Started>,
    /// The started runs that are between two stretches.
    waiting: Vec<(usize, Box<Run>)>,
    under_way: FuturesUnordered<LocalBoxFuture<'static, Outcome>>,
    components: Components,
    /// Trained AEs that wait for the components: the latent size, and the mean squared error on the test images.
    trained: Vec<(usize, f32)>,
}

/// A size whose AE is training.
struct Started {
    latent: usize,
    /// The finished fraction, from 0 to 1.
    part: f32,
    /// Where it trains, if not in this worker.
    helper: Option<Rc<HelperPort>>,
}

/// The principal components of the training images.
enum Components {
    Unknown,
    UnderWay,
    Known(Box<Principal>),
}

/// The result of some work.
enum Outcome {
    Stretch(usize, Box<Run>, Result<(), RunError>),
    Components(Result<Box<Principal>, StudyError>),
}

impl Sweep {
    pub fn new(least: usize, most: usize, known: &[SweepPoint]) -> Self {
        let is_known = |latent: &usize| known.iter().any(|point| point.latent == *latent);
        let left: VecDeque<usize> = (least..=most).filter(|latent| !is_known(latent)).collect();
        let sizes = most + 1 - least;
        Self {
            sizes,
            finished: sizes - left.len(),
            left,
            started: vec![],
            waiting: vec![],
            under_way: FuturesUnordered::new(),
            components: Components::Unknown,
            trained: vec![],
        }
    }

    /// Starts what can be started, and waits until one run has trained for a stretch, or the components are known.
    pub async fn advance<H: Host + 'static>(
        &mut self,
        scene: &Scene,
        host: &Rc<H>,
        helpers: &[Rc<HelperPort>],
    ) -> Result<Vec<Finding>, StudyError> {
        if self.finished == self.sizes {
            return Ok(vec![Finding::Finished]);
        }
        self.fit_components(scene, host);
        self.start(scene, host, helpers)?;
        match self.under_way.next().await {
            Some(Outcome::Components(components)) => self.components = Components::Known(components?),
            Some(Outcome::Stretch(latent, mut run, outcome)) => {
                outcome?;
                if run.is_done() {
                    self.started.retain(|started| started.latent != latent);
                    self.trained.push((latent, test_mse(&mut run)));
                } else {
                    let same = self.started.iter_mut().find(|started| started.latent == latent);
                    same.into_iter().for_each(|started| started.part = part(&run));
                    self.waiting.push((latent, run));
                }
            }
            None => {}
        }
        self.findings(scene)
    }

    /// Computes the components beside the runs, once.
    fn fit_components<H: Host + 'static>(&mut self, scene: &Scene, host: &Rc<H>) {
        if !matches!(self.components, Components::Unknown) {
            return;
        }
        self.components = Components::UnderWay;
        let (scene, host, most) = (scene.clone(), Rc::clone(host), self.left.iter().copied().max().unwrap_or(1));
        let work = async move { Outcome::Components(scene.principal(&*host, most).await.map(Box::new)) };
        self.under_way.push(work.boxed_local());
    }

    /// Lets the waiting runs go on, and starts others where there is room.
    fn start<H: Host + 'static>(
        &mut self,
        scene: &Scene,
        host: &Rc<H>,
        helpers: &[Rc<HelperPort>],
    ) -> Result<(), StudyError> {
        let started = &self.started;
        let is_free = |port: &&Rc<HelperPort>| !started.iter().any(|started| started.is_in(port));
        let mut free: Vec<Rc<HelperPort>> = helpers.iter().filter(is_free).cloned().collect();
        for (latent, run) in std::mem::take(&mut self.waiting) {
            // A run that began before the helpers were listening moves to one.
            let here = self.started.iter_mut().find(|started| started.latent == latent && started.helper.is_none());
            let target = here.and_then(|here| {
                here.helper = free.pop();
                here.helper.clone()
            });
            self.push(latent, run, target, host);
        }
        // The others of them keep a place, so that they do not hold this worker up for long.
        let here = self.started.iter().filter(|started| started.helper.is_none()).count();
        while free.len() > here || helpers.is_empty() && self.started.is_empty() {
            let Some(latent) = self.left.pop_front() else { break };
            let run = Box::new(scene.run(|config| (config.models, config.latent) = (Models::Ae, latent))?);
            let helper = free.pop();
            self.started.push(Started { latent, part: 0.0, helper: helper.clone() });
            self.push(latent, run, helper, host);
        }
        Ok(())
    }

    /// Trains a run for a stretch, after it has moved to a helper if there is a `target`.
    fn push<H: Host + 'static>(
        &mut self,
        latent: usize,
        mut run: Box<Run>,
        target: Option<Rc<HelperPort>>,
        host: &Rc<H>,
    ) {
        let host = Rc::clone(host);
        let work = async move {
            let outcome = match target {
                Some(port) => run.share(Model::Ae, &port, &*host).await,
                None => Ok(()),
            };
            let outcome = match outcome {
                Ok(()) => run.advance(&*host).await,
                Err(error) => Err(error),
            };
            Outcome::Stretch(latent, run, outcome)
        };
        self.under_way.push(work.boxed_local());
    }

    /// The progress, and the sizes that are finished now.
    fn findings(&mut self, scene: &Scene) -> Result<Vec<Finding>, StudyError> {
        let mut points = Vec::new();
        if let Components::Known(principal) = &self.components {
            for (latent, ae) in std::mem::take(&mut self.trained) {
                points.push(Finding::Point(SweepPoint { latent, ae, pca: scene.error_on_test(principal, latent)? }));
            }
        }
        self.finished += points.len();
        let parts: f32 = self.started.iter().map(|started| started.part).sum();
        let done = (self.finished + self.trained.len()) as f32 + parts;
        points.insert(0, Finding::Progress(done / self.sizes as f32));
        Ok(points)
    }
}

impl Started {
    fn is_in(&self, port: &Rc<HelperPort>) -> bool {
        self.helper.as_ref().is_some_and(|own| Rc::ptr_eq(own, port))
    }
}

/// The mean squared error on the test examples, at the best epoch if there is one.
fn test_mse(run: &mut Run) -> f32 {
    let mse = |kind| match kind {
        CurveKind::Test { mse } | CurveKind::Restored { mse } => Some(mse),
        _ => None,
    };
    run.take_curve().iter().rev().find_map(|point| mse(point.kind)).unwrap_or(f32::NAN)
}
