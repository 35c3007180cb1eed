//! A Firefox for the tests, where there is one: what it lacks is told, and stops nothing.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::{debian, tools};

/// Names of programs on the path.
const NAMES: [&str; 2] = ["firefox", "firefox-esr"];
/// Firefox as Debian has it, and a WebGPU for machines without a graphics card.
const PACKAGES: [&str; 2] = ["firefox-esr", "mesa-vulkan-drivers"];
const MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// Finds a Firefox, or installs one where that takes no more than Debian's packages.
pub fn set_up(project: &Project) -> Result<(String, Option<PathBuf>)> {
    debian::find_or_install("Firefox", &PACKAGES, project, find)
}

fn find() -> Result<Option<PathBuf>> {
    let found = tools::find_program("FIREFOX", &NAMES)?;
    Ok(found.or_else(|| Some(PathBuf::from(MAC)).filter(|file| file.is_file())))
}
