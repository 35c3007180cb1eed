//! The page: Trunk builds the page and the trainers into `dist/`, as index.html says; then the service worker gets its file list.

mod offline;
mod preview;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::Kit;
use crate::tools::{
    cargo::in_project,
    process,
    project::Project,
    steps::{self, Steps},
};

/// The trainer with WebGPU, which takes most of the first build.
const WEBGPU: &str = "trainer-gpu";

/// Builds the release page.
pub fn build(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    steps.run("page", || {
        steps::announce("trunk build (the first time compiles Burn for wasm: a quarter of an hour on two cores)");
        trunk_build(trunk(project, kit)?.arg("build"), project)
    })
}

/// Whether the built page, if there is one, contains the trainer with WebGPU.
pub fn has_webgpu(project: &Project) -> bool {
    project.dist().join(WEBGPU).with_extension("js").exists()
}

/// Builds the release page without the trainer with WebGPU, from a separate document.
pub fn build_for_the_cpu(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const DOCUMENT: &str = "index.html";
    const SHORTER: &str = "index.cpu.html";
    steps.run("page, for the CPU", || {
        steps::announce("trunk build, the trainer with WebGPU left for later");
        // Beside the original, since its addresses are relative.
        let (document, shorter) = (project.root().join(DOCUMENT), project.root().join(SHORTER));
        fs::write(&shorter, without_webgpu(&fs::read_to_string(document)?))?;
        let built = trunk_build(trunk(project, kit)?.args(["build", "--html-output", DOCUMENT, SHORTER]), project);
        fs::remove_file(shorter)?;
        built
    })
}

fn without_webgpu(document: &str) -> String {
    document.split_inclusive('\n').filter(|line| !line.contains(WEBGPU)).collect()
}

fn trunk_build(trunk: &mut Command, project: &Project) -> Result<(String, ())> {
    process::run(trunk).context("the page was not built: what rustc or Trunk says stands above")?;
    preview::complete(&project.dist())?;
    let version = offline::list(&project.dist())?;
    Ok((format!("{}, version {version}", project.dist().display()), ()))
}

/// Serves the page and rebuilds it on every change, until Ctrl-C.
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
    // Trunk parses this variable as a flag and fails on its usual value, 1.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    Ok(trunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_trainer_with_webgpu_is_built_later() {
        let document = include_str!("../../../../index.html");
        let left: Vec<_> = document.lines().filter(|line| !without_webgpu(document).contains(line)).collect();
        assert!(matches!(left[..], [link] if link.contains("data-bin=\"trainer-gpu\"")), "{left:?}");
    }
}
