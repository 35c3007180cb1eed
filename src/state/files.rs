//! The user's own files: which of those that were dropped holds images, which labels.

use super::Shared;
use crate::{
    config::{Config, Source},
    protocol::{Command, RunId},
};

/// Files as they were picked, unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFiles {
    pub images: Vec<u8>,
    pub labels: Option<Vec<u8>>,
}

impl OwnFiles {
    pub(super) fn command(&self, run: RunId, config: Config) -> Command {
        Command::UseFiles { run, config, images: self.images.clone(), labels: self.labels.clone() }
    }
}

/// Files that the trainer was given to read, the oldest first: it answers in that order.
#[derive(Clone, Debug, Default)]
pub struct Trials(Vec<Trial>);

#[derive(Clone, Debug)]
struct Trial {
    /// The run that the files would begin.
    run: RunId,
    /// None once the user has gone on to something else.
    files: Option<Shared<OwnFiles>>,
}

impl Trials {
    pub fn add(&mut self, run: RunId, files: OwnFiles) {
        self.0.push(Trial { run, files: Some(Shared::new(files)) });
    }

    /// Somebody waits for an answer.
    pub fn are_open(&self) -> bool {
        self.0.iter().any(|trial| trial.files.is_some())
    }

    pub fn knows(&self, run: RunId) -> bool {
        self.0.iter().any(|trial| trial.run == run && trial.files.is_some())
    }

    /// The trainer has answered for the files of a run: theirs and older trials are over.
    pub fn settle(&mut self, run: RunId) -> Option<Shared<OwnFiles>> {
        let index = self.0.iter().position(|trial| trial.run == run)?;
        self.0.drain(..=index).next_back().and_then(|trial| trial.files)
    }

    /// Nobody waits any more, though the trainer still reads. Whether anybody did.
    pub fn give_up(&mut self) -> bool {
        let were_open = self.are_open();
        self.0.iter_mut().for_each(|trial| trial.files = None);
        were_open
    }

    /// The newest, for a trainer that begins to listen: the only one that it will be given.
    pub fn keep_newest(&mut self) {
        self.0.retain(|trial| trial.files.is_some());
        let older = self.0.len().saturating_sub(1);
        self.0.drain(..older);
    }

    /// The newest as the trainer is told.
    pub fn command(&self, config: &Config) -> Option<Command> {
        let Trial { run, files } = self.0.last()?;
        Some(files.as_ref()?.command(*run, Config { source: Source::Own, ..config.clone() }))
    }
}

/// Images and labels among dropped files: by the number of dimensions that a plain IDX file states, else by its name.
pub fn sort_files(files: Vec<(String, Vec<u8>)>) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let (mut images, mut labels) = (None, None);
    for (name, bytes) in files {
        let slot = if holds_labels(&name, &bytes) { &mut labels } else { &mut images };
        *slot = Some(bytes);
    }
    (images, labels)
}

fn holds_labels(name: &str, bytes: &[u8]) -> bool {
    match bytes {
        [0, 0, _, dimensions, ..] => *dimensions == 1,
        _ => {
            let name = name.to_lowercase();
            name.contains("label") || name.contains("idx1")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_images() {
        let plain = |dimensions| vec![0, 0, 8, dimensions, 0];
        let zipped = vec![0x1f, 0x8b, 8];
        let cases = [
            ("a", plain(1), true),
            ("my-labels", plain(3), false),
            ("t10k-labels-idx1-ubyte.gz", zipped.clone(), true),
            ("t10k-images-idx3-ubyte.gz", zipped, false),
            ("nonsense", vec![], false),
        ];
        for (name, bytes, expected) in cases {
            let (images, labels) = sort_files(vec![(name.into(), bytes)]);
            assert_eq!((images.is_none(), labels.is_some()), (expected, expected), "{name}");
        }
    }
}
