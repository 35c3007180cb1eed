//! The corpus: a folder for each kind, a file for each input.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// All inputs of a kind, sorted by file name.
pub fn read(kind: &str) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder(kind)) else { return vec![] };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Saves an input that failed.
pub fn keep(kind: &str, bytes: &[u8]) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let path = folder(kind).join(format!("found-{:08x}", hasher.finish() as u32));
    fs::create_dir_all(folder(kind)).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(kind)
}
