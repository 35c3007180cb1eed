//! What the user sees: every step's name, result and time, and a table of them at the end.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The steps done so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
    /// What did not run, and why.
    skipped: Vec<String>,
}

struct Step {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Runs one step. It returns a few words on its result and a value; the words are printed, the value is handed on.
    pub fn run<T, W: Display>(&mut self, name: &'static str, step: impl FnOnce() -> Result<(W, T)>) -> Result<T> {
        let start = Instant::now();
        let result = step();
        let took = start.elapsed();
        self.done.push(Step { name, took, passed: result.is_ok() });
        let (words, value) = result.context(name)?;
        println!("✓ {name}: {words} ({})", seconds(took));
        Ok(value)
    }

    /// Remembers what a step did not do, for the end.
    pub fn skipped(&mut self, name: &str, reasons: Vec<String>) {
        self.skipped.extend(reasons.into_iter().map(|reason| format!("{name}: {reason}")));
    }

    /// The table of all steps, and of what was skipped, for the end of a long command.
    pub fn print_summary(&self) {
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0);
        println!("\nSteps");
        for Step { name, took, passed } in &self.done {
            let mark = if *passed { '✓' } else { '✗' };
            println!("  {mark} {name:width$}  {:>9}", seconds(*took));
        }
        let total = self.done.iter().map(|step| step.took).sum();
        println!("    {:width$}  {:>9}", "in all", seconds(total));
        for reason in &self.skipped {
            println!("  – {reason}");
        }
    }
}

/// Tells, before work that takes a while, what it is.
pub fn announce(what: impl Display) {
    println!("→ {what}");
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
