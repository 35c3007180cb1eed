//! A program of the trainers' package that is no part of the page: compiled, and bound to JavaScript.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cargo::{TARGET, cargo, compile};
use crate::process;
use crate::project::Project;
use crate::setup::Kit;

/// The package of the trainers' programs.
pub const TRAINERS: &str = "hourglass-trainer-web";

pub struct Program {
    /// The name of its files.
    pub name: &'static str,
    pub bin: &'static str,
    /// Whether it is built with WebGPU.
    pub has_webgpu: bool,
}

impl Program {
    /// Builds it into a folder: `NAME.js` and `NAME_bg.wasm`.
    pub fn build(&self, folder: &Path, project: &Project, kit: &Kit) -> Result<()> {
        let module = self.compile(project, kit)?;
        let mut bindgen = process::program("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--out-name", self.name, "--out-dir"]).arg(folder);
        process::run(kit.tools.apply(bindgen.arg(module))?)
    }

    /// The wasm file, newly compiled or as it was.
    fn compile(&self, project: &Project, kit: &Kit) -> Result<PathBuf> {
        let mut cargo = cargo(project);
        kit.toolchain.apply(&mut cargo);
        cargo.args(["build", "--release", "--target", TARGET, "--package", TRAINERS, "--bin", self.bin]);
        if self.has_webgpu {
            cargo.args(["--features", "webgpu"]);
        }
        let program = compile(&mut cargo)?.into_iter().next().context("cargo named no program")?;
        Ok(program.file)
    }
}
