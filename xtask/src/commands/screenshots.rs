//! Pictures of the built page, to look at: what is on them stands in `tests/e2e/screenshots.mjs`.

use std::path::{PathBuf, absolute};

use anyhow::Result;

use crate::setup::Kit;
use crate::tools::{
    process,
    project::Project,
    steps::{self, Steps},
};

/// Takes them into a folder, or into `target/screenshots`; the one of README goes to its own place.
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
