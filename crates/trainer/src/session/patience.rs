//! Early stopping: when to give up, and what to go back to.

use hourglass_core::protocol::Terms;

/// What is remembered of a network's epochs.
#[derive(Default)]
pub struct Patience {
    pub best: Option<Best>,
    /// Epochs since the best.
    pub waited: usize,
}

/// The epoch with the least validation loss so far, whose weights the learner remembers.
#[derive(Clone, Copy)]
pub struct Best {
    pub epoch: usize,
    /// On the validation examples.
    pub validation: Terms,
    /// Mean squared error on the test examples.
    pub mse: f32,
}

impl Patience {
    /// Looks at an epoch; whether it is the best.
    pub fn look_at(&mut self, epoch: Best) -> bool {
        let is_best = self.best.is_none_or(|best| epoch.validation.loss < best.validation.loss);
        if is_best {
            self.best = Some(epoch);
            self.waited = 0;
        } else {
            self.waited += 1;
        }
        is_best
    }

    /// The best epoch, which is forgotten.
    pub fn take_best(&mut self) -> Option<Best> {
        self.best.take()
    }
}
