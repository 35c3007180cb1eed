//! A long visit to the built page, by the script `bench/web/soak.mjs`: checks that memory stays flat and the page responsive.

use std::ffi::OsString;

use anyhow::Result;

use crate::commands::page;
use crate::setup::{self, Part};
use crate::tools::{
    process,
    project::Project,
    steps::{self, Steps},
};

/// Builds the page and visits it; the options are for the script.
pub fn run(options: &[OsString], project: &Project, steps: &mut Steps) -> Result<()> {
    let kit = setup::run(&Part::ALL, project, steps)?;
    page::build(project, &kit, steps)?;
    steps.run("soak", || {
        steps::announce("an hour, if not told otherwise (--minutes)");
        let mut node = process::program("node");
        node.current_dir(project.bench()).arg("soak.mjs").arg(project.dist()).args(options);
        process::run(kit.with_browsers(&mut node))?;
        Ok(("flat, prompt and in order", ()))
    })
}
