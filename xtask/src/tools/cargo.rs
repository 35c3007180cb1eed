//! Cargo, and programs that call it, in the checkout.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;
use serde_json::Value;

use crate::tools::{process, project::Project};

/// The target of the browser's programs.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// The package of the trainer programs.
pub const TRAINERS: &str = "hourglass-trainer-web";

pub fn cargo(project: &Project) -> Command {
    let mut cargo = process::program("cargo");
    in_project(&mut cargo, project);
    cargo
}

/// Sets up a command that is cargo or calls it: the checkout as working directory, and the project's build folder.
pub fn in_project<'a>(command: &'a mut Command, project: &Project) -> &'a mut Command {
    if let Some(folder) = project.build_dir() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command.current_dir(project.root())
}

/// A program that cargo has compiled.
#[derive(Debug, PartialEq)]
pub struct Compiled {
    pub file: PathBuf,
    pub is_test: bool,
}

/// Runs cargo; returns the programs that it has compiled or found up to date.
pub fn compile(cargo: &mut Command) -> Result<Vec<Compiled>> {
    cargo.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    Ok(compiled(&process::output(cargo)?))
}

/// The programs in cargo's messages, which have one JSON object per line.
fn compiled(messages: &str) -> Vec<Compiled> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter_map(|message| {
            let file = message["executable"].as_str()?.into();
            Some(Compiled { file, is_test: message["profile"]["test"] == true })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_among_cargos_messages() {
        let messages = r#"
            {"reason":"compiler-artifact","profile":{"test":false},"executable":null}
            {"reason":"compiler-artifact","profile":{"test":true},"executable":"/t/browser_x-1.wasm"}
            {"reason":"compiler-artifact","profile":{"test":false},"executable":"/t/page.wasm"}
            {"reason":"build-finished","success":true}"#;
        let compiled_as = |file: &str, is_test| Compiled { file: file.into(), is_test };
        assert_eq!(compiled(messages), [compiled_as("/t/browser_x-1.wasm", true), compiled_as("/t/page.wasm", false)]);
    }
}
