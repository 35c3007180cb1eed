//! External programs: Trunk, wasm-bindgen and wasm-opt, each in exactly one version, and how to find others.
//!
//! wasm-bindgen's command and crate must match to the patch version, so the version is read from Cargo.lock. Programs on the path
//! are used if they have the right version; otherwise they are compiled once into the cache. wasm-opt comes from npm as a binary.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::tools::{
    npm, process,
    project::Project,
    steps::{self, Steps},
};

const TRUNK: &str = "0.21.14";

/// The folders of the installed tools; empty if all are on the path.
#[derive(Default)]
pub struct Tools(Vec<PathBuf>);

impl Tools {
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(vec![folder])
    }

    /// Puts the tools first on a program's path.
    pub fn apply<'a>(&self, command: &'a mut Command) -> Result<&'a mut Command> {
        command.env("PATH", path_from(&self.0)?);
        Ok(command)
    }
}

/// A published crate whose programs are used here.
pub struct Tool {
    pub package: &'static str,
    pub version: String,
    /// The programs of the package that are used here.
    pub programs: &'static [&'static str],
    /// More arguments for `cargo install`.
    pub options: &'static [&'static str],
}

/// Finds or installs the tools.
pub fn set_up(project: &Project, steps: &mut Steps) -> Result<Tools> {
    let folder = project.tools().join("bin");
    steps.run("wasm-bindgen", || {
        let tool = Tool {
            package: "wasm-bindgen-cli",
            version: locked_version("wasm-bindgen", &project.root().join("Cargo.lock"))?,
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            options: &[],
        };
        Ok((tool.ensure(&project.tools())?, ()))
    })?;
    steps.run("trunk", || {
        let tool = Tool {
            package: "trunk",
            version: TRUNK.to_owned(),
            programs: &["trunk"],
            // Without the default feature `update_check`, which contacts a server.
            options: &["--no-default-features", "--features", "rustls"],
        };
        Ok((tool.ensure(&project.tools())?, ()))
    })?;
    let packages = project.root().join("xtask/npm");
    steps.run("wasm-opt", || npm::install_in(&packages))?;
    // Trunk also calls this program (see Trunk.toml).
    let own = env::current_exe()?.parent().map(Path::to_owned);
    Ok(Tools([folder, packages.join("node_modules/.bin")].into_iter().chain(own).collect()))
}

impl Tool {
    /// Compiles the tool into a folder, unless it is already installed.
    pub fn ensure(&self, root: &Path) -> Result<String> {
        if !self.is_in_place(&root.join("bin"))? {
            let (package, version) = (self.package, &self.version);
            steps::announce(format!("compiling {package} {version}, once, into {}", root.display()));
            self.install(root).with_context(|| {
                format!("`cargo install {package} --version {version}` must work, or the tool be on the path")
            })?;
        }
        Ok(self.version.clone())
    }

    /// Whether every program reports this version, from the folder or from elsewhere on the path.
    pub fn is_in_place(&self, folder: &Path) -> Result<bool> {
        let path = path_from(&[folder.to_owned()])?;
        Ok(self.programs.iter().all(|name| {
            find_on(&path, name).is_some_and(|file| {
                process::output(process::program(file).arg("--version"))
                    .is_ok_and(|answer| answer.split_whitespace().any(|word| word == self.version))
            })
        }))
    }

    /// Installs with the package's own lock file, or else without it: a registry may lack the versions of either.
    fn install(&self, root: &Path) -> Result<()> {
        let cargo_install = |lock: &[&str]| {
            let mut cargo = process::program("cargo");
            cargo
                .args(["install", self.package, "--version", &self.version, "--force"])
                .args(lock)
                .args(self.options)
                .arg("--root")
                .arg(root)
                // Uses a separate build folder, which cargo deletes afterwards.
                .env_remove("CARGO_TARGET_DIR")
                // The tools run for a second at a time, so compile time matters more than speed.
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
            process::run(&mut cargo)
        };
        cargo_install(&["--locked"]).or_else(|_| {
            steps::announce("that did not work with the versions it was locked to; trying current ones");
            cargo_install(&[])
        })
    }
}

/// The path with `folders` in front.
fn path_from(folders: &[PathBuf]) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.iter().cloned().chain(env::split_paths(&rest)))?)
}

/// The program that an environment variable names, or else the first of these names on the path.
///
/// # Errors
/// The variable does not name a file.
pub fn find_program(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(variable).filter(|name| !name.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "{variable} names {}, where no file is", named.display());
        return Ok(Some(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(names.iter().find_map(|name| find_on(&path, name)))
}

/// The file that a program name refers to on a path.
fn find_on(path: &OsString, name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// The version of a package in a Cargo.lock file.
fn locked_version(package: &str, lock: &Path) -> Result<String> {
    let text = fs::read_to_string(lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    version_in(&text, package).with_context(|| format!("{} does not name {package}", lock.display()))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock =
            "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "c"), None);
    }
}
