//! The browser tests: `browser_*.rs` in every package's tests, compiled for wasm32 and run in a real browser.
//!
//! wasm-bindgen's test runner serves each test program as a page, and a script opens that page with Playwright. So the tests run in
//! the browser and with the flags of the end-to-end tests, and no WebDriver of the browser's very version is needed.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::cargo::{TARGET, cargo};
use crate::project::Project;
use crate::setup::Kit;
use crate::steps::{self, Steps};
use crate::{process, program};

/// Which tests are for the browser.
pub const PATTERN: &str = "browser_*";
/// The packages that have some: those that need no Burn, and the trainers' with all that there is. Apart, since cargo would give
/// both the features of web-sys that either asks for, and wgpu, which shares it, would be compiled anew.
pub const PACKAGES: [&[&str]; 2] = [
    &["--package", "hourglass", "--package", "hourglass-web"],
    &["--package", program::TRAINERS, "--features", "webgpu"],
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

/// The wasm files of the test programs of some packages, newly compiled. The profile is that of the trainers, so that Burn is shared.
fn compile(packages: &[&str], project: &Project, kit: &Kit) -> Result<Vec<PathBuf>> {
    let mut cargo = cargo(project);
    kit.toolchain.apply(&mut cargo);
    cargo
        .args(["test", "--release", "--target", TARGET])
        .args(packages)
        .args(["--test", PATTERN, "--no-run", "--message-format=json-render-diagnostics"])
        .stderr(Stdio::inherit());
    let messages = process::output(&mut cargo)?;
    let programs = test_programs(&messages);
    if programs.is_empty() {
        bail!("there are no browser tests {PATTERN} in {}", packages.join(" "));
    }
    Ok(programs)
}

/// The test programs among cargo's messages, a JSON object a line.
fn test_programs(messages: &str) -> Vec<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["profile"]["test"] == true)
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .collect()
}

fn run_one(program: &Path, project: &Project, kit: &Kit) -> Result<()> {
    let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    steps::announce(format!("{name} in the browser"));
    let server = Server::start(program, kit)?;
    let mut node = process::program("node");
    node.current_dir(project.end_to_end()).args(["wasm-tests.mjs", &server.url]);
    process::run(kit.with_browsers(&mut node)).with_context(|| format!("{name} failed: its output stands above"))
}

/// wasm-bindgen's test runner, serving one test program until dropped.
struct Server {
    runner: Child,
    url: String,
    /// Kept open, for what the runner still has to say.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts the runner, which chooses a free port and tells the address.
    fn start(program: &Path, kit: &Kit) -> Result<Self> {
        let mut command = process::program("wasm-bindgen-test-runner");
        kit.tools.apply(&mut command)?;
        command
            .arg(program)
            .env("NO_HEADLESS", "1")
            .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut runner = command.spawn().map_err(|error| process::cannot_start(&command, error))?;
        let mut stdout = BufReader::new(runner.stdout.take().context("the test runner has no output")?);
        let mut said = String::new();
        while stdout.read_line(&mut said)? > 0 {
            if let Some(url) = said.split_whitespace().find(|word| word.starts_with("http://")) {
                return Ok(Self { url: url.to_owned(), runner, _stdout: stdout });
            }
        }
        runner.wait()?;
        bail!("{} cannot be run in a browser: {}", program.display(), said.trim());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way there is nothing more to do.
        let _ = self.runner.kill().and_then(|()| self.runner.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_found_among_cargos_messages() {
        let messages = r#"
            {"reason":"compiler-artifact","profile":{"test":false},"executable":null}
            {"reason":"compiler-artifact","profile":{"test":true},"executable":"/t/browser_x-1.wasm"}
            {"reason":"compiler-artifact","profile":{"test":false},"executable":"/t/page.wasm"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(test_programs(messages), [PathBuf::from("/t/browser_x-1.wasm")]);
    }
}
