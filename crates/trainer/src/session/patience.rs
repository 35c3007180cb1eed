//! Early stopping: when to stop, and what to go back to.

use hourglass_core::protocol::Terms;

/// The early-stopping state of a network.
#[derive(Default)]
pub struct Patience {
    pub best: Option<Best>,
    /// Epochs since the best one.
    pub waited: usize,
}

/// The epoch with the lowest validation loss so far; the learner keeps its weights.
#[derive(Clone, Copy)]
pub struct Best {
    pub epoch: usize,
    /// On the validation examples.
    pub validation: Terms,
    /// Mean squared error on the test examples.
    pub mse: f32,
}

impl Patience {
    /// Records an epoch; returns whether it is the best so far.
    pub fn record_epoch(&mut self, epoch: Best) -> bool {
        let is_best = self.best.is_none_or(|best| epoch.validation.loss < best.validation.loss);
        if is_best {
            self.best = Some(epoch);
            self.waited = 0;
        } else {
            self.waited += 1;
        }
        is_best
    }

    /// Takes the best epoch out.
    pub fn take_best(&mut self) -> Option<Best> {
        self.best.take()
    }
}
