//! Bad input. Whatever bytes come from a link, from a file or from the other side of a worker: they are read, or refused in words.
//! Nothing panics, and nothing takes more memory than its bound.
//!
//! Each [`Kind`] of input has good samples, files in `corpus/` that once were or might be bad, and a check. The samples are spoilt at
//! random ([`mutation`]) and checked. What fails is made as small as can be and written into the corpus, where it is checked ever after.
//! A few seconds in the usual tests; `cargo xtask fuzz --minutes 5` goes on for longer, `PROPTEST_CASES` says how often instead.

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
