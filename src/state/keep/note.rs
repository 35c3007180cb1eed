//! What is known of a stored checkpoint without reading it.

use serde::{Deserialize, Serialize};

use super::Checkpoint;
use hourglass_core::{
    config::{BackendChoice, Config, Source},
    link::Link,
};

/// Stored beside the checkpoint, field by field in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    version: u32,
    /// The link to its settings.
    hash: String,
    /// Finished epochs, and how many it was to be.
    epoch: usize,
    epochs: usize,
    is_done: bool,
    /// It learned from files of the user's own, which are not stored.
    needs_files: bool,
    /// When it was made, in milliseconds since 1970.
    at: f64,
}

/// Of what is stored; anything else is left alone.
const VERSION: u32 = 1;
/// A longer note is none of ours.
const LONGEST: usize = 64 * 1024;

impl Note {
    /// Of a run that a link with this hash shows, and that was to have so many epochs.
    pub(super) fn new(kept: &Checkpoint, hash: String, epochs: usize, needs_files: bool, at: f64) -> Self {
        let (epoch, is_done) = (kept.epoch(), kept.is_done());
        Self { version: VERSION, hash, epoch, epochs, is_done, needs_files, at }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// `None` for bytes that are no note of this version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let note: Self = (bytes.len() <= LONGEST).then(|| postcard::from_bytes(bytes).ok()).flatten()?;
        (note.version == VERSION && note.at.is_finite()).then_some(note)
    }

    /// Nothing is left to train.
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
        // A link does not say of images that they are the user's own.
        let is_own = self.needs_files && config.source != Source::Table;
        Config { source: if is_own { Source::Own } else { config.source }, ..config }
    }

    /// The checkpoint, once its bytes were read.
    pub(super) fn kept(&self, bytes: Vec<u8>) -> Checkpoint {
        Checkpoint::new(self.epoch, bytes).with_done(self.is_done)
    }

    /// Whether it belongs to a page with this link: the same settings, wherever they are computed, or a link without any.
    pub(super) fn suits(&self, hash: &str) -> bool {
        let config = |hash: &str| {
            let config = Link::from_hash(hash).0.config;
            Config { backend: BackendChoice::Auto, ..config }
        };
        hash.trim_start_matches('#').is_empty() || config(hash) == config(&self.hash)
    }

    /// What is stored, and since when.
    pub(super) fn words(&self, now: f64) -> String {
        let ago = ago((now - self.at) / 1_000.0);
        match self.is_done {
            true => format!("A finished run of {} epochs, {ago}, is stored here.", self.epoch),
            false => format!("A run at epoch {} of {}, {ago}, is stored here.", self.epoch, self.epochs),
        }
    }
}

/// How long ago something was.
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
    fn notes_that_are_none_are_not_read() {
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
    fn files_of_the_users_own_are_images_unless_they_are_a_table() {
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
    fn the_past_is_told_in_its_largest_unit() {
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
