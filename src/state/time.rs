//! The epochs of a run so far with their pictures, and which of them is shown.
//!
//! Training continues while the user looks back. Memory is bounded: above a limit, every second snapshot is dropped, and from
//! then on only every second epoch is kept. The first and the newest are always kept.

use super::{Decoded, Shared, State};
use hourglass_core::{
    config::{Model, PerModel},
    protocol::Pictures,
};

/// The largest number of snapshots kept, and the largest number of bytes in them.
const MOST: usize = 64;
const MOST_BYTES: usize = 16 << 20;

/// The networks' output for the examples after an epoch.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Finished epochs.
    epoch: usize,
    pictures: PerModel<Shared<Pictures>>,
    bytes: usize,
}

impl Snapshot {
    pub fn new(epoch: usize, pictures: PerModel<Pictures>) -> Self {
        let bytes = pictures.iter().map(|(_, pictures)| bytes(pictures)).sum();
        let PerModel { ae, vae } = pictures;
        Self { epoch, pictures: PerModel { ae: ae.map(Shared::new), vae: vae.map(Shared::new) }, bytes }
    }
}

fn bytes(pictures: &Pictures) -> usize {
    pictures.reconstructions.len() + size_of::<f32>() * (pictures.latents.len() + pictures.field.len())
}

/// The position of the scrubber.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The index of the snapshot; that of the last one if the present is shown.
    pub index: usize,
    /// The number of snapshots.
    pub count: usize,
    /// Finished epochs at this snapshot, and at the last one.
    pub epoch: usize,
    pub last_epoch: usize,
    pub is_past: bool,
}

impl Moment {
    pub fn is_last(&self) -> bool {
        self.index + 1 >= self.count
    }
}

/// The snapshots of a run, the oldest first.
#[derive(Clone, Debug)]
pub struct Time {
    snapshots: Vec<Snapshot>,
    /// The number of epochs between two snapshots that stay.
    stride: usize,
    /// The epoch shown; `None` for the present.
    shown: Option<usize>,
}

impl Default for Time {
    fn default() -> Self {
        Self { snapshots: Vec::new(), stride: 1, shown: None }
    }
}

impl Time {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn add(&mut self, snapshot: Snapshot) {
        // The previous newest snapshot may be off the stride, or be of the same epoch with other weights.
        let (epoch, stride) = (snapshot.epoch, self.stride);
        self.snapshots.retain(|kept| kept.epoch < epoch && kept.epoch % stride == 0);
        self.snapshots.push(snapshot);
        while self.is_too_much() {
            self.stride *= 2;
            let stride = self.stride;
            self.snapshots.retain(|kept| kept.epoch % stride == 0 || kept.epoch == epoch);
        }
    }

    /// Drops the snapshots after an epoch.
    pub(super) fn go_back_to(&mut self, epoch: usize) {
        self.snapshots.retain(|snapshot| snapshot.epoch <= epoch);
    }

    fn is_too_much(&self) -> bool {
        let bytes: usize = self.snapshots.iter().map(|snapshot| snapshot.bytes).sum();
        self.snapshots.len() > 2 && (self.snapshots.len() > MOST || bytes > MOST_BYTES)
    }

    /// Shows a snapshot; the last one if the index is too high.
    pub fn show(&mut self, index: usize) {
        let snapshot = self.snapshots.get(index).or(self.snapshots.last());
        self.shown = snapshot.map(|snapshot| snapshot.epoch);
    }

    /// Shows the next snapshot, or the first one after the last or from the present.
    pub fn show_next(&mut self) {
        let next = self.moment().filter(|moment| moment.is_past && !moment.is_last()).map(|moment| moment.index + 1);
        self.show(next.unwrap_or_default());
    }

    /// Returns to the present.
    pub fn show_present(&mut self) {
        self.shown = None;
    }

    pub fn is_past(&self) -> bool {
        self.shown.is_some()
    }

    /// The position of the scrubber; `None` while there are no snapshots.
    pub fn moment(&self) -> Option<Moment> {
        let count = self.snapshots.len();
        let index = self.index().unwrap_or(count.saturating_sub(1));
        let epoch = self.snapshots.get(index)?.epoch;
        let last_epoch = self.snapshots.last()?.epoch;
        Some(Moment { index, count, epoch, last_epoch, is_past: self.is_past() })
    }

    /// The index of the snapshot shown: that of the epoch, or if it was dropped, of the nearest epoch before it.
    fn index(&self) -> Option<usize> {
        let shown = self.shown?;
        Some(self.snapshots.partition_point(|snapshot| snapshot.epoch <= shown).saturating_sub(1))
    }

    fn pictures(&self, index: usize, model: Model) -> Option<&Shared<Pictures>> {
        self.snapshots.get(index)?.pictures.get(model)
    }
}

impl State {
    /// A network's output for the examples at the moment shown.
    pub fn pictures_shown(&self, model: Model) -> Option<&Shared<Pictures>> {
        match self.time.index() {
            Some(index) => self.time.pictures(index, model),
            None => self.run.pictures().get(model),
        }
    }

    /// The pictures of all snapshots, oldest first, while the user looks back; empty at present.
    pub fn past(&self, model: Model) -> Vec<Shared<Pictures>> {
        if !self.time.is_past() {
            return vec![];
        }
        (0..self.time.snapshots.len()).filter_map(|index| self.time.pictures(index, model).cloned()).collect()
    }

    /// Finished epochs at the moment shown.
    pub fn epoch_shown(&self) -> usize {
        match self.time.moment() {
            Some(moment) if moment.is_past => moment.epoch,
            _ => self.run.progress().epoch,
        }
    }

    /// The point that the user asked to see decoded, unless the past is shown.
    pub fn decoded_shown(&self, model: Model) -> Option<Decoded> {
        self.decoded(model).filter(|_| !self.time.is_past())
    }

    /// Whether a point of the latent space can be decoded to a picture, which only the present networks can do.
    pub fn can_decode(&self) -> bool {
        self.can_study() && !self.time.is_past()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(epoch: usize, numbers: usize) -> Snapshot {
        let latents = vec![epoch as f32; numbers];
        Snapshot::new(epoch, PerModel { ae: Some(Pictures { latents, ..Pictures::default() }), vae: None })
    }

    fn time(epochs: usize, numbers: usize) -> Time {
        let mut time = Time::default();
        (0..=epochs).for_each(|epoch| time.add(snapshot(epoch, numbers)));
        time
    }

    fn epochs(time: &Time) -> Vec<usize> {
        time.snapshots.iter().map(|snapshot| snapshot.epoch).collect()
    }

    #[test]
    fn a_short_run_keeps_every_epoch() {
        assert_eq!(epochs(&time(20, 2)), (0..=20).collect::<Vec<_>>());
    }

    #[test]
    fn a_long_run_keeps_the_first_the_newest_and_evenly_spaced_ones_between() {
        for last in [63, 64, 65, 100, 127, 128, 129, 501] {
            let kept = epochs(&time(last, 2));
            assert!(kept.len() <= MOST && kept.len() >= MOST.min(last) / 2, "{last}: {}", kept.len());
            assert_eq!((kept.first(), kept.last()), (Some(&0), Some(&last)));
            let strides: Vec<usize> = kept.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (rest, even) = strides.split_last().unwrap();
            assert!(even.iter().all(|stride| stride == &even[0]) && *rest <= even[0], "{last}: {strides:?}");
        }
    }

    #[test]
    fn memory_is_bounded() {
        // The largest case: a thousand codes of 64 numbers.
        let time = time(100, 2 * 64_000);
        let bytes: usize = time.snapshots.iter().map(|snapshot| snapshot.bytes).sum();
        assert!(bytes <= MOST_BYTES && time.snapshots.len() > 10, "{bytes}");
    }

    #[test]
    fn of_two_snapshots_of_an_epoch_the_newer_one_stays() {
        let mut time = time(3, 2);
        time.add(snapshot(3, 5));
        assert_eq!(epochs(&time), [0, 1, 2, 3]);
        assert_eq!(time.pictures(3, Model::Ae).unwrap().latents.len(), 5);
    }

    #[test]
    fn the_epoch_shown_stays_while_others_come_and_go() {
        let mut time = time(10, 2);
        assert_eq!(time.moment(), Some(Moment { index: 10, count: 11, epoch: 10, last_epoch: 10, is_past: false }));
        time.show(6);
        (11..=64).for_each(|epoch| time.add(snapshot(epoch, 2)));
        assert_eq!(time.moment(), Some(Moment { index: 3, count: 33, epoch: 6, last_epoch: 64, is_past: true }));
        time.show(99);
        assert!(time.moment().unwrap().is_last() && time.is_past());
        time.show_present();
        assert!(!time.is_past());
    }

    #[test]
    fn playing_goes_from_the_first_to_the_last_and_starts_over() {
        let mut time = time(2, 2);
        let mut next = || {
            time.show_next();
            time.moment().map(|moment| moment.epoch)
        };
        assert_eq!([next(), next(), next(), next()], [Some(0), Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn a_dropped_epoch_is_replaced_by_the_one_before_it() {
        let mut time = time(10, 2);
        time.show(7);
        (11..=64).for_each(|epoch| time.add(snapshot(epoch, 2)));
        assert_eq!(time.moment().unwrap().epoch, 6);
    }

    #[test]
    fn without_snapshots_there_is_no_past() {
        let mut time = Time::default();
        time.show(0);
        assert!(!time.is_past());
        assert_eq!(time.moment(), None);
    }
}
