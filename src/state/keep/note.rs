//! What is known about a stored checkpoint without reading it.

use serde::{Deserialize, Serialize};

use super::Checkpoint;
use hourglass_core::{
    config::{BackendChoice, Config, Source},
    link::Link,
};

/// A note stored beside the checkpoint, field by field in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    version: u32,
    /// The hash of the link to its settings.
    hash: String,
    /// The finished epochs, and the planned ones.
    epoch: usize,
    epochs: usize,
    is_done: bool,
    /// Whether it was trained on the user's own files, which are not stored.
    needs_files: bool,
    /// When it was made, in milliseconds since 1970.
    at: f64,
}

/// The version of the stored format. Notes of other versions are ignored.
const VERSION: u32 = 1;
/// A longer note was not made by this page.
const LONGEST: usize = 64 * 1024;

impl Note {
    /// A note on a run with this link's hash and this many planned epochs.
    pub(super) fn new(kept: &Checkpoint, hash: String, epochs: usize, needs_files: bool, at: f64) -> Self {
        let (epoch, is_done) = (kept.epoch(), kept.is_done());
        Self { version: VERSION, hash, epoch, epochs, is_done, needs_files, at }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Returns `None` if the bytes are not a note of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let note: Self = (bytes.len() <= LONGEST).then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        (note.version == VERSION && note.at.is_finite()).then_some(note)
    }

    /// Whether there is nothing left to train.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    pub(super) fn needs_files(&self) -> bool {
        self.needs_files
    }

    pub(super) fn link(&self) -> Link {
        Link::from_hash(&self.hash).0
    }

    pub(super) fn config(&self) -> Config {
        let config = self.link().config;
        // A link does not say whether the images are the user's own.
        let is_own = self.needs_files && config.source != Source::Table;
        Config { source: if is_own { Source::Own } else { config.source }, ..config }
    }

    /// The checkpoint, once its bytes have been read.
    pub(super) fn kept(&self, bytes: Vec<u8>) -> Checkpoint {
        Checkpoint::new(self.epoch, bytes).with_done(self.is_done)
    }

    /// Whether it matches a page with this link: either the settings are the same except for the backend, or the link has no
    /// settings.
    pub(super) fn suits(&self, hash: &str) -> bool {
        let config = |hash: &str| {
            let config = Link::from_hash(hash).0.config;
            Config { backend: BackendChoice::Auto, ..config }
        };
        hash.trim_start_matches('#').is_empty() || config(hash) == config(&self.hash)
    }

    /// A description of what is stored, and its age.
    pub(super) fn words(&self, now: f64) -> String {
        let ago = ago((now - self.at) / 1_000.0);
        match self.is_done {
            true => format!("A finished run of {} epochs, {ago}, is stored here.", self.epoch),
            false => format!("A run at epoch {} of {}, {ago}, is stored here.", self.epoch, self.epochs),
        }
    }
}

/// The time that has passed, in words.
fn ago(seconds: f64) -> String {
    let many = |count: f64, unit: &str| match count as u64 {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    };
    match seconds {
        seconds if seconds < 60.0 => "just now".into(),
        seconds if seconds < 3_600.0 => many(seconds / 60.0, "minute"),
        seconds if seconds < 86_400.0 => many(seconds / 3_600.0, "hour"),
        seconds => many(seconds / 86_400.0, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1.8e12;

    fn note(hash: &str, needs_files: bool) -> Note {
        Note::new(&Checkpoint::new(7, vec![1]), hash.into(), 20, needs_files, NOW)
    }

    #[test]
    fn bytes_that_are_not_notes_are_not_read() {
        let note = note("latent=3", false);
        let bytes = note.to_bytes();
        assert_eq!(Note::from_bytes(&bytes), Some(note.clone()));
        let other_version = [&[9], &bytes[1..]].concat();
        let no_time = Note { at: f64::NAN, ..note }.to_bytes();
        for damaged in [&[][..], &bytes[..bytes.len() - 1], &[255; 40], &vec![1; 100_000], &other_version, &no_time] {
            assert_eq!(Note::from_bytes(damaged), None);
        }
    }

    #[test]
    fn notes_of_earlier_versions_of_the_page_are_read() {
        let stored = [&[1, 8][..], b"latent=3", &[7, 20, 1, 0], &NOW.to_le_bytes()].concat();
        let expected = Note { is_done: true, ..note("latent=3", false) };
        assert_eq!((Note::from_bytes(&stored), expected.to_bytes()), (Some(expected), stored));
    }

    #[test]
    fn the_users_own_files_are_images_unless_they_are_a_table() {
        for (hash, needs_files, source) in [
            ("", false, Source::Digits),
            ("", true, Source::Own),
            ("data=table", true, Source::Table),
            ("data=table", false, Source::Table),
        ] {
            assert_eq!(note(hash, needs_files).config().source, source, "{hash:?} {needs_files}");
        }
    }

    #[test]
    fn the_age_is_given_in_its_largest_unit() {
        for (seconds, expected) in [
            (-5.0, "just now"),
            (59.0, "just now"),
            (60.0, "1 minute ago"),
            (3_599.0, "59 minutes ago"),
            (7_200.0, "2 hours ago"),
            (86_400.0, "1 day ago"),
            (1e9, "11574 days ago"),
        ] {
            assert_eq!(ago(seconds), expected, "{seconds}");
        }
    }
}
