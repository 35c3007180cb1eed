//! What a run knows about one of its networks, and where the network is.

use std::rc::Rc;

use futures::{FutureExt, future::LocalBoxFuture};

use super::{
    ask::{Answer, Ask},
    helper::{HelperPort, KnownState, Remote},
    host::Yield,
    material::Material,
    patience::Patience,
    trainee::Trainee,
};
use crate::{
    model::{ReadError, Weights},
    train::Learned,
};
use hourglass_core::config::{Config, Model};

/// Sums of reconstruction, KL and penalty.
pub type Sums = [f64; 3];

/// A network of a run.
pub struct Member {
    pub(super) place: Place,
    /// Sums of terms times examples over the current epoch.
    pub sums: Sums,
    pub patience: Patience,
    /// The step at which the network was found to be lost; `None` while it is not.
    pub lost_since: Option<usize>,
    /// Whether patience has run out.
    pub has_stopped: bool,
}

/// The worker in which a network is trained.
pub enum Place {
    Here(Box<Trainee>),
    Helper(Box<Remote>),
}

/// Why there is no answer.
pub enum NoAnswer {
    Read(ReadError),
    HelperLost,
}

impl Member {
    pub fn new(trainee: Trainee) -> Self {
        Self {
            place: Place::Here(Box::new(trainee)),
            sums: Sums::default(),
            patience: Patience::default(),
            lost_since: None,
            has_stopped: false,
        }
    }

    pub fn is_here(&self) -> bool {
        matches!(self.place, Place::Here(_))
    }

    /// Asks the network. A helper starts at once; in this worker, nothing happens before the answer is awaited.
    pub fn ask<'a>(&'a mut self, ask: &'a Ask, host: &'a dyn Yield) -> LocalBoxFuture<'a, Result<Answer, NoAnswer>> {
        match &mut self.place {
            Place::Here(trainee) => {
                trainee.answer(ask, host).map(|answer| answer.map_err(NoAnswer::Read)).boxed_local()
            }
            Place::Helper(remote) => {
                let ticket = remote.ask(ask);
                remote.answer(ticket).map(|answer| answer.map_err(|_| NoAnswer::HelperLost)).boxed_local()
            }
        }
    }

    /// Moves the network to a helper that is listening. If the helper is lost, the network stays here.
    ///
    /// # Errors
    /// The device failed.
    pub async fn move_to(&mut self, model: Model, port: &Rc<HelperPort>, host: &dyn Yield) -> Result<(), ReadError> {
        let Place::Here(trainee) = &mut self.place else { return Ok(()) };
        if let Answer::Learned(learned, remembered) = trainee.answer(&Ask::Learned, host).await? {
            let known = KnownState { config: trainee.config.clone(), learned, remembered };
            if let Ok(remote) = Remote::begin(port, model, &trainee.material, known).await {
                self.place = Place::Helper(Box::new(remote));
            }
        }
        Ok(())
    }

    /// Takes note of what the network has learned so far, if it is in a helper, which may be lost.
    pub fn note(&mut self, config: &Config, learned: &Learned, remembered: Option<&Weights>) {
        if let Place::Helper(remote) = &mut self.place {
            let (learned, remembered) = (Box::new(learned.clone()), remembered.cloned());
            remote.note(KnownState { config: config.clone(), learned, remembered });
        }
    }

    /// Brings the network back from a helper that is lost; returns its answer to what it was asked last.
    pub async fn bring_home(
        &mut self,
        model: Model,
        material: &Rc<Material>,
        ask: &Ask,
        host: &dyn Yield,
    ) -> Result<Answer, NoAnswer> {
        if let Place::Helper(remote) = &self.place {
            let (trainee, answer) = remote.bring_home(model, material, host).await.ok_or(NoAnswer::HelperLost)?;
            self.place = Place::Here(Box::new(trainee));
            if ask.changes() {
                return Ok(answer);
            }
        }
        self.ask(ask, host).await
    }
}
