//! What is kept of runs, so that nothing is lost: the newest checkpoint of this one, here and in the browser's own storage; the run
//! that this one took the place of; and what an earlier visit has left.
//!
//! Checkpoints are made and read by the trainer alone; to the page they are bytes.

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
    /// What to store now: the newest checkpoint of the run.
    pub fn kept(&self) -> Option<&Checkpoint> {
        self.kept.newest()
    }

    /// What to store with it.
    pub fn kept_note(&self, at: f64) -> Option<Note> {
        let needs_files = match self.config.source {
            Source::Own => true,
            Source::Table => self.has_own_table(),
            _ => false,
        };
        Some(Note::new(self.kept()?, self.link().to_hash(), self.config.epochs, needs_files, at))
    }

    /// Whether there is a table of the user's own, and not the synthetic one alone.
    fn has_own_table(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.name().is_some())
    }

    /// A checkpoint has come.
    pub(super) fn keep(&mut self, epoch: usize, bytes: Vec<u8>) {
        let is_done = self.run.phase() == Phase::Finished;
        self.kept.keep(Checkpoint::new(epoch, bytes).with_done(is_done));
    }
}
