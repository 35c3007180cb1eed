//! Data of the user's own: offered, read by the trainer on trial, and taken into use once that has answered.

use super::{
    Kept, OwnFiles, Shared, State, TableView,
    files::{Asked, Offer},
};
use hourglass_core::{
    config::{Config, Source},
    protocol::{Command, Data, LoadId, Loaded},
};

impl State {
    /// Takes images of the user's own, on trial until the trainer has read them.
    pub fn offer(&mut self, files: OwnFiles) {
        self.try_out(Offer::Images(Shared::new(files)));
    }

    /// Takes a CSV file of the user's own, on trial until the trainer has read it.
    pub fn offer_table(&mut self, name: String, bytes: Vec<u8>) {
        self.try_out(Offer::Table { name, bytes: Shared::new(bytes) });
    }

    /// Takes a checkpoint that was saved in a file, on trial until the trainer has read it.
    pub fn offer_checkpoint(&mut self, bytes: Vec<u8>) {
        self.try_out(Offer::Checkpoint(Kept::new(0, bytes)));
    }

    fn try_out(&mut self, offer: Offer) {
        if self.is_refused() {
            return;
        }
        let asked = match offer {
            Offer::Checkpoint(_) => Asked::Restore(self.run.next_id()),
            Offer::Images(_) | Offer::Table { .. } => Asked::Load(self.trials.next_load()),
        };
        *self.message = None;
        self.trials.add(asked, offer);
        self.tell_trials();
    }

    /// Tells the trainer of the files on trial.
    pub(super) fn tell_trials(&mut self) {
        if let Some(command) = self.trials.command() {
            self.tell(command);
        }
    }

    /// Files are on trial.
    pub fn is_reading_files(&self) -> bool {
        self.trials.are_open()
    }

    pub fn has_own_files(&self) -> bool {
        self.own.is_some()
    }

    /// Gives the trainer the data in use, where a source asks for such and the trainer lacks it.
    pub(super) fn give_data(&mut self, source: Source) {
        if self.life.has(source) {
            return;
        }
        self.life.takes(source);
        if source == Source::Table {
            self.give_table();
        } else if let Some(files) = &*self.own {
            self.let_read(files.data());
        }
    }

    /// Lets the trainer read data.
    pub(super) fn let_read(&mut self, data: Data) -> LoadId {
        let load = self.trials.next_load();
        self.tell(Command::Load { load, data });
        load
    }

    /// The trainer has read data, or refuses it.
    pub(super) fn loaded(&mut self, load: LoadId, outcome: Result<Loaded, String>) {
        match outcome {
            Ok(Loaded::Choice { chosen, is_new }) => self.choice_came(load, chosen, is_new),
            Ok(loaded) => {
                if let Some(offer) = self.trials.settle(Asked::Load(load)) {
                    self.take_data(offer, loaded);
                }
            }
            Err(why) => {
                if !self.choice_is_refused(load, &why) {
                    self.offer_is_refused(Asked::Load(load), why);
                }
            }
        }
    }

    /// Files cannot be used, and why; the run before them goes on.
    pub(super) fn offer_is_refused(&mut self, asked: Asked, why: String) {
        self.trials.settle(asked);
        self.complain(why);
        if !self.is_reading_files() {
            self.grant_wish();
        }
    }

    /// Begins a run on what was read.
    fn take_data(&mut self, offer: Offer, loaded: Loaded) {
        match (offer, loaded) {
            (Offer::Images(files), Loaded::Images) => {
                self.set_aside();
                *self.own = Some(files);
                self.life.takes(Source::Own);
                self.begin_on(Source::Own);
            }
            (Offer::Table { name, bytes }, Loaded::Table { summary, chosen }) => {
                self.set_aside();
                *self.table = Some(TableView::own(name, bytes, *summary, chosen));
                self.life.takes(Source::Table);
                self.begin_on(Source::Table);
            }
            // No trainer of ours answers images with a table.
            _ => {}
        }
    }

    /// Begins a run on data that the trainer has just read. Files that came later stay on trial.
    pub(super) fn begin_on(&mut self, source: Source) {
        self.forget_study();
        *self.config = Config { source, ..self.config.clone() }.nearest();
        self.forget_run();
        self.set_up_beside_trials();
    }
}
