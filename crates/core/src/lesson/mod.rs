//! A link is a lesson: the page's whole state, to and from the hash of its address.
//!
//! Reading takes any bytes: what is unknown, absurd or broken is replaced by the nearest sensible value and reported in
//! words. The address of the page gives every choice. A link to pass on leaves out what is as usual, and says at its end that
//! nothing was cut off. This module knows nothing of the browser.

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

pub use teaching::{NOTE, Part, Parts, TITLE, Teaching};

use crate::{
    config::{Config, Play, Study, settings},
    data::digit::Drawing,
};
use keys::{END, is_key};
use read::Reader;

/// The version of a link that gives every choice.
const WHOLE: u32 = 1;
/// The version of a link that leaves out what is as usual, and that ends with [`END`]. What is usual belongs to the version: a
/// default that changes needs a new one.
const SHORT: u32 = 2;
/// A longer hash is not read: no page writes one.
const LONGEST: usize = 32 * 1024;

/// What a link sets up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    pub config: Config,
    /// What is looked into beside the run.
    pub study: Study,
    /// What the playground shows, as [`Play::of_tool`] gives it.
    pub play: Play,
    /// Start training at once.
    pub run: bool,
    pub drawing: Drawing,
    /// What a teacher says and leaves out.
    pub teaching: Teaching,
}

/// What was replaced while reading, each in a sentence for the user.
pub type Notices = Vec<String>;

impl Lesson {
    /// Reads a hash, with or without its `#`.
    pub fn from_hash(hash: &str) -> (Self, Notices) {
        Self::from_address("", hash)
    }

    /// Reads an address: its query, which may hold settings where a sign-on on the way has dropped the hash, and its hash, whose word
    /// counts where both have one. What else a query holds is not the page's.
    pub fn from_address(query: &str, hash: &str) -> (Self, Notices) {
        if query.len().max(hash.len()) > LONGEST {
            let notice = "The link is too long to be one of this page's; the usual settings are used.";
            return (Self::default(), vec![notice.into()]);
        }
        let mut pairs: Vec<_> = mend::pairs(query, is_key).into_iter().filter(|(key, _)| is_key(key)).collect();
        pairs.extend(mend::pairs(hash, is_key));
        let mut reader = Reader::default();
        reader.drop_what_was_cut(&mut pairs);
        for (key, value) in pairs {
            reader.read(&key, &mend::meant(&key, &value));
        }
        reader.finish()
    }

    /// Writes the hash with every choice, without its `#`.
    pub fn to_hash(&self) -> String {
        let mut pairs = vec![("v", WHOLE.to_string())];
        pairs.extend(settings().map(|setting| (setting.key, setting.write(&self.config))));
        pairs.extend(self.besides());
        pairs.extend(self.teaching.pairs(false));
        joined(&pairs)
    }

    /// Writes the hash of a link to pass on, without its `#`: what is as usual is left out.
    pub fn to_link(&self) -> String {
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

    /// What is set beside the settings.
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

/// A query without what this page would read in it, and without its question mark. What a visit was followed by goes, too.
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
