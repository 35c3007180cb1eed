//! How other programs are run: in the checkout, in a clean environment, with failures in words.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};

use anyhow::{Result, anyhow, bail};

/// A program to run.
///
/// `cargo run` tells this process about its own package; a cargo below it must not read that as its own.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    for (key, _) in std::env::vars_os() {
        let Some(name) = key.to_str() else { continue };
        if name == "CARGO"
            || name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name == "RUST_RECURSION_COUNT"
        {
            command.env_remove(&key);
        }
    }
    command
}

/// Runs it, its output on the terminal; an error unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, error))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs it quietly and returns what it writes to standard output; what it writes to standard error goes into the error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", line(command), complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it starts and succeeds; what it says is of no interest.
pub fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok()
}

/// The error for a program that did not start: which one, and for those that a user has to bring, how to get it.
pub fn cannot_start(command: &Command, error: io::Error) -> anyhow::Error {
    let name = command.get_program().to_string_lossy();
    match name.trim_end_matches(".cmd") {
        "node" | "npm" | "npx" if error.kind() == io::ErrorKind::NotFound => {
            anyhow!("`{name}` is missing: install Node.js 20 or later with npm (nodejs.org, or your system's packages)")
        }
        _ => anyhow!("`{}` did not start: {error}", line(command)),
    }
}

/// The program and its arguments, as one would type them.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
