//! A Firefox for the tests, where there is one: what it lacks is told, and stops nothing.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::{closed_network, steps, tools};

/// Names of programs on the path.
const NAMES: [&str; 2] = ["firefox", "firefox-esr"];
/// Firefox as Debian has it, and a WebGPU for machines without a graphics card.
const PACKAGES: [&str; 2] = ["firefox-esr", "mesa-vulkan-drivers"];
const MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// Finds a Firefox, or installs one where that takes no more than Debian's packages.
pub fn set_up() -> Result<(String, Option<PathBuf>)> {
    let mut firefox = find()?;
    if firefox.is_none() && closed_network::is_debian_root() {
        steps::announce("installing Firefox from Debian's packages");
        // Without a Firefox its tests are skipped.
        let _ = closed_network::apt_install(&PACKAGES);
        firefox = find()?;
    }
    let words = firefox.as_ref().map_or("none found: its tests are skipped".into(), |file| file.display().to_string());
    Ok((words, firefox))
}

fn find() -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os("FIREFOX").filter(|name| !name.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "FIREFOX names {}, where no file is", named.display());
        return Ok(Some(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = NAMES.iter().find_map(|name| tools::find_on(&path, name));
    Ok(on_path.or_else(|| Some(PathBuf::from(MAC)).filter(|file| file.is_file())))
}
