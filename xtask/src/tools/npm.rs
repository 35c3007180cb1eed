//! Node.js packages: exactly the versions in a lock file, checked against its hashes.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{process, steps};

/// npm or a related program; on Windows these are scripts, which need their full name.
pub fn program(name: &str) -> Command {
    match cfg!(windows) {
        true => process::program(format!("{name}.cmd")),
        false => process::program(name),
    }
}

/// Runs `npm ci` in a folder, unless the last run there used the same lock file.
pub fn install_in(folder: &Path) -> Result<(&'static str, ())> {
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-by-this-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(("as locked", ()));
    }
    steps::announce(format!("npm ci in {}", folder.display()));
    clean_install(folder)?;
    fs::write(stamp, lock)?;
    Ok(("installed", ()))
}

/// Runs `npm ci`, without the packages' install scripts.
pub fn clean_install(folder: &Path) -> Result<()> {
    process::run(program("npm").current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .context("npm's packages are missing: `npm ci` must reach a registry that has them")
}

/// Reads a text file; an error contains its path.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
