//! The scripts of the tests, the benchmarks and the page: format and lints by biome, then types.

use anyhow::{Context, Result};

use crate::tools::{process, project::Project, steps::Steps};

/// Groups of scripts that share global names: those of Node.js and test pages, those of the page, and those of its workers.
const PROGRAMS: [&str; 3] = ["jsconfig.json", "www/jsconfig.json", "www/workers.jsconfig.json"];

/// Programs in the end-to-end tests' npm packages. They are scripts, called directly because npx takes seconds to start each.
const BIOME: &str = "node_modules/@biomejs/biome/bin/biome";
const TYPESCRIPT: &str = "node_modules/typescript/bin/tsc";

/// Runs both, one after the other.
pub fn run(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("scripts", || {
        check(project, &[BIOME, "ci", "--error-on-warnings", "../.."])
            .context("the scripts are not as biome wants them: `npm run format` in tests/e2e does most of it")?;
        for program in PROGRAMS {
            check(project, &[TYPESCRIPT, "--project", &format!("../../{program}")])?;
        }
        Ok(("as biome and TypeScript want them", ()))
    })
}

fn check(project: &Project, words: &[&str]) -> Result<()> {
    process::run(process::program("node").current_dir(project.end_to_end()).args(words))
}
