//! Keeps runs, so that nothing is lost: the newest checkpoint of the current run, here and in the browser's storage; the run that
//! the current one replaced; and the run of an earlier visit.
//!
//! Only the trainer makes and reads checkpoints; to the page they are bytes.

mod checkpoint;
mod earlier;
mod file;
mod kept_runs;
mod note;
mod past;

pub use self::{checkpoint::Checkpoint, earlier::Earlier, kept_runs::KeptRuns, note::Note};

use super::{Phase, State};
use hourglass_core::config::Source;

impl State {
    /// The checkpoint to store now: the newest one of the run.
    pub fn kept(&self) -> Option<&Checkpoint> {
        self.kept.newest()
    }

    /// The note to store with it.
    pub fn kept_note(&self, at: f64) -> Option<Note> {
        let needs_files = match self.config.source {
            Source::Own => true,
            Source::Table => self.has_own_table(),
            _ => false,
        };
        Some(Note::new(self.kept()?, self.link().to_hash(), self.config.epochs, needs_files, at))
    }

    /// Whether the table is the user's own, not the synthetic one.
    fn has_own_table(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.name().is_some())
    }

    /// A checkpoint has arrived.
    pub(super) fn keep(&mut self, epoch: usize, bytes: Vec<u8>) {
        let is_done = self.run.phase() == Phase::Finished;
        self.kept.keep(Checkpoint::new(epoch, bytes).with_done(is_done));
    }
}
