//! A long visit to the built page, by the script `bench/web/soak.mjs`: is its memory flat, does it answer at once?

use std::ffi::OsString;

use anyhow::Result;

use crate::commands::page;
use crate::setup::{self, Part};
use crate::tools::{
    process,
    project::Project,
    steps::{self, Steps},
};

/// Builds the page and visits it; the options are the script's own.
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
