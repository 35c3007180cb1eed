//! A program for a worker: compiled, bound to JavaScript, and slimmed.
//!
//! Trunk could do that too, but it has one set of compiler flags for all, and the page has its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::checks::cargo;
use crate::project::Project;
use crate::setup::Kit;
use crate::slim::slim;
use crate::wasm_target::TARGET;
use crate::{page, process};

/// One of the package's programs, with the features that it is built with.
pub struct Program {
    /// The name of its files.
    pub name: &'static str,
    pub bin: &'static str,
    pub features: &'static str,
}

impl Program {
    /// Builds it into a folder: `NAME.js` and `NAME_bg.wasm`.
    pub fn build(&self, folder: &Path, project: &Project, kit: &Kit) -> Result<()> {
        let module = self.compile(project, kit)?;
        let mut bindgen = process::program("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--out-name", self.name, "--out-dir"]).arg(folder);
        process::run(kit.tools.apply(bindgen.arg(module))?)?;
        slim(&folder.join(format!("{}_bg.wasm", self.name)))?;
        Ok(())
    }

    fn compile(&self, project: &Project, kit: &Kit) -> Result<PathBuf> {
        let mut cargo = cargo(project);
        cargo.env_remove(page::FLAGS).args(["build", "--release", "--features", self.features, "--bin", self.bin]);
        compiled(&mut cargo, kit)
    }
}

/// The wasm file that a build makes, newly compiled or as it was.
pub fn compiled(cargo: &mut Command, kit: &Kit) -> Result<PathBuf> {
    kit.toolchain.apply(cargo);
    cargo.args(["--package", "hourglass", "--no-default-features", "--target", TARGET]);
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    let messages = process::output(cargo)?;
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next().context("cargo named no program")
}
