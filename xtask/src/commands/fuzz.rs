//! Fuzzing for as long as required: the tests in `tests/fuzz`, each for a given time.

use anyhow::Result;

use crate::tools::{
    cargo::cargo,
    process,
    project::Project,
    steps::{self, Steps},
};

/// The kinds of input; each name is also that of its test.
pub const KINDS: [&str; 11] = [
    "links",
    "memories_of_a_sweep",
    "images_in_idx_files",
    "labels_in_idx_files",
    "gzip_files",
    "saved_runs",
    "tables",
    "commands_as_bytes",
    "events_as_bytes",
    "events_and_acts_on_the_page",
    "commands_to_the_trainer",
];

/// Fuzzes all kinds, or one, for `minutes` minutes each; failing inputs are saved in the corpus.
pub fn run(minutes: u64, only: Option<&str>, project: &Project, steps: &mut Steps) -> Result<()> {
    for kind in KINDS.into_iter().filter(|kind| only.is_none_or(|only| only == *kind)) {
        steps.run(kind, || {
            steps::announce(format!("fuzzing for {minutes} minutes"));
            let mut test = cargo(project);
            test.args(["test", "--package", "hourglass", "--test", "fuzz", "--", "--exact", "--show-output", kind]);
            process::run(test.env("FUZZ_SECONDS", (60 * minutes).to_string()))?;
            Ok(("nothing was found", ()))
        })?;
    }
    steps.print_summary();
    Ok(())
}
