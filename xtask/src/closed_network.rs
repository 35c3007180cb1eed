//! The wasm32 target without rustup's server: built from the Rust that Debian packages.
//!
//! For machines that reach only Debian's packages and the crates registry. Debian ships its current Rust as `rustc-web` with the
//! standard library's source; that library is compiled for wasm32 into Debian's sysroot, and rustup learns the toolchain as
//! `debian`. Versions and folders are read from what is installed, as the packages move on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cargo::TARGET;
use crate::debian::install;
use crate::process::{self, output, program};

/// The name that rustup gets for Debian's toolchain.
pub const TOOLCHAIN: &str = "debian";

const PREFIX: &str = "/usr";
const SOURCE_PACKAGE: &str = "rust-web-src";
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", SOURCE_PACKAGE, "rust-web-clippy", "rustfmt-web"];

/// Installs Debian's Rust, builds its standard library for wasm32 (in `workshop`), and links the toolchain into rustup.
pub fn set_up(workshop: &Path) -> Result<()> {
    install("Rust for the browser", &PACKAGES)?;
    let sysroot = PathBuf::from(output(debian("rustc").args(["--print", "sysroot"]))?.trim());
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    build_standard_library(&library_source()?, workshop, &libraries)?;
    lend_linker(&sysroot)?;
    process::run(program("rustup").args(["toolchain", "link", TOOLCHAIN, PREFIX]))
}

/// A program of Debian's own toolchain, whatever rustup has first on the path.
fn debian(name: &str) -> Command {
    program(Path::new(PREFIX).join("bin").join(name))
}

/// The folder of the standard library's source, as Debian's package lists it.
fn library_source() -> Result<PathBuf> {
    let files = output(program("dpkg").args(["-L", SOURCE_PACKAGE]))?;
    files
        .lines()
        .find_map(|file| file.strip_suffix("/library/std/Cargo.toml"))
        .map(|root| Path::new(root).join("library"))
        .with_context(|| format!("the package {SOURCE_PACKAGE} holds no library/std"))
}

/// Compiles the standard library in a copy of its source and puts the result where rustc looks for it.
pub fn build_standard_library(source: &Path, workshop: &Path, libraries: &Path) -> Result<()> {
    if workshop.exists() {
        fs::remove_dir_all(workshop)?;
    }
    fs::create_dir_all(workshop)?;
    process::run(program("cp").arg("-r").arg(source).arg(workshop))?;
    let copy = workshop.join("library");
    let vendored = copy.join("vendor");
    if vendored.exists() {
        // Debian's vendor folder is partial; the crates registry has what the lock file names.
        fs::remove_dir_all(vendored)?;
    }
    process::run(
        debian("cargo")
            .current_dir(&copy)
            .args(["build", "-p", "sysroot", "--release", "--target", TARGET])
            .args(["--features", "compiler-builtins-mem"])
            .arg("--target-dir")
            .arg(copy.join("target"))
            .env("RUSTC", Path::new(PREFIX).join("bin/rustc"))
            .env("RUSTC_BOOTSTRAP", "1")
            // Keeps these crates apart from others of the same name and version.
            .env("__CARGO_DEFAULT_LIB_METADATA", "hourglass")
            .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes"),
    )?;

    fs::create_dir_all(libraries)?;
    for old in rlibs(libraries)? {
        fs::remove_file(old)?;
    }
    for built in rlibs(&copy.join("target").join(TARGET).join("release/deps"))? {
        let name = built.file_name().unwrap_or_default().to_owned();
        // The package that only pulls the others in.
        if !name.to_string_lossy().starts_with("libsysroot") {
            fs::copy(&built, libraries.join(name))?;
        }
    }
    fs::remove_dir_all(workshop)?;
    Ok(())
}

fn rlibs(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rlib") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Debian's toolchain has no linker for wasm; rustup's toolchain has one that reads the same LLVM's objects.
fn lend_linker(sysroot: &Path) -> Result<()> {
    let host = output(debian("rustc").args(["--print", "host-tuple"]))?;
    let linker = Path::new("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    let ours = sysroot.join(&linker);
    if ours.exists() {
        return Ok(());
    }
    let rustup = PathBuf::from(output(program("rustc").args(["--print", "sysroot"]))?.trim());
    fs::create_dir_all(ours.parent().context("rust-lld has no folder")?)?;
    let theirs = rustup.join(&linker);
    if !theirs.exists() {
        bail!("rust-lld is missing: install a Rust toolchain with rustup (rustup.rs)");
    }
    // A link, not a copy: it finds its libraries relative to where it lies.
    process::run(program("ln").arg("-sf").arg(theirs).arg(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slow (half a minute) and only where Debian's packages are: `cargo test -p xtask -- --ignored`.
    #[test]
    #[ignore = "compiles the standard library"]
    fn the_standard_library_builds() -> Result<()> {
        let folder = std::env::temp_dir().join("hourglass-std-test");
        let libraries = folder.join("lib");
        build_standard_library(&library_source()?, &folder.join("workshop"), &libraries)?;
        let names: Vec<_> = rlibs(&libraries)?
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        for library in ["libcore-", "libstd-", "libtest-"] {
            assert!(names.iter().any(|name| name.starts_with(library)), "{library}");
        }
        assert!(!names.iter().any(|name| name.starts_with("libsysroot")));
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
