//! The only output of the state: a change puts its requests here, and the page drains them after every change.

use super::{State, export::Download};
use hourglass_core::protocol::Command;

/// The requests of a change.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// For the current trainer, in this order.
    pub commands: Vec<Command>,
    /// The workload to time on the WebGPU trainer while the CPU trainer is in charge.
    pub trial: Option<Command>,
    /// Files for the user.
    pub downloads: Vec<Download>,
}

impl State {
    /// Takes the requests collected since the last call.
    pub fn drain(&mut self) -> Outbox {
        std::mem::take(&mut self.outbox)
    }

    /// Sends a command to the current trainer if it listens. What it misses is sent on
    /// [`hourglass_core::protocol::Event::Ready`].
    pub(super) fn send(&mut self, command: Command) {
        if self.life.listens() {
            self.outbox.commands.push(command);
        }
    }

    /// Hands the user a file.
    pub(super) fn save_download(&mut self, file: Download) {
        self.outbox.downloads.push(file);
    }
}

#[cfg(test)]
impl State {
    /// The commands that an action sends to the current trainer.
    pub(crate) fn sent(&mut self, act: impl FnOnce(&mut Self)) -> Vec<Command> {
        self.outbox.commands.clear();
        act(self);
        std::mem::take(&mut self.outbox.commands)
    }
}
