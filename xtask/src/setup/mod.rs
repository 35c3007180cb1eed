//! The set-up: its parts, which commands need which, and what later steps get from them.

mod browsers;
pub mod cargo_deny;
mod data;
mod programs;
mod wasm_target;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use self::programs::Tools;
pub use self::wasm_target::Toolchain;
use crate::tools::{npm, project::Project, steps::Steps};

/// Something that may have to be installed or made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Rust's standard library for wasm32-unknown-unknown.
    WasmTarget,
    /// Trunk, wasm-bindgen and wasm-opt.
    Tools,
    /// The digits, in `www/data`.
    Data,
    /// Playwright, which drives browsers, and the tools that check scripts.
    Playwright,
    /// Hourglass's rivals in the benchmark.
    Rivals,
    /// Chromium, Chrome or Edge.
    Browser,
    /// Firefox, if available.
    Firefox,
    /// WebKit with its driver, if available.
    Webkit,
    /// cargo-deny.
    Deny,
}

impl Part {
    pub const ALL: [Self; 9] = [
        Self::WasmTarget,
        Self::Tools,
        Self::Data,
        Self::Playwright,
        Self::Rivals,
        Self::Browser,
        Self::Firefox,
        Self::Webkit,
        Self::Deny,
    ];
    pub const FOR_THE_PAGE: [Self; 3] = [Self::WasmTarget, Self::Tools, Self::Data];
    pub const WITH_CHROMIUM: [Self; 5] = [Self::WasmTarget, Self::Tools, Self::Data, Self::Playwright, Self::Browser];
    pub const WITH_CHROMIUM_AND_WEBKIT: [Self; 6] =
        [Self::WasmTarget, Self::Tools, Self::Data, Self::Playwright, Self::Browser, Self::Webkit];
    pub const WITH_FIREFOX: [Self; 5] = [Self::WasmTarget, Self::Tools, Self::Data, Self::Playwright, Self::Firefox];
}

/// What the set-up found or installed. A part that was not requested has its default value, as if the user had installed it.
#[derive(Default)]
pub struct Kit {
    pub toolchain: Toolchain,
    pub tools: Tools,
    pub browser: Option<PathBuf>,
    pub firefox: Option<PathBuf>,
    pub webkit: Option<PathBuf>,
    pub deny: Tools,
}

impl Kit {
    /// Tells a Node.js program where the browsers are; it drives Chromium by default.
    pub fn with_browsers<'a>(&self, node: &'a mut Command) -> &'a mut Command {
        node.env("BROWSER", "chromium");
        for (name, program) in [("CHROME", &self.browser), ("FIREFOX", &self.firefox), ("WEBKIT_DRIVER", &self.webkit)]
        {
            if let Some(program) = program {
                node.env(name, program);
            }
        }
        node
    }
}

/// Sets up the parts, in order.
pub fn run(parts: &[Part], project: &Project, steps: &mut Steps) -> Result<Kit> {
    let mut kit = Kit::default();
    for part in parts {
        match part {
            Part::WasmTarget => {
                kit.toolchain = steps.run("wasm32 target", || wasm_target::set_up(project))?;
            }
            Part::Tools => kit.tools = programs::set_up(project, steps)?,
            Part::Data => steps.run("digits", || data::set_up(project))?,
            Part::Playwright => steps.run("playwright", || npm::install_in(&project.end_to_end()))?,
            Part::Rivals => steps.run("rivals", || npm::install_in(&project.bench()))?,
            Part::Browser => {
                let found = steps.run("browser", || browsers::chromium(project))?;
                kit.browser = Some(found);
            }
            Part::Firefox => kit.firefox = steps.run("firefox", || browsers::firefox(project))?,
            Part::Webkit => kit.webkit = steps.run("webkit", || browsers::webkit(project))?,
            Part::Deny => kit.deny = steps.run("cargo-deny", || cargo_deny::set_up(project))?,
        }
    }
    Ok(kit)
}
