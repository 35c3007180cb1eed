//! The user's own data: offered, read by the trainer, and used once the trainer has accepted it.

use super::{
    Checkpoint, OwnFiles, Shared, State, TableView,
    files::{Offer, PendingId},
};
use hourglass_core::{
    bytes::Bytes,
    config::{Config, Source},
    protocol::{Command, Data, LoadId, Loaded},
};

impl State {
    /// Offers the user's images. They are pending until the trainer has read them.
    pub fn offer(&mut self, files: OwnFiles) {
        self.offer_files(Offer::Images(Shared::new(files)));
    }

    /// Offers the user's CSV file. It is pending until the trainer has read it.
    pub fn offer_table(&mut self, name: String, bytes: impl Into<Bytes>) {
        self.offer_files(Offer::Table { name, bytes: bytes.into() });
    }

    /// Offers a checkpoint from a file. It is pending until the trainer has read it.
    pub fn offer_checkpoint(&mut self, bytes: impl Into<Bytes>) {
        self.offer_files(Offer::Checkpoint(Checkpoint::new(0, bytes)));
    }

    fn offer_files(&mut self, offer: Offer) {
        if self.is_refused() {
            return;
        }
        let asked = match offer {
            Offer::Checkpoint(_) => PendingId::Restore(self.run.next_id()),
            Offer::Images(_) | Offer::Table { .. } => PendingId::Load(self.pending_files.next_load()),
        };
        *self.message = None;
        self.pending_files.add(asked, offer);
        self.send_pending_files();
    }

    /// Sends the newest pending file to the trainer.
    pub(super) fn send_pending_files(&mut self) {
        if let Some(command) = self.pending_files.command() {
            self.send(command);
        }
    }

    /// Whether files are pending.
    pub fn is_reading_files(&self) -> bool {
        self.pending_files.are_open()
    }

    pub fn has_own_files(&self) -> bool {
        self.own.is_some()
    }

    /// Sends the trainer the data in use, if the source needs such data and the trainer lacks it.
    pub(super) fn give_data(&mut self, source: Source) {
        if self.life.has(source) {
            return;
        }
        self.life.set_has_data(source);
        if source == Source::Table {
            self.give_table();
        } else if let Some(files) = &*self.own {
            self.send_data(files.data());
        }
    }

    /// Sends data for the trainer to read.
    pub(super) fn send_data(&mut self, data: Data) -> LoadId {
        let load = self.pending_files.next_load();
        self.send(Command::Load { load, data });
        load
    }

    /// The trainer has read data, or refuses it.
    pub(super) fn loaded(&mut self, load: LoadId, outcome: Result<Loaded, String>) {
        match outcome {
            Ok(Loaded::Choice { chosen, is_new }) => self.on_choice(load, chosen, is_new),
            Ok(loaded) => {
                if let Some(offer) = self.pending_files.settle(PendingId::Load(load)) {
                    self.take_data(offer, loaded);
                }
            }
            Err(why) => {
                if !self.choice_is_refused(load, &why) {
                    self.offer_is_refused(PendingId::Load(load), why);
                }
            }
        }
    }

    /// The trainer cannot use the files, for this reason. The current run continues.
    pub(super) fn offer_is_refused(&mut self, asked: PendingId, why: String) {
        self.pending_files.settle(asked);
        self.show_error(why);
        if !self.is_reading_files() {
            self.start_queued();
        }
    }

    /// Begins a run on the data that the trainer has read.
    fn take_data(&mut self, offer: Offer, loaded: Loaded) {
        match (offer, loaded) {
            (Offer::Images(files), Loaded::Images) => {
                self.set_aside();
                *self.own = Some(files);
                self.life.set_has_data(Source::Own);
                self.begin_on(Source::Own);
            }
            (Offer::Table { name, bytes }, Loaded::Table { summary, chosen }) => {
                self.set_aside();
                *self.table = Some(TableView::own(name, bytes, *summary, chosen));
                self.life.set_has_data(Source::Table);
                self.begin_on(Source::Table);
            }
            // The trainer never answers images with a table.
            _ => {}
        }
    }

    /// Begins a run on data that the trainer has just read. Files that came later stay pending.
    pub(super) fn begin_on(&mut self, source: Source) {
        self.forget_study();
        *self.config = Config { source, ..self.config.clone() }.nearest();
        self.forget_run();
        self.set_up_keeping_pending_files();
    }
}
