//! Exports: files that are made here, and that the page offers to save.
//!
//! Tables are CSV, for Python and spreadsheets alike: numbers have a decimal point in every locale, and text is never read as a
//! formula.

mod latents;
mod losses;
mod sheet;

use super::{Phase, State};
use hourglass_core::{
    config::{PerModel, Source},
    protocol::Command,
};

/// A file to save, and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Download {
    pub name: String,
    /// Its MIME type.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

impl Download {
    /// Whether it is a text file.
    pub fn is_text(&self) -> bool {
        self.kind.starts_with("text/")
    }

    fn csv(name: String, bytes: Vec<u8>) -> Self {
        Self { name, kind: "text/csv;charset=utf-8", bytes }
    }
}

/// The name of a file: its content, and the number of finished epochs.
pub fn file_name(what: &str, epoch: usize, ending: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let what: String = what.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    format!("hourglass-{what}-epoch-{epoch}.{ending}")
}

impl State {
    /// Why the losses cannot be saved now.
    pub fn lacks_losses(&self) -> Option<&'static str> {
        self.run.curves().is_empty().then_some("There are no losses yet: press Train.")
    }

    /// Makes the file of all losses so far.
    pub fn save_losses(&mut self) {
        if self.lacks_losses().is_none() {
            let name = file_name("losses", self.run.progress().epoch, "csv");
            self.save_download(Download::csv(name, losses::csv(self.run.curves())));
        }
    }

    /// Why the latents of the test examples cannot be saved now.
    pub fn lacks_latents(&self) -> Option<&'static str> {
        match self.run.phase() {
            Phase::Loading => Some("The networks are being set up."),
            Phase::Failed => Some("There are no networks: the run failed."),
            _ if self.run.asks_latents() => Some("Preparing the file…"),
            _ => None,
        }
    }

    /// Requests the latents of all test examples; the answer becomes a file.
    pub fn save_latents(&mut self) {
        if self.lacks_latents().is_some() {
            return;
        }
        if self.life.listens() {
            self.run.ask_latents();
        }
        self.send(Command::Latents);
    }

    /// The trainer has sent the latents.
    pub(super) fn on_latents(&mut self, latents: &PerModel<Vec<f32>>, labels: Option<&[u8]>, size: usize) {
        if self.run.take_latents() {
            let csv = latents::csv(latents, size, |index| self.label_words(*labels?.get(index)?));
            self.save_download(Download::csv(file_name("latents", self.run.progress().epoch, "csv"), csv));
        }
    }

    /// The words for a label: a digit, a number, or the class of a table's row.
    fn label_words(&self, label: u8) -> Option<String> {
        let table = self.table.as_ref().filter(|_| self.config.source == Source::Table);
        match table {
            Some(table) => table.class_names().get(usize::from(label)).cloned(),
            None => Some(label.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_contain_only_letters_digits_and_hyphens() {
        assert_eq!(file_name("latent-vae", 7, "png"), "hourglass-latent-vae-epoch-7.png");
        assert_eq!(file_name("../a b\u{202e}", 0, "csv"), "hourglass----a-b--epoch-0.csv");
    }
}
