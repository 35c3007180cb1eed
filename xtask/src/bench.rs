//! The benchmark in the browser, Hourglass beside its rivals: made ready here, measured by the scripts of `bench/web`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::program::Program;
use crate::project::Project;
use crate::setup::{self, Kit, Part};
use crate::steps::{self, Steps};
use crate::{npm, page, process};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bench {
    /// Time of a training step.
    Steps,
    /// What a step asks of WebGPU.
    Counts,
    /// Memory over a long training.
    Memory,
    /// The page itself: its bytes, and its time to a loss.
    Page,
}

impl Bench {
    pub const ALL: [Self; 4] = [Self::Steps, Self::Counts, Self::Memory, Self::Page];

    /// Its name on the command line, and that of its script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Counts => "counts",
            Self::Memory => "memory",
            Self::Page => "page",
        }
    }
}

/// Builds what is measured and measures it; the options are the scripts' own.
pub fn run(chosen: &[Bench], options: &[OsString], project: &Project, steps: &mut Steps) -> Result<()> {
    let kit = setup::run(&Part::ALL, project, steps)?;
    steps.run("rivals", || npm::install_in(&project.bench()))?;
    let sides = project.root().join("target/bench");
    if chosen.iter().any(|bench| *bench != Bench::Page) {
        steps.run("sides", || build(&sides, project, &kit))?;
    }
    if chosen.contains(&Bench::Page) {
        page::build(project, &kit, steps)?;
    }
    for bench in chosen {
        let folder = if *bench == Bench::Page { &project.dist() } else { &sides };
        steps.run(bench.name(), || {
            let mut node = process::program("node");
            node.current_dir(project.bench()).arg(format!("{}.mjs", bench.name())).arg(folder).args(options);
            process::run(kit.with_browsers(&mut node))?;
            Ok(("measured", ()))
        })?;
    }
    Ok(())
}

/// Hourglass's programs, built as the trainers are.
const PROGRAMS: [Program; 2] = [
    Program { name: "bench", bin: "bench", has_webgpu: false },
    Program { name: "bench-gpu", bin: "bench", has_webgpu: true },
];

/// A page for each side, in a folder.
fn build(folder: &Path, project: &Project, kit: &Kit) -> Result<(String, ())> {
    steps::announce("compiling Hourglass's side (shares Burn with the trainers), bundling the others");
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for program in PROGRAMS {
        program.build(folder, project, kit)?;
    }
    process::run(process::program("node").current_dir(project.bench()).arg("build.mjs").arg(folder))?;
    Ok((folder.display().to_string(), ()))
}
