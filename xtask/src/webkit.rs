//! WebKit for the tests, where there is one with its driver: what is tried in it is skipped elsewhere.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::{debian, tools};

/// The driver of WebKit's GTK port, which knows its browser.
const NAMES: [&str; 1] = ["WebKitWebDriver"];
/// As Debian has it, and a screen for machines without one.
const PACKAGES: [&str; 3] = ["webkit2gtk-driver", "xvfb", "xauth"];

/// Finds WebKit's driver, or installs it where that takes no more than Debian's packages.
pub fn set_up(project: &Project) -> Result<(String, Option<PathBuf>)> {
    debian::find_or_install("WebKit", &PACKAGES, project, find)
}

fn find() -> Result<Option<PathBuf>> {
    tools::find_program("WEBKIT_DRIVER", &NAMES)
}
