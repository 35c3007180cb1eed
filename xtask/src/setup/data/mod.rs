//! The digits that the page trains on: gzipped IDX files in `www/data`, and an index that lists them with their sizes.
//!
//! There are always the 10,000 digits of [`digits10k`], and also the whole of MNIST if the user provides it ([`official`]).

mod digits10k;
mod idx;
mod official;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::tools::project::Project;

/// A set of digits in the index: its name and its files.
struct Set {
    name: &'static str,
    files: Vec<File>,
}

/// A file in `www/data`: its role in its set (`images`, `test_labels`, ...) and its name.
struct File {
    role: &'static str,
    name: &'static str,
}

/// Puts the right files into `www/data`, and removes the whole of MNIST if it is no longer provided.
pub fn set_up(project: &Project) -> Result<(String, ())> {
    let folder = project.data();
    fs::create_dir_all(&folder)?;
    let mut sets = vec![digits10k::set_up(&project.cache().join("digits10k"), &folder)?];
    match official::source() {
        Some(source) => sets.push(official::set_up(&source, &folder)?),
        None => official::clear(&folder)?,
    }
    let index = serde_json::to_string_pretty(&index(&sets, &folder)?)? + "\n";
    write_if_new(&folder.join("index.json"), index.as_bytes())?;

    let names: Vec<_> = sets.iter().map(|set| set.name).collect();
    Ok((names.join(" and "), ()))
}

/// The file that the page reads first: the sets, their files, and the size of each in bytes.
fn index(sets: &[Set], folder: &Path) -> Result<Value> {
    let mut entries = Vec::new();
    for set in sets {
        let mut entry = Map::new();
        entry.insert("name".to_owned(), json!(set.name));
        for file in &set.files {
            let path = folder.join(file.name);
            let size = fs::metadata(&path).with_context(|| format!("{} is missing", path.display()))?.len();
            entry.insert(file.role.to_owned(), json!(file.name));
            entry.insert(format!("{}_bytes", file.role), json!(size));
        }
        entries.push(Value::Object(entry));
    }
    Ok(json!({ "sets": entries }))
}

/// Writes a file unless it already has this content, so that Trunk in watch mode sees no change.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if !fs::read(path).is_ok_and(|there| there == bytes) {
        fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
