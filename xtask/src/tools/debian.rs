//! Debian's packages: what is installed by them, and only where that is allowed.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::tools::{
    process::{self, output, program},
    project::Project,
    steps,
};

/// Whether packages may be installed here: as root of a Debian, and unless the user forbids it.
pub fn can_install(project: &Project) -> bool {
    let is_root = || output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    project.may_install() && Path::new("/etc/debian_version").exists() && is_root()
}

/// Installs packages with as little as they need, and says so first.
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

/// A program that can be done without: what `find` finds, installed first where that takes no more than packages.
pub fn find_or_install(
    name: &str,
    packages: &[&str],
    project: &Project,
    find: impl Fn() -> Result<Option<PathBuf>>,
) -> Result<(String, Option<PathBuf>)> {
    let mut found = find()?;
    if found.is_none() && can_install(project) {
        // Without it its tests are skipped.
        let _ = install(name, packages);
        found = find()?;
    }
    let words = found.as_ref().map_or("none found: its tests are skipped".into(), |file| file.display().to_string());
    Ok((words, found))
}
