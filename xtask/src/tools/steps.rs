//! The output for the user: every step's name, result and time, and a table of them at the end.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The finished steps.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
    /// What was skipped, and why.
    skipped: Vec<String>,
}

struct Step {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Runs one step, which returns a short description of its result and a value. Prints the description, and returns the value.
    pub fn run<T, W: Display>(&mut self, name: &'static str, step: impl FnOnce() -> Result<(W, T)>) -> Result<T> {
        let start = Instant::now();
        let result = step();
        let took = start.elapsed();
        self.done.push(Step { name, took, passed: result.is_ok() });
        let (words, value) = result.context(name)?;
        println!("✓ {name}: {words} ({})", seconds(took));
        Ok(value)
    }

    /// Records what a step skipped, for the summary.
    pub fn skipped(&mut self, name: &str, reasons: Vec<String>) {
        self.skipped.extend(reasons.into_iter().map(|reason| format!("{name}: {reason}")));
    }

    /// Prints a table of all steps, and of what was skipped, at the end of a long command.
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

/// Prints a description of work that takes a while, before it starts.
pub fn announce(what: impl Display) {
    println!("→ {what}");
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
