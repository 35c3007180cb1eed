//! Screenshots of the built page; `tests/e2e/screenshots.mjs` defines them.

use std::path::{PathBuf, absolute};

use anyhow::Result;

use crate::setup::Kit;
use crate::tools::{
    process,
    project::Project,
    steps::{self, Steps},
};

/// Writes the screenshots to a folder, by default `target/screenshots`; the README's has a fixed path.
pub fn take(folder: Option<PathBuf>, project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    let folder = match folder {
        Some(folder) => absolute(folder)?,
        None => project.root().join("target/screenshots"),
    };
    steps.run("screenshots", || {
        steps::announce("node screenshots.mjs");
        let mut node = process::program("node");
        node.current_dir(project.end_to_end()).arg("screenshots.mjs").arg(&folder);
        process::run(kit.with_browsers(&mut node))?;
        Ok((folder.display().to_string(), ()))
    })
}
