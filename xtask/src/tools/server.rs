//! A program that serves on this machine for as long as it is needed.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools::process;

/// A program that serves until this is dropped.
pub struct Server {
    program: Child,
    url: String,
    /// Kept open: some servers exit when their input closes, and so with this process, however it ends.
    _stdin: Option<ChildStdin>,
    /// Kept open for further output.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts the server, and waits until it prints its address.
    ///
    /// # Errors
    /// The output that it printed instead.
    pub fn start(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = command.spawn().map_err(|error| process::cannot_start(command, error))?;
        let stdin = program.stdin.take();
        let mut stdout = BufReader::new(program.stdout.take().context("its output cannot be read")?);
        let mut said = String::new();
        while stdout.read_line(&mut said)? > 0 {
            if let Some(url) = said.split_whitespace().find(|word| word.starts_with("http://")) {
                return Ok(Self { url: url.to_owned(), program, _stdin: stdin, _stdout: stdout });
            }
        }
        program.wait()?;
        bail!("{}", said.trim());
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the server exits by itself, which is an error.
    pub fn wait(mut self) -> Result<()> {
        let status = self.program.wait()?;
        bail!("{} is served no longer ({status})", self.url);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have exited by itself; in either case nothing more can be done.
        let _ = self.program.kill().and_then(|()| self.program.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(script: &str) -> Command {
        let mut node = process::program("node");
        node.args(["-e", script]);
        node
    }

    #[test]
    fn a_server_reports_its_address_or_an_error() -> Result<()> {
        let server = Server::start(&mut node("console.log('It is at http://x/ now'); process.stdin.resume()"))?;
        assert_eq!(server.url(), "http://x/");
        drop(server);
        let refusal = Server::start(&mut node("console.log('port 1 is taken')")).err().map(|error| error.to_string());
        assert_eq!(refusal.as_deref(), Some("port 1 is taken"));
        Ok(())
    }
}
