//! A Firefox for the tests, where there is one: what it lacks is told, and stops nothing.

use std::path::PathBuf;

use anyhow::Result;

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
    let found = tools::find_program("FIREFOX", &NAMES)?;
    Ok(found.or_else(|| Some(PathBuf::from(MAC)).filter(|file| file.is_file())))
}
