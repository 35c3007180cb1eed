//! The page: Trunk builds the sources into `dist/` and calls [`finish`] before it is done; what Trunk cannot do follows.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::checks::cargo;
use crate::program::{self, Program};
use crate::project::Project;
use crate::setup::Kit;
use crate::steps::{self, Steps};
use crate::{halves, offline, policy, process};

/// Cargo's variable for more compiler flags, beside those in `.cargo/config.toml`.
pub const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// Those of the page alone. Leptos compiles a component once and not for every place that it stands in; for [`halves`], names say
/// what a function is, and the linker says what refers to what.
const PAGE_FLAGS: &str = "--cfg erase_components -C symbol-mangling-version=v0 -C link-arg=--emit-relocs";

const TRAINERS: [Program; 2] = [
    Program { name: "trainer", bin: "trainer", features: "trainer" },
    Program { name: "trainer-gpu", bin: "trainer-gpu", features: "webgpu" },
];

/// Builds the release page.
pub fn build(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    steps.run("page", || {
        steps::announce("trunk build (the first time compiles Burn for wasm: a quarter of an hour on two cores)");
        process::run(trunk(project, kit)?.arg("build"))
            .context("the page was not built: what rustc or Trunk says stands above")?;
        policy::enforce(&project.dist())?;
        let version = offline::list(&project.dist())?;
        Ok((format!("{}, version {version}", project.dist().display()), ()))
    })
}

/// Serves the page and builds it anew on every change; ends with Ctrl-C.
pub fn watch(project: &Project, kit: &Kit, port: u16, open: bool) -> Result<()> {
    let mut trunk = trunk(project, kit)?;
    trunk.args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()]);
    if open {
        trunk.arg("--open");
    }
    process::run(&mut trunk)
}

/// What Trunk leaves to this program: the trainers, and the page in halves. Trunk says where it builds.
pub fn finish(project: &Project, kit: &Kit) -> Result<()> {
    let folder = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).context("this is for Trunk to call")?;
    for trainer in TRAINERS {
        trainer.build(&folder, project, kit)?;
    }
    ensure!(
        env::var(FLAGS).is_ok_and(|flags| flags == PAGE_FLAGS),
        "the page was built without its flags: let `cargo xtask build` build it"
    );
    let mut cargo = cargo(project);
    let linked =
        program::compiled(cargo.args(["build", "--profile", "page", "--features", "page", "--bin", "page"]), kit)?;
    halves::make(&folder, &linked, kit)
}

fn trunk(project: &Project, kit: &Kit) -> Result<Command> {
    let mut trunk = process::program("trunk");
    kit.tools.apply(&mut trunk)?;
    kit.toolchain.apply(&mut trunk);
    in_project(&mut trunk, project);
    // Trunk takes this variable for a flag and stumbles over its usual value, 1.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true").env(FLAGS, PAGE_FLAGS);
    Ok(trunk)
}

/// In the checkout, with the project's build folder: for cargo and what calls it.
pub fn in_project<'a>(command: &'a mut Command, project: &Project) -> &'a mut Command {
    if let Some(folder) = project.build_dir() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command.current_dir(project.root())
}
