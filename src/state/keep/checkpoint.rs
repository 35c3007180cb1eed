//! A checkpoint: a saved run that training can continue from.

use hourglass_core::{
    bytes::Bytes,
    config::Config,
    protocol::{Command, RunId},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    epoch: usize,
    bytes: Bytes,
    is_done: bool,
}

impl Checkpoint {
    /// A checkpoint of a run that is not known to be done.
    pub(in crate::state) fn new(epoch: usize, bytes: impl Into<Bytes>) -> Self {
        Self { epoch, bytes: bytes.into(), is_done: false }
    }

    /// The same checkpoint, with whether the run is done.
    #[must_use]
    pub(super) fn with_done(self, is_done: bool) -> Self {
        Self { is_done, ..self }
    }

    /// The same checkpoint, with what the trainer reports about its progress. If it is already known to be done, it stays done.
    #[must_use]
    pub(super) fn with_progress(self, epoch: usize, is_done: bool) -> Self {
        Self { epoch, is_done: self.is_done || is_done, ..self }
    }

    /// Finished epochs.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether there is nothing left to train.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    pub(in crate::state) fn command(&self, run: RunId, config: Option<Config>) -> Command {
        Command::Restore { run, config, checkpoint: self.bytes.clone() }
    }
}
