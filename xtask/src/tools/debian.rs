//! Installs Debian packages, but only if that is allowed.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::tools::{
    process::{self, output, program},
    project::Project,
    steps,
};

/// Whether packages may be installed here: as root on Debian, unless the user forbids it.
pub fn can_install(project: &Project) -> bool {
    let is_root = || output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    project.may_install() && Path::new("/etc/debian_version").exists() && is_root()
}

/// Installs packages without recommended ones, and announces it first.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    steps::announce(format!(
        "installing {what} from Debian's packages: {} (--no-install leaves the system as it is)",
        packages.join(" ")
    ));
    let apt = || {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    process::run(apt().arg("update"))?;
    process::run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// Finds an optional program with `find`; if it is missing, installs its packages first, where possible.
pub fn find_or_install(
    name: &str,
    packages: &[&str],
    project: &Project,
    find: impl Fn() -> Result<Option<PathBuf>>,
) -> Result<(String, Option<PathBuf>)> {
    let mut found = find()?;
    if found.is_none() && can_install(project) {
        // If this fails, the tests that need the program are skipped.
        let _ = install(name, packages);
        found = find()?;
    }
    let words = found.as_ref().map_or("none found: its tests are skipped".into(), |file| file.display().to_string());
    Ok((words, found))
}
