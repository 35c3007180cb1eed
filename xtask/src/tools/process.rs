//! Runs other programs: in the checkout, with a clean environment, and with readable errors.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Result, anyhow, bail};

/// A program to run.
///
/// `cargo run` sets variables that describe this package; a child cargo must not take them for its own.
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

/// Runs a command with its output on the terminal; fails unless the command succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, error))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a command like [`run`], and returns what `pick` selects from its lines, those of standard output first.
pub fn run_and_pick(command: &mut Command, pick: fn(&str) -> Option<String>) -> Result<Vec<String>> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_start(command, error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (from_stdout, from_stderr) = thread::scope(|scope| {
        let errors = scope.spawn(|| copy_lines(stderr, io::stderr(), pick));
        (copy_lines(stdout, io::stdout(), pick), errors.join())
    });
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    let mut picked = from_stdout?;
    picked.extend(from_stderr.map_err(|_| anyhow!("the output of `{}` could not be read", line(command)))??);
    Ok(picked)
}

/// Copies a stream line by line, and returns what `pick` selects.
fn copy_lines(
    from: Option<impl Read>,
    mut to: impl Write,
    pick: fn(&str) -> Option<String>,
) -> io::Result<Vec<String>> {
    let mut picked = Vec::new();
    let Some(from) = from else { return Ok(picked) };
    let (mut from, mut line) = (BufReader::new(from), Vec::new());
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        to.flush()?;
        picked.extend(pick(String::from_utf8_lossy(&line).trim_end()));
        line.clear();
    }
    Ok(picked)
}

/// Runs a command quietly and returns its standard output; an error contains its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed: {}", line(command), complaint.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command starts and succeeds; its output is ignored.
pub fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok()
}

/// The error for a program that did not start; for programs that the user has to install, it says how.
pub fn cannot_start(command: &Command, error: io::Error) -> anyhow::Error {
    let name = command.get_program().to_string_lossy();
    match name.trim_end_matches(".cmd") {
        "node" | "npm" | "npx" if error.kind() == io::ErrorKind::NotFound => {
            anyhow!("`{name}` is missing: install Node.js 20 or later with npm (nodejs.org, or your system's packages)")
        }
        _ => anyhow!("`{}` did not start: {error}", line(command)),
    }
}

/// The program and its arguments as a command line.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_copied_and_picked() -> Result<()> {
        let (mut to, from) = (Vec::<u8>::new(), "one\r\n\ntwo one\nno end".as_bytes());
        let picked = copy_lines(Some(from), &mut to, |line| line.strip_prefix("one").map(|rest| format!("1{rest}")))?;
        assert_eq!((to.as_slice(), picked), (from, vec![String::from("1")]));
        Ok(())
    }
}
