//! A Rust toolchain that can build for wasm32-unknown-unknown.
//!
//! Usually this is the current one, after `rustup target add`; if rustup's server is unavailable, Debian's (see `.ci/wasm-target`).

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::{cargo::TARGET, debian, process, project::Project, steps};

/// Sets up Debian's toolchain for wasm32, without rustup's server.
const SCRIPT: &str = ".ci/wasm-target";
/// The name of Debian's toolchain in rustup.
const DEBIAN: &str = "debian";

/// The toolchain that builds for wasm32: its name in rustup, or `None` for the current one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toolchain(Option<&'static str>);

impl Toolchain {
    /// Makes a program (cargo, rustc, Trunk) and all its child processes use this toolchain.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some(name) = self.0 {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        command
    }

    /// Whether it can build and link a module. Tested by building one, because installed files may not match.
    fn builds_wasm(&self) -> bool {
        let name = format!("hourglass-probe-{}", std::process::id());
        let (source, module) = (env::temp_dir().join(&name), env::temp_dir().join(name + ".wasm"));
        let mut rustc = process::program("rustc");
        rustc.args(["--target", TARGET, "--crate-name=probe", "--crate-type=cdylib", "-o"]).args([&module, &source]);
        let works = fs::write(&source, "").is_ok() && process::succeeds(self.apply(&mut rustc));
        // Left-over files in the temporary folder do no harm.
        let _ = (fs::remove_file(source), fs::remove_file(module));
        works
    }

    fn version(&self) -> Result<String> {
        let version = process::output(self.apply(process::program("rustc").arg("--version")))?;
        Ok(version.trim().to_owned())
    }
}

/// Finds a toolchain with the target, or adds the target to one.
pub fn set_up(project: &Project) -> Result<(String, Toolchain)> {
    let in_use = Toolchain(None);
    let debian = Toolchain(Some(DEBIAN));
    for toolchain in [&in_use, &debian] {
        if toolchain.builds_wasm() {
            return Ok((toolchain.version()?, toolchain.clone()));
        }
    }
    let can_install = debian::can_install(project);
    if let Err(refusal) = add_by_rustup(can_install) {
        if !can_install {
            return Err(refusal).context(format!(
                "the {TARGET} target is missing: `rustup target add {TARGET}` (rustup.rs) brings it, or on a Debian {SCRIPT}, as root"
            ));
        }
        steps::announce(format!(
            "rustup cannot bring the target; {SCRIPT} builds it from Debian's packages (--no-install leaves the system as it is)"
        ));
        process::run(&mut process::program(project.root().join(SCRIPT)))?;
    }
    for toolchain in [in_use, debian] {
        if toolchain.builds_wasm() {
            return Ok((toolchain.version()?, toolchain));
        }
    }
    bail!("the target was installed but `rustc --target {TARGET}` still cannot build an empty module");
}

fn add_by_rustup(can_install: bool) -> Result<()> {
    let mut rustup = process::program("rustup");
    rustup.args(["target", "add", TARGET]);
    if can_install {
        // There is an alternative, so do not wait for a server that does not answer.
        rustup.env("RUSTUP_MAX_RETRIES", "0");
    }
    process::run(&mut rustup)
}
