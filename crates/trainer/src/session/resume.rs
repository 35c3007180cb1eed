//! Converts a run to a checkpoint and back.

use super::{
    ask::{Answer, Ask},
    history::History,
    host::Yield,
    member::Member,
    patience::{Best, Patience},
    run::{Run, RunError},
};
use crate::{
    checkpoint::{Checkpoint, Fault, Opened, Reached, SavedBest, SavedNetwork},
    model::Weights,
    train::Learned,
};
use hourglass_core::config::{Config, PerModel};

impl Run {
    /// The current state of the run, between two stretches.
    ///
    /// # Errors
    /// The device failed.
    pub async fn checkpoint(&mut self, host: &dyn Yield) -> Result<Checkpoint, RunError> {
        let mut networks = PerModel::default();
        let models = self.models();
        for (model, answer) in self.ask(&models, &Ask::Learned, host).await? {
            if let (Answer::Learned(learned, remembered), Some(member)) = (answer, self.members.slot(model)) {
                *networks.slot(model) = Some(member.saved(&self.config, *learned, remembered));
            }
        }
        Ok(Checkpoint {
            config: self.config().clone(),
            reached: Reached { epoch: self.epoch, step: self.step, steps_per_epoch: self.steps_per_epoch() },
            networks,
            curve: self.history.curve(),
            measures: self.history.measures(),
        })
    }

    /// Resumes from a checkpoint. Resuming in the middle of an epoch works only if the epoch has as many steps here; otherwise
    /// the epoch starts again.
    ///
    /// # Errors
    /// The layers do not match the run's; the run is then unusable.
    pub async fn resume(&mut self, opened: Opened<'_>, host: &dyn Yield) -> Result<(), Fault> {
        let shape = self.material.shape();
        let Reached { epoch, step, steps_per_epoch } = opened.reached;
        let is_same_epoch = steps_per_epoch == self.steps_per_epoch();
        for model in self.models() {
            let mut network = opened.network(model, &shape)?;
            if !is_same_epoch {
                network.sums = Default::default();
            }
            let Some(member) = self.members.slot(model) else { continue };
            let ask = member.resume(network, self.config.patience);
            match self.ask_one(model, &ask, host).await {
                Ok(Some(Answer::Done)) => {}
                _ => return Err(Fault::Layers),
            }
        }
        self.epoch = epoch;
        self.step = if is_same_epoch { step } else { 0 };
        self.history = History::unsent(opened.curve, opened.measures);
        Ok(())
    }
}

impl Member {
    /// What a checkpoint says about the network.
    fn saved(&mut self, config: &Config, learned: Learned, remembered: Option<Weights>) -> SavedNetwork {
        self.note(config, &learned, remembered.as_ref());
        let best = self.patience.best.zip(remembered).map(|(Best { epoch, validation, mse }, weights)| SavedBest {
            epoch,
            validation,
            mse,
            weights,
        });
        let Self { sums, has_stopped, patience: Patience { waited, .. }, .. } = *self;
        SavedNetwork { learned, sums, has_stopped, waited, best }
    }

    /// Takes over what a checkpoint says about the network; returns what is left to ask the network. Without early stopping, a
    /// network never counts as stopped.
    fn resume(&mut self, network: SavedNetwork, patience: usize) -> Ask {
        let SavedNetwork { learned, sums, has_stopped, waited, best } = network;
        let best = best.filter(|_| patience > 0);
        let state = |SavedBest { epoch, validation, mse, .. }: &SavedBest| Best {
            epoch: *epoch,
            validation: *validation,
            mse: *mse,
        };
        self.patience = Patience { best: best.as_ref().map(state), waited };
        self.sums = sums;
        self.has_stopped = has_stopped && patience > 0;
        Ask::Resume(Box::new(learned), best.map(|best| best.weights))
    }
}
