//! cargo-deny: vulnerabilities, licences, bans and sources of all dependencies, by the rules in `deny.toml`.
//!
//! The list of known vulnerabilities comes from GitHub. If it is unavailable, this check is reported as skipped, and all others
//! still run.

use std::process::Command;

use anyhow::Result;

use crate::setup::{Kit, cargo_deny::PROGRAM};
use crate::tools::{cargo::in_project, process, project::Project, steps::Steps};

/// Runs all checks in `deny.toml`, known vulnerabilities last.
pub fn run(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    steps.run("licences, bans, sources", || {
        process::run(deny(project, kit)?.args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))?;
        Ok(("as deny.toml allows", ()))
    })?;
    const HOLES: &str = "advisories";
    match process::output(deny(project, kit)?.args(["fetch", "db"])) {
        Err(refusal) => {
            let why = format!("skipped: the database of known holes is out of reach: {}", last_line(&refusal));
            steps.skipped(HOLES, vec![why]);
            Ok(())
        }
        Ok(_) => steps.run(HOLES, || {
            process::run(deny(project, kit)?.args(["check", HOLES]))?;
            Ok(("none known", ()))
        }),
    }
}

fn deny(project: &Project, kit: &Kit) -> Result<Command> {
    let mut deny = process::program(PROGRAM);
    kit.deny.apply(&mut deny)?;
    in_project(&mut deny, project);
    deny.arg("--locked");
    Ok(deny)
}

/// The line in which git gives the reason.
fn last_line(error: &anyhow::Error) -> String {
    format!("{error:#}").lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_an_error_is_the_reason() {
        let refusal = anyhow::anyhow!("`cargo-deny fetch` failed: [ERROR]\nfatal: no such host\n\n");
        assert_eq!(last_line(&refusal), "fatal: no such host");
    }
}
