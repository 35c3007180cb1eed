//! The checks of `cargo xtask test`: what each is, what it needs, and in which order they run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Result, anyhow, bail};

use crate::project::Project;
use crate::setup::{self, Kit, Part};
use crate::steps::{self, Steps};
use crate::wasm_target::TARGET;
use crate::{browser_tests, page, process};

/// One of the checks, the quick ones first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    Format,
    Clippy,
    Native,
    Browser,
    EndToEnd,
}

impl Check {
    const ALL: [Self; 5] = [Self::Format, Self::Clippy, Self::Native, Self::Browser, Self::EndToEnd];

    /// Its name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::Browser => "browser",
            Self::EndToEnd => "e2e",
        }
    }

    fn needs(self) -> &'static [Part] {
        match self {
            Self::Format => &[],
            Self::Clippy => &[Part::WasmTarget],
            Self::Native => &[Part::Data],
            Self::Browser | Self::EndToEnd => &Part::ALL,
        }
    }

    fn run(self, project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
        match self {
            Self::Format => format(project, steps),
            Self::Clippy => clippy(project, kit, steps),
            Self::Native => native(project, steps),
            Self::Browser => browser_tests::run(project, kit, steps),
            Self::EndToEnd => end_to_end(project, kit, steps),
        }
    }
}

impl FromStr for Check {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|check| check.name() == name)
            .ok_or_else(|| anyhow!("there is no check `{name}`: choose fmt, clippy, native, browser or e2e"))
    }
}

/// Sets up what the chosen checks need and runs them, or all if none is chosen; the first failure ends it.
pub fn run(only: &[Check], project: &Project, steps: &mut Steps) -> Result<()> {
    let chosen: Vec<_> = Check::ALL.into_iter().filter(|check| only.is_empty() || only.contains(check)).collect();
    let parts: Vec<_> =
        Part::ALL.into_iter().filter(|part| chosen.iter().any(|check| check.needs().contains(part))).collect();
    let result = setup::run(&parts, project, steps)
        .and_then(|kit| chosen.iter().try_for_each(|check| check.run(project, &kit, steps)));
    steps.print_summary();
    result
}

fn format(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("format", || {
        process::run(cargo(project).args(["fmt", "--all", "--check"]))
            .context("the code is not formatted: `cargo fmt --all` does it")?;
        Ok(("as rustfmt wants it", ()))
    })
}

fn clippy(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    steps.run("clippy, host", || {
        steps::announce("clippy on the whole workspace");
        let mut clippy = cargo(project);
        clippy.args(["clippy", "--workspace", "--all-targets"]).args(DENY);
        process::run(&mut clippy)?;
        Ok(("no warnings", ()))
    })?;
    steps.run("clippy, wasm32", || {
        steps::announce("clippy on the trainers and the browser tests");
        let mut clippy = cargo(project);
        kit.toolchain.apply(&mut clippy);
        clippy
            // The release profile, to share its compiled build scripts and macros.
            .args(["clippy", "--package", "hourglass", "--release", "--target", TARGET])
            .args(browser_tests::FEATURES)
            .args(["--lib", "--bins", "--test", browser_tests::PATTERN])
            .args(DENY);
        process::run(&mut clippy)?;
        Ok(("no warnings", ()))
    })?;
    steps.run("clippy, page", || {
        steps::announce("clippy on the page, which has features of its own");
        let mut clippy = cargo(project);
        kit.toolchain.apply(&mut clippy);
        clippy
            .args(["clippy", "--package", "hourglass", "--profile", "page", "--target", TARGET])
            .args(["--no-default-features", "--features", "page", "--bin", "page"])
            .args(DENY);
        process::run(&mut clippy)?;
        Ok(("no warnings", ()))
    })
}

fn native(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("native tests", || {
        steps::announce("cargo test on the whole workspace");
        process::run(cargo(project).args(["test", "--workspace"]))?;
        Ok(("passed", ()))
    })
}

fn end_to_end(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    page::build(project, kit, steps)?;
    steps.run("end-to-end tests", || {
        let folder = project.end_to_end();
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".test.mjs") {
                files.push(PathBuf::from(name));
            }
        }
        if files.is_empty() {
            bail!("there are no end-to-end tests: {} has no *.test.mjs", folder.display());
        }
        files.sort();
        files.extend(["table.test.mjs", "soak.test.mjs"].map(|name| project.bench().join(name)));
        steps::announce(format!("node --test, {} files, one after the other", files.len()));
        let mut node = process::program("node");
        node.current_dir(folder).args(["--test", "--test-concurrency=1"]).args(files);
        process::run(with_browser(&mut node, kit))?;
        Ok(("passed", ()))
    })
}

/// Cargo in the checkout.
pub fn cargo(project: &Project) -> Command {
    let mut cargo = process::program("cargo");
    page::in_project(&mut cargo, project);
    cargo
}

/// Tells a Node.js program which browser to drive.
pub fn with_browser<'a>(node: &'a mut Command, kit: &Kit) -> &'a mut Command {
    if let Some(browser) = &kit.browser {
        node.env("CHROME", browser);
    }
    node
}
