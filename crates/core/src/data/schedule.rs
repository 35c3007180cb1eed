//! Which images are in which step, and with which noise: everything random in a run except the initial weights.

use crate::rng::{self, Purpose, generator};

/// The steps of a run. Both networks follow the same schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    seed: u32,
    batch_size: usize,
    /// The indices of the training images.
    train: Vec<usize>,
}

impl Schedule {
    pub fn new(seed: u32, batch_size: usize, train: Vec<usize>) -> Self {
        Self { seed, batch_size, train }
    }

    pub fn steps_per_epoch(&self) -> usize {
        self.train.len().div_ceil(self.batch_size)
    }

    /// The batches of an epoch, counted from 0, in the order of its steps. Every training image is in exactly one of them.
    pub fn batches(&self, epoch: usize) -> Vec<Vec<usize>> {
        let mut rng = generator(self.seed, Purpose::Shuffle, epoch as u64);
        let order = rng::permutation(self.train.len(), &mut rng);
        let images: Vec<usize> = order.into_iter().map(|place| self.train[place]).collect();
        images.chunks(self.batch_size).map(<[usize]>::to_vec).collect()
    }

    /// The VAE's noise in a step, counted from 0 over all epochs: `count` samples from the standard normal distribution.
    pub fn epsilon(&self, step: usize, count: usize) -> Vec<f32> {
        rng::normal(count, &mut generator(self.seed, Purpose::Epsilon, step as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_has_every_image_once_and_epochs_differ_in_order() {
        let schedule = Schedule::new(1, 4, (10..20).collect());
        assert_eq!(schedule.steps_per_epoch(), 3);
        let sizes: Vec<usize> = schedule.batches(0).iter().map(Vec::len).collect();
        assert_eq!(sizes, [4, 4, 2]);
        let mut images = schedule.batches(0).concat();
        assert_ne!(images, schedule.batches(1).concat());
        images.sort_unstable();
        assert_eq!(images, (10..20).collect::<Vec<_>>());
    }
}
