//! `cargo xtask`: all tasks around the page, in one program.
//!
//! It needs Rust and Node.js and installs the rest: the wasm32 target, Trunk, wasm-bindgen, the digits, a browser for
//! tests, and cargo-deny. Anything already installed is detected in well under a second and not changed.
//!
//! ```text
//! main, args   words -> a command -> at most one line of error
//! commands/    the commands
//!   page/        Trunk: sources -> dist/, by way of styles: style sheets -> two; then preview: the picture's address;
//!                offline: the list for the service worker
//!   serve        dist/ -> http://127.0.0.1:8080, by tests/e2e/serve.mjs
//!   checks/      format, deny, clippy, documentation, native, browser and end-to-end tests, these in Firefox too
//!   fuzz         fuzz tests for as long as required
//!   screenshots  dist/ -> pictures of the page
//!   bench        Hourglass beside its rivals, in browsers
//!   soak         a long visit: memory, long tasks, the order of events
//! setup/       the parts that a command needs, in order: wasm_target, programs, data/, browsers, cargo_deny
//! tools/       project: paths; process, cargo, npm, debian, server: how programs are run; steps: what is printed
//! ```
//!
//! Commands use set-up and tools, set-up uses tools; no module depends on a higher one.

mod args;
mod commands;
mod setup;
mod tools;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::args::Command;
use crate::commands::{bench, checks, fuzz, page, screenshots, serve, soak, styles};
use crate::setup::Part;
use crate::tools::{project::Project, steps::Steps};

fn main() -> ExitCode {
    match args::parse().and_then(|(command, may_install)| run(command, may_install)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, may_install: bool) -> Result<()> {
    let project = Project::find(may_install)?;
    let mut steps = Steps::default();
    match command {
        Command::Help => print!("{}", args::USAGE),
        Command::Setup => {
            setup::run(&Part::ALL, &project, &mut steps)?;
        }
        // Trunk calls this in the checkout.
        Command::Styles => styles::bundle(Path::new("."))?,
        Command::Build => {
            let kit = setup::run(&Part::FOR_THE_PAGE, &project, &mut steps)?;
            page::build(&project, &kit, &mut steps)?;
        }
        Command::Serve { port, open } => serve::run(port, open, &project, &mut steps)?,
        Command::Watch { port, open } => {
            let kit = setup::run(&Part::FOR_THE_PAGE, &project, &mut steps)?;
            page::watch(&project, &kit, port, open)?;
        }
        Command::Test { only } => checks::run(&only, &project, &mut steps)?,
        Command::Fuzz { minutes, only } => fuzz::run(minutes, only.as_deref(), &project, &mut steps)?,
        Command::Screenshots { folder } => {
            let kit = setup::run(&Part::WITH_CHROMIUM, &project, &mut steps)?;
            page::build(&project, &kit, &mut steps)?;
            screenshots::take(folder, &project, &kit, &mut steps)?;
        }
        Command::Soak { options } => soak::run(&options, &project, &mut steps)?,
        Command::Bench { chosen, options } => bench::run(&chosen, &options, &project, &mut steps)?,
    }
    Ok(())
}
