//! The benchmark in the browser, Hourglass and its rivals: built here, measured by the scripts in `bench/web`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::commands::page;
use crate::setup::{self, Kit, Part};
use crate::tools::{
    cargo::{TARGET, TRAINERS, cargo, compile},
    process,
    project::Project,
    steps::{self, Steps},
};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bench {
    /// The time of a training step.
    Steps,
    /// The WebGPU calls of a step.
    Counts,
    /// The memory during long training.
    Memory,
    /// The page itself: its size, its time to reach a loss, and its script.
    Page,
    /// The page's runs in one worker and in several.
    Workers,
}

impl Bench {
    pub const ALL: [Self; 5] = [Self::Steps, Self::Counts, Self::Memory, Self::Page, Self::Workers];

    /// The name on the command line, and of its script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Counts => "counts",
            Self::Memory => "memory",
            Self::Page => "page",
            Self::Workers => "workers",
        }
    }

    /// Whether it measures the page, and not the sides of a comparison.
    fn is_of_page(self) -> bool {
        matches!(self, Self::Page | Self::Workers)
    }
}

/// Builds and measures; the options are for the scripts.
pub fn run(chosen: &[Bench], options: &[OsString], project: &Project, steps: &mut Steps) -> Result<()> {
    let kit = setup::run(&Part::ALL, project, steps)?;
    let sides = project.root().join("target/bench");
    if chosen.iter().any(|bench| !bench.is_of_page()) {
        steps.run("sides", || build(&sides, project, &kit))?;
    }
    if chosen.iter().any(|bench| bench.is_of_page()) {
        page::build(project, &kit, steps)?;
    }
    for bench in chosen {
        let folder = if bench.is_of_page() { &project.dist() } else { &sides };
        steps.run(bench.name(), || {
            let mut node = process::program("node");
            node.current_dir(project.bench()).arg(format!("{}.mjs", bench.name())).arg(folder).args(options);
            process::run(kit.with_browsers(&mut node))?;
            Ok(("measured", ()))
        })?;
    }
    Ok(())
}

/// Hourglass's own side, without and with WebGPU: a name, and extra arguments for cargo.
const OWN: [(&str, &[&str]); 2] = [("bench", &[]), ("bench-gpu", &["--features", "webgpu"])];

/// Builds a page for each side in a folder.
fn build(folder: &Path, project: &Project, kit: &Kit) -> Result<(String, ())> {
    steps::announce("compiling Hourglass's side (shares Burn with the trainers), bundling the others");
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (name, features) in OWN {
        build_own(name, features, folder, project, kit)?;
    }
    process::run(process::program("node").current_dir(project.bench()).arg("build.mjs").arg(folder))?;
    Ok((folder.display().to_string(), ()))
}

/// Builds `NAME.js` and `NAME_bg.wasm`, a program of the trainers' package, with the trainers' settings.
fn build_own(name: &str, features: &[&str], folder: &Path, project: &Project, kit: &Kit) -> Result<()> {
    let mut cargo = cargo(project);
    kit.toolchain.apply(&mut cargo);
    cargo.args(["build", "--release", "--target", TARGET, "--package", TRAINERS, "--bin", "bench"]).args(features);
    let program = compile(&mut cargo)?.into_iter().next().context("cargo named no program")?;
    let mut bindgen = process::program("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(folder);
    process::run(kit.tools.apply(bindgen.arg(program.file))?)
}
