//! WebKit for the tests, where there is one with its driver: what is tried in it is skipped elsewhere.

use std::path::PathBuf;

use anyhow::Result;

use crate::{closed_network, steps, tools};

/// The driver of WebKit's GTK port, which knows its browser.
const NAMES: [&str; 1] = ["WebKitWebDriver"];
/// As Debian has it, and a screen for machines without one.
const PACKAGES: [&str; 3] = ["webkit2gtk-driver", "xvfb", "xauth"];

/// Finds WebKit's driver, or installs it where that takes no more than Debian's packages.
pub fn set_up() -> Result<(String, Option<PathBuf>)> {
    let mut driver = find()?;
    if driver.is_none() && closed_network::is_debian_root() {
        steps::announce("installing WebKit from Debian's packages");
        // Without it its tests are skipped.
        let _ = closed_network::apt_install(&PACKAGES);
        driver = find()?;
    }
    let words = driver.as_ref().map_or("none found: its tests are skipped".into(), |file| file.display().to_string());
    Ok((words, driver))
}

fn find() -> Result<Option<PathBuf>> {
    tools::find_program("WEBKIT_DRIVER", &NAMES)
}
