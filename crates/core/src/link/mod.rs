//! Links: the page's whole state, to and from the hash of its address.
//!
//! Reading accepts any bytes: anything unknown, absurd or broken is replaced by the nearest sensible value and reported in a
//! sentence. The page's own address lists every setting. A link to share omits defaults and has an end marker, so that a link
//! that was cut off is detected. This module does not depend on the browser.

mod keys;
#[cfg(test)]
mod links_doc;
mod mend;
mod pack;
mod play;
mod read;
mod setting;
#[cfg(test)]
mod settings_tests;
mod strokes;
mod teaching;
#[cfg(test)]
mod tests;

pub use teaching::{NOTE, PagePart, PageParts, TITLE, Teaching};

use crate::{
    config::{Config, Play, Study, settings},
    data::digit::Drawing,
};
use keys::{END, is_key};
use read::Reader;

/// The version of a link that lists every setting.
const WHOLE: u32 = 1;
/// The version of a link that omits defaults and ends with [`END`]. The defaults belong to the version: changing one
/// needs a new version.
const SHORT: u32 = 2;
/// The maximum length of a hash that is read; the page never writes a longer one.
const LONGEST: usize = 32 * 1024;

/// The state that a link sets up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    pub config: Config,
    /// The study beside the run.
    pub study: Study,
    /// The playground's state, as [`Play::of_tool`] returns it.
    pub play: Play,
    /// Whether training starts at once.
    pub run: bool,
    /// Whether the CPU trains both networks in one worker.
    pub one_worker: bool,
    pub drawing: Drawing,
    /// What a teacher added or hid.
    pub teaching: Teaching,
}

/// Descriptions of what was replaced while reading, each a sentence for the user.
pub type Notices = Vec<String>;

impl Link {
    /// Reads a hash, with or without its `#`.
    pub fn from_hash(hash: &str) -> (Self, Notices) {
        Self::from_address("", hash)
    }

    /// Reads an address: its query, which may hold settings if a sign-on page dropped the hash, and its hash, which takes
    /// precedence. Unknown keys in the query are ignored, since they do not belong to this page.
    pub fn from_address(query: &str, hash: &str) -> (Self, Notices) {
        if query.len().max(hash.len()) > LONGEST {
            let notice = "The link is too long to be one of this page's; the usual settings are used.";
            return (Self::default(), vec![notice.into()]);
        }
        let mut pairs: Vec<_> = mend::pairs(query, is_key).into_iter().filter(|(key, _)| is_key(key)).collect();
        pairs.extend(mend::pairs(hash, is_key));
        let mut reader = Reader::default();
        reader.drop_truncated_pair(&mut pairs);
        for (key, value) in pairs {
            reader.read(&key, &mend::meant(&key, &value));
        }
        reader.finish()
    }

    /// Writes the hash with every setting, without its `#`.
    pub fn to_hash(&self) -> String {
        let mut pairs = vec![("v", WHOLE.to_string())];
        pairs.extend(settings().map(|setting| (setting.key, setting.write(&self.config))));
        pairs.extend(self.besides());
        if self.one_worker {
            pairs.push(("workers", "1".into()));
        }
        pairs.extend(self.teaching.pairs(false));
        joined(&pairs)
    }

    /// Writes the hash of a link to share, without its `#`; defaults are omitted.
    pub fn to_short_hash(&self) -> String {
        let mut pairs = vec![("v", SHORT.to_string())];
        let usual = Config::default();
        for setting in settings() {
            let own = setting.write(&self.config);
            if own != setting.write(&usual) {
                pairs.push((setting.key, own));
            }
        }
        pairs.extend(self.besides());
        pairs.extend(self.teaching.pairs(true));
        if pairs.len() == 1 {
            return String::new();
        }
        pairs.push((END, "1".into()));
        joined(&pairs)
    }

    /// The pairs other than the settings'.
    fn besides(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![];
        match self.study {
            Study::None => {}
            Study::Pca => pairs.push(("study", "pca".into())),
            Study::Sweep { least, most } => pairs.push(("study", format!("sweep-{least}-{most}"))),
            Study::Betas => pairs.push(("study", "betas".into())),
        }
        pairs.extend(play::to_text(&self.play).map(|play| ("play", play)));
        if self.run {
            pairs.push(("run", "1".into()));
        }
        if !self.drawing.is_empty() {
            pairs.push(("draw", strokes::to_text(&self.drawing)));
        }
        pairs
    }
}

/// A query without the keys that this page reads, and without its question mark. Tracking parameters are removed, too.
pub fn query_of_others(query: &str) -> String {
    let others = query.trim_start_matches('?').split('&').filter(|part| {
        let pairs = mend::pairs(part, is_key);
        !pairs.is_empty() && pairs.iter().all(|(key, _)| !is_key(key))
    });
    others.collect::<Vec<_>>().join("&")
}

fn joined(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}
