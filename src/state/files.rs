//! The user's own files: which of the dropped files hold images, labels, a table or a checkpoint.

use super::{Checkpoint, Shared};
use hourglass_core::{
    bytes::Bytes,
    data::{
        gzip::is_gzip,
        table::{MOST_BYTES, TableError},
    },
    protocol::{Command, Data, LoadId, RunId},
};

/// Files as the user picked them, not yet parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFiles {
    pub images: Bytes,
    pub labels: Option<Bytes>,
}

impl OwnFiles {
    pub(super) fn data(&self) -> Data {
        Data::Images { images: self.images.clone(), labels: self.labels.clone() }
    }
}

/// Data or a checkpoint that the user provided to begin a run with.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    Images(Shared<OwnFiles>),
    Table {
        name: String,
        bytes: Bytes,
    },
    /// The run continues with its own settings.
    Checkpoint(Checkpoint),
}

/// What the trainer's answer refers to: data that it reads, or a run that continues from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingId {
    Load(LoadId),
    Restore(RunId),
}

/// Files that were sent to the trainer, oldest first. The trainer answers in that order.
#[derive(Clone, Debug, Default)]
pub struct PendingFiles {
    all: Vec<PendingFile>,
    /// The last id given to data.
    last: LoadId,
}

#[derive(Clone, Debug)]
struct PendingFile {
    asked: PendingId,
    /// `None` once the user has moved on to something else.
    offer: Option<Offer>,
}

impl PendingFiles {
    /// A new id for data.
    pub fn next_load(&mut self) -> LoadId {
        self.last.0 += 1;
        self.last
    }

    pub fn add(&mut self, asked: PendingId, offer: Offer) {
        self.all.push(PendingFile { asked, offer: Some(offer) });
    }

    /// Whether the user is waiting for an answer.
    pub fn are_open(&self) -> bool {
        self.all.iter().any(|file| file.offer.is_some())
    }

    pub fn knows(&self, asked: PendingId) -> bool {
        self.all.iter().any(|file| file.asked == asked && file.offer.is_some())
    }

    /// Removes the file that the trainer has answered for, and older ones. Returns its offer if the user still waits for it.
    pub fn settle(&mut self, asked: PendingId) -> Option<Offer> {
        let index = self.all.iter().position(|file| file.asked == asked)?;
        self.all.drain(..=index).next_back().and_then(|file| file.offer)
    }

    /// Stops waiting for any answer, though the trainer is still reading. Returns whether the user was waiting.
    pub fn give_up(&mut self) -> bool {
        let were_open = self.are_open();
        self.all.iter_mut().for_each(|file| file.offer = None);
        were_open
    }

    /// Forgets all files, because the trainer that was asked is gone.
    pub fn forget(&mut self) {
        self.all.clear();
    }

    /// Keeps only the newest file, which is the only one that a newly started trainer gets.
    pub fn keep_newest(&mut self) {
        self.all.retain(|file| file.offer.is_some());
        let older = self.all.len().saturating_sub(1);
        self.all.drain(..older);
    }

    /// The command that sends the newest file to the trainer.
    pub fn command(&self) -> Option<Command> {
        let PendingFile { asked, offer } = self.all.last()?;
        Some(match (*asked, offer.as_ref()?) {
            (PendingId::Restore(run), Offer::Checkpoint(kept)) => kept.command(run, None),
            (PendingId::Load(load), Offer::Images(files)) => Command::Load { load, data: files.data() },
            (PendingId::Load(load), Offer::Table { bytes, .. }) => {
                Command::Load { load, data: Data::Table { bytes: bytes.clone(), choice: None } }
            }
            _ => return None,
        })
    }
}

/// The content of the dropped files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// IDX files: the last of each kind.
    Images {
        images: Option<Bytes>,
        labels: Option<Bytes>,
    },
    Table {
        name: String,
        bytes: Bytes,
    },
    Checkpoint(Bytes),
}

/// The largest checkpoint that is read, in bytes. The largest networks need less.
const MOST_CHECKPOINT: u64 = 300_000_000;

/// Sorts dropped files by kind. A checkpoint is recognized by its name, and must come alone. A table is recognized by its name,
/// or because it is not an IDX file. Images and labels are distinguished by the number of dimensions in a plain IDX file, or else
/// by the name.
///
/// # Errors
/// A sentence that says why the files cannot be used together.
pub fn sort_files(files: Vec<(String, Bytes)>) -> Result<Dropped, &'static str> {
    if let Some(index) = files.iter().position(|(name, _)| names_checkpoint(name)) {
        let mut files = files;
        let (_, bytes) = files.swap_remove(index);
        let is_alone = files.is_empty();
        return if is_alone {
            Ok(Dropped::Checkpoint(bytes))
        } else {
            Err("Saved weights cannot be used together with other files. Drop them on their own.")
        };
    }
    let (mut tables, idx): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, bytes)| holds_table(name, bytes));
    match (tables.pop(), tables.is_empty(), idx.is_empty()) {
        (Some((name, bytes)), true, true) => return Ok(Dropped::Table { name, bytes }),
        (Some(_), false, true) => return Err("These are several tables. Drop one at a time."),
        (Some(_), _, false) => return Err("A table and images cannot be used together. Drop one of them alone."),
        (None, ..) => {}
    }
    let (mut images, mut labels) = (None, None);
    for (name, bytes) in idx {
        let slot = if holds_labels(&name, &bytes) { &mut labels } else { &mut images };
        *slot = Some(bytes);
    }
    Ok(Dropped::Images { images, labels })
}

/// The largest size of any other file, and of all files together, in bytes. The whole of MNIST is 55 MB.
const MOST_FILE: u64 = 200_000_000;
const MOST_TOGETHER: u64 = 400_000_000;

/// Checks by name and size alone whether files may be read: no part of a file that is too large is ever read.
///
/// # Errors
/// A sentence that says which file is too large, and what the limit is.
pub fn check_sizes(files: &[(String, u64)]) -> Result<(), String> {
    for (name, bytes) in files {
        if names_table(name) && *bytes > MOST_BYTES as u64 {
            return Err(TableError::TooLarge.to_string());
        }
        if names_checkpoint(name) && *bytes > MOST_CHECKPOINT {
            return Err(format!(
                "Saved weights have at most {}; this file is not one of this page's.",
                megabytes(MOST_CHECKPOINT)
            ));
        }
        if !names_checkpoint(name) && *bytes > MOST_FILE {
            return Err(format!(
                "The file {name} is {}. This page reads files of up to {}.",
                megabytes(*bytes),
                megabytes(MOST_FILE)
            ));
        }
    }
    let together = files.iter().fold(0u64, |sum, (_, bytes)| sum.saturating_add(*bytes));
    if together > MOST_TOGETHER {
        return Err(format!(
            "These {} files are {} together. This page reads up to {} at once.",
            files.len(),
            megabytes(together),
            megabytes(MOST_TOGETHER)
        ));
    }
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

fn names_checkpoint(name: &str) -> bool {
    name.to_lowercase().ends_with(".safetensors")
}

fn names_table(name: &str) -> bool {
    let name = name.to_lowercase();
    [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end))
}

fn holds_table(name: &str, bytes: &[u8]) -> bool {
    let is_idx = bytes.starts_with(&[0, 0]) || is_gzip(bytes);
    let names_idx = ["idx", "ubyte", ".gz"].iter().any(|part| name.to_lowercase().contains(part));
    names_table(name) || !(is_idx || names_idx)
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

    const ZIPPED: &[u8] = &[0x1f, 0x8b, 8];

    fn plain(dimensions: u8) -> Vec<u8> {
        vec![0, 0, 8, dimensions, 0]
    }

    fn file(name: &str, bytes: &[u8]) -> (String, Bytes) {
        (name.into(), bytes.to_vec().into())
    }

    #[test]
    fn labels_are_distinguished_from_images() {
        for (name, bytes, expected) in [
            ("a", plain(1), true),
            ("my-labels", plain(3), false),
            ("t10k-labels-idx1-ubyte.gz", ZIPPED.to_vec(), true),
            ("t10k-images-idx3-ubyte.gz", ZIPPED.to_vec(), false),
            ("empty-ubyte", vec![], false),
        ] {
            match sort_files(vec![file(name, &bytes)]) {
                Ok(Dropped::Images { images, labels }) => {
                    assert_eq!((images.is_none(), labels.is_some()), (expected, expected), "{name}")
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn tables_are_recognized_by_name_or_because_they_are_not_idx() {
        for (name, bytes, expected) in [
            ("Genes.CSV", b"a,b".as_slice(), true),
            ("genes.tsv", b"", true),
            ("genes.txt", &[0, 0, 8, 3], true),
            ("genes", b"a,b\n", true),
            ("a,b", &plain(3), false),
            ("zipped", ZIPPED, false),
            ("damaged-idx3-ubyte", b"nonsense", false),
        ] {
            let is_table = matches!(sort_files(vec![file(name, bytes)]), Ok(Dropped::Table { .. }));
            assert_eq!(is_table, expected, "{name}");
        }
    }

    #[test]
    fn files_that_cannot_be_used_together_are_refused() {
        let (table, images) = (file("a.csv", b"a,b"), file("a", &plain(3)));
        assert!(sort_files(vec![table.clone(), images.clone()]).is_err());
        assert!(sort_files(vec![table.clone(), table]).is_err());
        assert!(sort_files(vec![images, file("b", &plain(1))]).is_ok());
    }

    #[test]
    fn a_checkpoint_is_recognized_by_its_name_and_must_come_alone() {
        let (saved, images) = (file("hourglass-ae-epoch-7.SafeTensors", b"\0\0"), file("a", &plain(3)));
        assert_eq!(sort_files(vec![saved.clone()]), Ok(Dropped::Checkpoint([0, 0].into())));
        assert!(sort_files(vec![images, saved.clone()]).is_err());
        assert!(sort_files(vec![saved.clone(), saved]).is_err());
    }

    #[test]
    fn a_large_file_is_refused_without_reading_it() {
        let check = |name: &str, bytes| check_sizes(&[(name.into(), bytes)]);
        let most = MOST_BYTES as u64;
        for (name, bytes, words) in [
            ("a.safetensors", MOST_CHECKPOINT + 1, "at most 300 MB"),
            ("a.csv", most + 1, "20 MB"),
            (
                "train-images-idx3-ubyte",
                1_500_000_000,
                "train-images-idx3-ubyte is 1500 MB. This page reads files of up to 200 MB",
            ),
            ("films", MOST_FILE + 1, "201 MB"),
        ] {
            assert!(check(name, bytes).unwrap_err().contains(words), "{name}");
        }
        for (name, bytes) in
            [("a.csv", most), ("a.safetensors", MOST_CHECKPOINT), ("train-images-idx3-ubyte", 47_000_000)]
        {
            assert_eq!(check(name, bytes), Ok(()), "{name}");
        }
        let many = vec![("images".to_owned(), 150_000_000); 3];
        assert!(check_sizes(&many).unwrap_err().contains("These 3 files are 450 MB together"));
    }
}
