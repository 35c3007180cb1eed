//! Cargo, and what calls it, in the checkout.

use std::process::Command;

use crate::process;
use crate::project::Project;

/// What the browser's programs are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

pub fn cargo(project: &Project) -> Command {
    let mut cargo = process::program("cargo");
    in_project(&mut cargo, project);
    cargo
}

/// In the checkout, with the project's build folder: for cargo and what calls it.
pub fn in_project<'a>(command: &'a mut Command, project: &Project) -> &'a mut Command {
    if let Some(folder) = project.build_dir() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command.current_dir(project.root())
}
