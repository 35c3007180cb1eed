//! The page: Trunk builds page and trainers into `dist/`, as index.html says; then the service worker learns what there is.

use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::in_project;
use crate::project::Project;
use crate::setup::Kit;
use crate::steps::{self, Steps};
use crate::{offline, process};

/// Builds the release page.
pub fn build(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    steps.run("page", || {
        steps::announce("trunk build (the first time compiles Burn for wasm: a quarter of an hour on two cores)");
        process::run(trunk(project, kit)?.arg("build"))
            .context("the page was not built: what rustc or Trunk says stands above")?;
        let version = offline::list(&project.dist())?;
        Ok((format!("{}, version {version}", project.dist().display()), ()))
    })
}

/// Serves the page and builds it anew on every change; ends with Ctrl-C.
pub fn watch(project: &Project, kit: &Kit, port: u16, open: bool) -> Result<()> {
    let mut trunk = trunk(project, kit)?;
    trunk.args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()]);
    if open {
        trunk.arg("--open");
    }
    process::run(&mut trunk)
}

fn trunk(project: &Project, kit: &Kit) -> Result<Command> {
    let mut trunk = process::program("trunk");
    kit.tools.apply(&mut trunk)?;
    kit.toolchain.apply(&mut trunk);
    in_project(&mut trunk, project);
    // Trunk takes this variable for a flag and stumbles over its usual value, 1.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    Ok(trunk)
}
