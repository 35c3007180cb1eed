//! Saves the run as a file for the user.

use super::super::{
    Phase, State,
    export::{Download, file_name},
};
use hourglass_core::{config::Model, protocol::Command};

impl State {
    /// Saves the run in a file, as soon as the trainer has made a checkpoint. If the run failed, the last checkpoint is saved.
    pub fn save_weights(&mut self) {
        if self.lacks_weights().is_some() {
            return;
        }
        if self.run.phase() == Phase::Failed {
            return self.save_kept();
        }
        self.run.save();
        self.send(Command::Save);
    }

    /// Why the weights cannot be saved now.
    pub fn lacks_weights(&self) -> Option<&'static str> {
        match self.run.phase() {
            Phase::Loading => Some("The networks are being set up."),
            Phase::Failed if self.kept().is_none() => Some("There are no networks: the run failed."),
            _ if self.run.is_saving() => Some("Preparing the file…"),
            _ => None,
        }
    }

    pub(in crate::state) fn saved(&mut self, epoch: usize, bytes: Vec<u8>) {
        self.keep(epoch, bytes);
        if self.run.take_saving() {
            self.save_kept();
        }
    }

    /// Makes a file of the newest checkpoint.
    fn save_kept(&mut self) {
        let Some(kept) = self.kept() else { return };
        let models = self.config.models;
        let names = Model::ALL.into_iter().filter(|&model| models.contains(model)).map(Model::name);
        let names = names.collect::<Vec<_>>().join("-").to_lowercase();
        let name = file_name(&names, kept.epoch(), "safetensors");
        let bytes = kept.bytes().to_vec();
        self.save_download(Download { name, kind: "application/octet-stream", bytes });
    }
}
