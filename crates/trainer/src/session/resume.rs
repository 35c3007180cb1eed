//! Converts a run to a checkpoint and back.

use super::{
    history::History,
    patience::{Best, Patience},
    run::{Run, Trainee},
};
use crate::{
    checkpoint::{self, Checkpoint, Fault, Opened, Reached},
    model::{ReadError, Shape},
};
use hourglass_core::config::{Model, PerModel};

impl Run {
    /// The current state of the run, between two stretches.
    ///
    /// # Errors
    /// The device failed.
    pub async fn checkpoint(&self) -> Result<Checkpoint, ReadError> {
        let mut networks = PerModel::default();
        for (model, trainee) in self.trainees.iter() {
            *networks.slot(model) = Some(trainee.saved().await?);
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
    pub fn resume(&mut self, opened: Opened<'_>) -> Result<(), Fault> {
        let examples = self.batches.examples();
        let shape = Shape::new(&self.config, examples.inputs(), examples.outputs());
        let Reached { epoch, step, steps_per_epoch } = opened.reached;
        let is_same_epoch = steps_per_epoch == self.steps_per_epoch();
        for model in Model::ALL {
            let Some(trainee) = self.trainees.slot(model) else { continue };
            let mut network = opened.network(model, &shape)?;
            if !is_same_epoch {
                network.sums = Default::default();
            }
            trainee.resume(network, self.config.patience).ok_or(Fault::Layers)?;
        }
        self.epoch = epoch;
        self.step = if is_same_epoch { step } else { 0 };
        self.epoch_batches = self.schedule.batches(epoch);
        self.history = History::unsent(opened.curve, opened.measures);
        Ok(())
    }
}

impl Trainee {
    async fn saved(&self) -> Result<checkpoint::SavedNetwork, ReadError> {
        let remembered = self.learner.remembered().await?;
        let best = self.patience.best.zip(remembered).map(|(Best { epoch, validation, mse }, weights)| {
            checkpoint::SavedBest { epoch, validation, mse, weights }
        });
        Ok(checkpoint::SavedNetwork {
            learned: self.learner.learned().await?,
            sums: self.sums,
            has_stopped: self.has_stopped,
            waited: self.patience.waited,
            best,
        })
    }

    /// `None` if the network does not fit. Without early stopping, a network never counts as stopped.
    fn resume(&mut self, network: checkpoint::SavedNetwork, patience: usize) -> Option<()> {
        let checkpoint::SavedNetwork { learned, sums, has_stopped, waited, best } = network;
        self.learner.resume(&learned)?;
        let best = match best.filter(|_| patience > 0) {
            Some(checkpoint::SavedBest { epoch, validation, mse, weights }) => {
                self.learner.remember_weights(&weights)?;
                Some(Best { epoch, validation, mse })
            }
            None => None,
        };
        self.patience = Patience { best, waited };
        self.sums = sums;
        self.has_stopped = has_stopped && patience > 0;
        self.latents = None;
        Some(())
    }
}
