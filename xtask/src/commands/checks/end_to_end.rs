//! The end-to-end tests: the same files in Chromium and in Firefox. Skipped tests are counted, with their reasons.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::Kit;
use crate::tools::{
    process,
    project::Project,
    steps::{self, Steps},
};

/// Runs all of them, and those of the benchmarks' scripts, in Chromium.
pub fn run(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const NAME: &str = "end-to-end tests";
    let skipped = steps.run(NAME, || {
        let mut files = test_files(&project.end_to_end())?;
        files.extend(["table.test.mjs", "soak.test.mjs"].map(|name| project.bench().join(name)));
        tests("chromium", &files, project, kit)
    })?;
    steps.skipped(NAME, skipped);
    Ok(())
}

/// Runs the same tests in Firefox, if it is installed.
pub fn run_in_firefox(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const NAME: &str = "end-to-end tests, Firefox";
    if kit.firefox.is_none() {
        steps.skipped(NAME, vec!["all skipped: there is no Firefox; install it, or name one by FIREFOX".into()]);
        return Ok(());
    }
    let skipped = steps.run(NAME, || tests("firefox", &test_files(&project.end_to_end())?, project, kit))?;
    steps.skipped(NAME, skipped);
    Ok(())
}

/// Runs some files one after the other; returns how many tests passed, and a line for each reason why tests were skipped.
fn tests(browser: &str, files: &[PathBuf], project: &Project, kit: &Kit) -> Result<(String, Vec<String>)> {
    let tally = project.root().join("target").join(format!("tally-{browser}.txt"));
    fs::create_dir_all(project.root().join("target"))?;
    steps::announce(format!("node --test, {} files in {browser}, one after the other", files.len()));
    let mut node = process::program("node");
    node.current_dir(project.end_to_end()).args(["--test", "--test-concurrency=1"]);
    node.args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=./lib/tally.mjs"]);
    node.arg(format!("--test-reporter-destination={}", tally.display())).args(files);
    process::run(kit.with_browsers(&mut node).env("BROWSER", browser))?;
    let counts = fs::read_to_string(&tally).with_context(|| format!("{} cannot be read", tally.display()))?;
    let mut lines = counts.lines().map(String::from);
    Ok((lines.next().context("no test ran")?, lines.collect()))
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(PathBuf::from(name));
        }
    }
    if files.is_empty() {
        bail!("there are no end-to-end tests: {} has no *.test.mjs", folder.display());
    }
    files.sort();
    Ok(files)
}
