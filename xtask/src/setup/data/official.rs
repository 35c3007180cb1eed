//! The whole of MNIST: the four official files, plain or gzipped, from a folder that the user names in `MNIST_DIR`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use hourglass_core::data::gzip::is_gzip;

use super::idx::{self, IdxKind};
use super::{File, Set};

struct Official {
    role: &'static str,
    /// The name in `www/data`; without `.gz`, it is the official name of the plain file.
    name: &'static str,
    kind: IdxKind,
    count: usize,
}

const FILES: [Official; 4] = [
    Official { role: "images", name: "train-images-idx3-ubyte.gz", kind: IdxKind::Images, count: 60_000 },
    Official { role: "labels", name: "train-labels-idx1-ubyte.gz", kind: IdxKind::Labels, count: 60_000 },
    Official { role: "test_images", name: "t10k-images-idx3-ubyte.gz", kind: IdxKind::Images, count: 10_000 },
    Official { role: "test_labels", name: "t10k-labels-idx1-ubyte.gz", kind: IdxKind::Labels, count: 10_000 },
];

/// The folder that the user names, if any.
pub fn source() -> Option<PathBuf> {
    env::var_os("MNIST_DIR").filter(|name| !name.is_empty()).map(PathBuf::from)
}

/// Checks the four files and writes them, gzipped, to `www/data`.
pub fn set_up(source: &Path, folder: &Path) -> Result<Set> {
    for file in &FILES {
        let from = file.find(source)?;
        let to = folder.join(file.name);
        let bytes = fs::read(&from)?;
        if holds(&to, &bytes) {
            continue;
        }
        let plain = idx::gunzip(bytes.clone());
        plain
            .and_then(|plain| idx::body(&plain, file.kind, file.count).map(drop))
            .with_context(|| format!("{} is not MNIST's", from.display()))?;
        let packed = if is_gzip(&bytes) { bytes } else { idx::gzip(&bytes)? };
        fs::write(to, packed)?;
    }
    let files = FILES.iter().map(|file| File { role: file.role, name: file.name });
    Ok(Set { name: "mnist", files: files.collect() })
}

/// Removes the whole set from `www/data`.
pub fn clear(folder: &Path) -> Result<()> {
    for file in &FILES {
        let path = folder.join(file.name);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

impl Official {
    fn find(&self, source: &Path) -> Result<PathBuf> {
        let plain = self.name.trim_end_matches(".gz");
        for name in [self.name, plain] {
            let path = source.join(name);
            if path.is_file() {
                return Ok(path);
            }
        }
        bail!(
            "MNIST_DIR ({}) lacks {plain} (plain or .gz): put the four official files there or unset MNIST_DIR",
            source.display()
        )
    }
}

/// Whether a file in `www/data` was made from these bytes, and so has been checked.
fn holds(file: &Path, bytes: &[u8]) -> bool {
    let same = |there: Vec<u8>| there == bytes || (!is_gzip(bytes) && idx::gunzip(there).is_ok_and(|p| p == bytes));
    fs::read(file).is_ok_and(same)
}

/// The training pixels and labels.
#[cfg(test)]
pub fn training(source: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let read = |file: &Official| {
        let plain = idx::gunzip(fs::read(file.find(source)?)?)?;
        Ok::<_, anyhow::Error>(idx::body(&plain, file.kind, file.count)?.to_vec())
    };
    Ok((read(&FILES[0])?, read(&FILES[1])?))
}
