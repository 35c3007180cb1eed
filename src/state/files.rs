//! The user's own files: which of those that were dropped holds images, which labels.

use crate::{
    config::Config,
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
