//! Early stopping: when to give up, and what to go back to.

use crate::{protocol::Terms, train::Snapshot};

/// What is remembered of a network's epochs.
#[derive(Default)]
pub struct Patience {
    pub best: Option<Best>,
    /// Epochs since the best.
    pub waited: usize,
}

/// The epoch with the least validation loss so far.
pub struct Best {
    pub epoch: usize,
    /// On the validation examples.
    pub validation: Terms,
    /// Mean squared error on the test examples.
    pub mse: f32,
    pub network: Snapshot,
}

impl Patience {
    /// Looks at an epoch; whether `patience` has run out.
    pub fn is_out(&mut self, patience: usize, epoch: Best) -> bool {
        let is_better = self.best.as_ref().is_none_or(|best| epoch.validation.loss < best.validation.loss);
        if is_better {
            self.best = Some(epoch);
            self.waited = 0;
        } else {
            self.waited += 1;
        }
        self.waited >= patience
    }

    /// The best epoch, which is forgotten.
    pub fn take_best(&mut self) -> Option<Best> {
        self.best.take()
    }
}
