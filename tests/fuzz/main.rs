//! Fuzz tests: any bytes from a link, a file or the other side of a worker are either read or refused with a message.
//! Nothing panics, and nothing exceeds its memory bound.
//!
//! Each [`Kind`] of input has valid samples, files in `corpus/` that once failed or might fail, and a check. The samples are
//! mutated at random ([`mutation`]) and checked. A failing input is shrunk and saved in the corpus, where every later run checks
//! it. The normal tests take a few seconds; `cargo xtask fuzz --minutes 5` runs longer, and `PROPTEST_CASES` sets the number of
//! inputs.

mod checkpoints;
mod corpus;
mod files;
mod kind;
mod links;
mod look;
mod memory;
mod messages;
mod mutation;
mod page;
mod trainer;

use kind::{Kind, fuzz};

#[test]
fn links() {
    fuzz(&links::link());
}

#[test]
fn memories_of_a_sweep() {
    fuzz(&links::MEMORY);
}

#[test]
fn images_in_idx_files() {
    fuzz(&files::IMAGES);
}

#[test]
fn labels_in_idx_files() {
    fuzz(&files::LABELS);
}

#[test]
fn gzip_files() {
    fuzz(&files::GZIP);
}

#[test]
fn saved_runs() {
    fuzz(&checkpoints::CHECKPOINT);
}

#[test]
fn tables() {
    fuzz(&files::TABLE);
}

#[test]
fn commands_as_bytes() {
    fuzz(&messages::COMMAND);
}

#[test]
fn events_as_bytes() {
    fuzz(&messages::EVENT);
}

#[test]
fn events_and_acts_on_the_page() {
    fuzz(&page::PAGE);
}

#[test]
fn commands_to_the_trainer() {
    fuzz(&trainer::TRAINER);
}
