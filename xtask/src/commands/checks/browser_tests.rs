//! The browser tests: `browser_*.rs` in every package's tests, compiled for wasm32 and run in a real browser.
//!
//! wasm-bindgen's test runner serves each test program as a page, and a script opens that page with Playwright. So the tests run
//! in the browser of the end-to-end tests, with its flags, and do not need a WebDriver that matches the browser's version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::Kit;
use crate::tools::{
    cargo::{self, TARGET, cargo},
    process,
    project::Project,
    server::Server,
    steps::{self, Steps},
};

/// The pattern of the browser tests' names.
pub const PATTERN: &str = "browser_*";
/// The packages with browser tests: those that do not need Burn, and the trainers' with all features. They are built separately,
/// since cargo would unify their web-sys features, and wgpu, which shares web-sys, would be compiled again.
pub const PACKAGES: [&[&str]; 2] = [
    &["--package", "hourglass", "--package", "hourglass-web"],
    &["--package", cargo::TRAINERS, "--features", "webgpu"],
];

/// Compiles the test programs and runs them, one after the other.
pub fn run(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    let programs = steps.run("browser tests, compiled", || {
        steps::announce("compiling the browser tests (shares Burn with the page's build)");
        let mut programs = Vec::new();
        for packages in PACKAGES {
            programs.extend(compile(packages, project, kit)?);
        }
        Ok((format!("{} programs", programs.len()), programs))
    })?;
    steps.run("browser tests", || {
        for program in &programs {
            run_one(program, project, kit)?;
        }
        Ok(("passed", ()))
    })
}

/// Compiles the test programs of some packages to wasm files, with the trainers' profile, so that Burn is shared.
fn compile(packages: &[&str], project: &Project, kit: &Kit) -> Result<Vec<PathBuf>> {
    let mut cargo = cargo(project);
    kit.toolchain.apply(&mut cargo);
    cargo.args(["test", "--release", "--target", TARGET]).args(packages).args(["--test", PATTERN, "--no-run"]);
    let compiled = cargo::compile(&mut cargo)?.into_iter();
    let programs: Vec<_> = compiled.filter(|program| program.is_test).map(|program| program.file).collect();
    if programs.is_empty() {
        bail!("there are no browser tests {PATTERN} in {}", packages.join(" "));
    }
    Ok(programs)
}

fn run_one(program: &Path, project: &Project, kit: &Kit) -> Result<()> {
    let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    steps::announce(format!("{name} in the browser"));
    let server = serve(program, kit)?;
    let mut node = process::program("node");
    node.current_dir(project.end_to_end()).args(["wasm-tests.mjs", server.url()]);
    process::run(kit.with_browsers(&mut node)).with_context(|| format!("{name} failed: its output stands above"))
}

/// Starts wasm-bindgen's test runner, which serves one test program on a free port.
fn serve(program: &Path, kit: &Kit) -> Result<Server> {
    let mut runner = process::program("wasm-bindgen-test-runner");
    kit.tools.apply(&mut runner)?;
    runner.arg(program).env("NO_HEADLESS", "1").env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0");
    Server::start(&mut runner).with_context(|| format!("{} cannot be run in a browser", program.display()))
}
