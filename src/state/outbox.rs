//! The one way out of the state: what a change asks for is gathered here, and the page drains it after every change.

use super::{State, export::Download};
use hourglass_core::protocol::Command;

/// What a change has asked for.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// For the trainer in charge, in this order.
    pub commands: Vec<Command>,
    /// For the trainer with WebGPU while the other one is in charge: what to time.
    pub trial: Option<Command>,
    /// Files for the user.
    pub downloads: Vec<Download>,
}

impl State {
    /// What has been asked for since this was last called.
    pub fn drain(&mut self) -> Outbox {
        std::mem::take(&mut self.outbox)
    }

    /// Tells the trainer in charge something, if it listens. What it misses it hears on [`hourglass_core::protocol::Event::Ready`].
    pub(super) fn tell(&mut self, command: Command) {
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
    /// What an act tells the trainer in charge.
    pub(crate) fn sent(&mut self, act: impl FnOnce(&mut Self)) -> Vec<Command> {
        self.outbox.commands.clear();
        act(self);
        std::mem::take(&mut self.outbox.commands)
    }
}
