//! The checks of `cargo xtask test`: what they do, what they need, and in which order they run.

mod browser_tests;
mod deny;
mod end_to_end;
mod scripts;

use std::str::FromStr;

use anyhow::{Context, Result, anyhow};

use crate::commands::page;
use crate::setup::{self, Kit, Part, Toolchain};
use crate::tools::{
    cargo::{TARGET, cargo},
    process,
    project::Project,
    steps::{self, Steps},
};

/// One of the checks, quick ones first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    Format,
    Scripts,
    Deny,
    Clippy,
    Docs,
    Native,
    Browser,
    EndToEnd,
    Firefox,
}

impl Check {
    const ALL: [Self; 9] = [
        Self::Format,
        Self::Scripts,
        Self::Deny,
        Self::Clippy,
        Self::Docs,
        Self::Native,
        Self::Browser,
        Self::EndToEnd,
        Self::Firefox,
    ];

    /// The name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Scripts => "scripts",
            Self::Deny => "deny",
            Self::Clippy => "clippy",
            Self::Docs => "docs",
            Self::Native => "native",
            Self::Browser => "browser",
            Self::EndToEnd => "e2e",
            Self::Firefox => "firefox",
        }
    }

    fn needs(self) -> &'static [Part] {
        match self {
            Self::Format => &[],
            // The types of the rivals are needed, too.
            Self::Scripts => &[Part::Playwright, Part::Rivals],
            Self::Deny => &[Part::Deny],
            Self::Clippy | Self::Docs => &[Part::WasmTarget],
            Self::Native => &[Part::Data],
            Self::Browser => &Part::WITH_CHROMIUM,
            Self::EndToEnd => &Part::WITH_CHROMIUM_AND_WEBKIT,
            Self::Firefox => &Part::WITH_FIREFOX,
        }
    }

    /// Whether the check needs the built page.
    fn needs_page(self) -> bool {
        matches!(self, Self::EndToEnd | Self::Firefox)
    }

    fn run(self, project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
        match self {
            Self::Format => format(project, steps),
            Self::Scripts => scripts::run(project, steps),
            Self::Deny => deny::run(project, kit, steps),
            Self::Clippy => clippy(project, kit, steps),
            Self::Docs => docs(project, kit, steps),
            Self::Native => native(project, steps),
            Self::Browser => browser_tests::run(project, kit, steps),
            Self::EndToEnd => end_to_end::run(project, kit, steps),
            Self::Firefox => end_to_end::run_in_firefox(project, kit, steps),
        }
    }
}

impl FromStr for Check {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name).ok_or_else(|| {
            anyhow!(
                "there is no check `{name}`: choose fmt, scripts, deny, clippy, docs, native, browser, e2e or firefox"
            )
        })
    }
}

/// Sets up what the chosen checks need and runs them, or all checks if none is chosen; stops at the first failure.
pub fn run(only: &[Check], project: &Project, steps: &mut Steps) -> Result<()> {
    let chosen: Vec<_> = Check::ALL.into_iter().filter(|check| only.is_empty() || only.contains(check)).collect();
    let parts: Vec<_> =
        Part::ALL.into_iter().filter(|part| chosen.iter().any(|check| check.needs().contains(part))).collect();
    let result = setup::run(&parts, project, steps).and_then(|kit| run_all(&chosen, project, &kit, steps));
    steps.print_summary();
    result
}

fn run_all(checks: &[Check], project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    let mut is_built = false;
    for check in checks {
        if check.needs_page() && !is_built {
            page::build(project, kit, steps)?;
            is_built = true;
        }
        check.run(project, kit, steps)?;
    }
    Ok(())
}

fn format(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("format", || {
        process::run(cargo(project).args(["fmt", "--all", "--check"]))
            .context("the code is not formatted: `cargo fmt --all` does it")?;
        Ok(("as rustfmt wants it", ()))
    })
}

fn clippy(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    steps.run("clippy, host", || {
        steps::announce("clippy on the whole workspace");
        let mut clippy = cargo(project);
        clippy.args(["clippy", "--workspace", "--all-targets"]).args(DENY);
        process::run(&mut clippy)?;
        Ok(("no warnings", ()))
    })?;
    steps.run("clippy, wasm32", || {
        steps::announce("clippy on the browser's programs and tests");
        for packages in browser_tests::PACKAGES {
            let mut clippy = cargo(project);
            kit.toolchain.apply(&mut clippy);
            clippy
                // The release profile, to share its compiled build scripts and macros.
                .args(["clippy", "--release", "--target", TARGET])
                .args(packages)
                .args(["--lib", "--bins", "--test", browser_tests::PATTERN])
                .args(DENY);
            process::run(&mut clippy)?;
        }
        Ok(("no warnings", ()))
    })
}

/// Documents every package, private items included; a link to nothing fails.
fn docs(project: &Project, kit: &Kit, steps: &mut Steps) -> Result<()> {
    const FLAGS: [&str; 3] = ["doc", "--no-deps", "--document-private-items"];
    steps.run("documentation", || {
        steps::announce("cargo doc");
        let document = |arguments: &[&str], toolchain: &Toolchain| {
            let mut doc = cargo(project);
            toolchain.apply(&mut doc).env("RUSTDOCFLAGS", "-D warnings").args(FLAGS).args(arguments);
            process::run(&mut doc)
        };
        document(&["-p", "hourglass-core", "-p", "hourglass-trainer", "-p", "xtask"], &Toolchain::default())?;
        // Most of these items exist only in the browser.
        for packages in browser_tests::PACKAGES {
            document(&[packages, &["--release", "--target", TARGET]].concat(), &kit.toolchain)?;
        }
        Ok(("no warnings", ()))
    })
}

fn native(project: &Project, steps: &mut Steps) -> Result<()> {
    const NAME: &str = "native tests";
    let skipped = steps.run(NAME, || {
        steps::announce("cargo test on the whole workspace");
        let skipped = process::run_and_pick(cargo(project).args(["test", "--workspace"]), skipped_test)?;
        let words = match skipped.len() {
            0 => String::from("passed"),
            count => format!("passed, {count} skipped"),
        };
        Ok((words, skipped))
    })?;
    steps.skipped(NAME, skipped);
    Ok(())
}

/// The name of a skipped test and the reason: the test reported it, or the runner ignored the test.
fn skipped_test(line: &str) -> Option<String> {
    if let Some(skipped) = line.strip_prefix("skipped: ") {
        return Some(skipped.into());
    }
    let (name, why) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
    Some(format!("{name}: {}", why.strip_prefix(", ").unwrap_or("ignored")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_tests_are_recognized() {
        let told = [
            ("skipped: a_test: no PyTorch", Some("a_test: no PyTorch")),
            ("test a::test ... ignored, slow", Some("a::test: slow")),
            ("test a::test ... ignored", Some("a::test: ignored")),
            ("test a::test ... ok", None),
            ("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", None),
            ("warning: skipped: nothing", None),
        ];
        for (line, skipped) in told {
            assert_eq!(skipped_test(line).as_deref(), skipped, "{line}");
        }
    }
}
