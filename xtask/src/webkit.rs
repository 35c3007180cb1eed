//! WebKit for the tests, where there is one with its driver: what is tried in it is skipped elsewhere.

use std::path::PathBuf;

use anyhow::Result;

use crate::{closed_network, tools};

/// The driver of WebKit's GTK port, which knows its browser.
const NAMES: [&str; 1] = ["WebKitWebDriver"];
/// As Debian has it, and a screen for machines without one.
const PACKAGES: [&str; 3] = ["webkit2gtk-driver", "xvfb", "xauth"];

/// Finds WebKit's driver, or installs it where that takes no more than Debian's packages.
pub fn set_up() -> Result<(String, Option<PathBuf>)> {
    closed_network::find_or_install("WebKit", &PACKAGES, find)
}

fn find() -> Result<Option<PathBuf>> {
    tools::find_program("WEBKIT_DRIVER", &NAMES)
}
