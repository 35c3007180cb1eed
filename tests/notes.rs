//! Compares the notes of the experiments with what the page shows at the end: each link is opened, changed as the
//! note tells the user to change it, and trained, by the page's own state and the trainer's own session.

#[path = "../crates/trainer/tests/support/mod.rs"]
mod support;

use std::{fs::File, io::Read, path::Path};

use flate2::read::GzDecoder;
use hourglass::state::{
    Phase, State,
    experiments::Experiment,
    figures::{FIGURES, Figure},
};
use hourglass_core::config::{BackendChoice, Config, Study};
use support::TestSession;

/// Experiments that train in seconds.
const QUICK: [&str; 3] = ["linear", "sparse", "table"];

/// An unpacked file from the page's data.
fn data(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data").join(name);
    let file = File::open(&path).unwrap_or_else(|_| panic!("{name} is missing: run `cargo xtask setup` first"));
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A page and its trainer.
struct Page {
    state: State,
    talk: TestSession,
}

impl Page {
    /// Opens an experiment's link with a change, and waits until the run is ready.
    fn open(id: &str, change: Option<fn(&mut Config)>) -> Self {
        let mut link = Experiment::find(id).unwrap().link(false);
        assert_eq!(link.study, Study::None, "{id}: studies cannot be trained here");
        link.config.backend = BackendChoice::Cpu;
        change.into_iter().for_each(|change| change(&mut link.config));
        let talk = TestSession::with_files(data("digits-images-idx3-ubyte.gz"), data("digits-labels-idx1-ubyte.gz"));
        let mut page = Self { state: State::new(link, vec![]), talk };
        page.listen();
        assert_eq!(page.state.run.phase(), Phase::Ready, "{id}");
        page
    }

    fn listen(&mut self) {
        for event in self.talk.listen() {
            self.state.apply(event);
            self.send();
        }
    }

    fn send(&mut self) {
        for command in self.state.drain().commands {
            self.talk.send(command);
            self.listen();
        }
    }

    fn train(&mut self) {
        self.state.start();
        self.send();
        assert_eq!(self.state.run.phase(), Phase::Finished);
    }
}

/// The figures in a note, grouped by the change to the link.
fn figures_of(id: &str) -> Vec<Vec<&'static Figure>> {
    let mut pages: Vec<Vec<&Figure>> = vec![];
    for figure in FIGURES.iter().filter(|figure| figure.of == id) {
        match pages.iter_mut().find(|page| is_same(page[0].change, figure.change)) {
            Some(page) => page.push(figure),
            None => pages.push(vec![figure]),
        }
    }
    pages
}

/// Whether two changes have the same result.
fn is_same(a: Option<fn(&mut Config)>, b: Option<fn(&mut Config)>) -> bool {
    let changed = |change: Option<fn(&mut Config)>| {
        // No experiment has these settings, so every change is visible.
        let mut config =
            Config { hidden: vec![3], learning_rate: 1e-5, sparse: 0.3, contractive: 0.3, ..Config::default() };
        change.into_iter().for_each(|change| change(&mut config));
        config
    };
    changed(a) == changed(b)
}

fn check(figure: &Figure, state: &State) {
    let Figure { of, says, shows, .. } = figure;
    let shown = shows(state).unwrap_or_else(|| panic!("{of}: the page shows nothing for “{says}”"));
    println!("{of}: “{says}”, and the page shows {shown}");
    assert!(figure.is_true_of(shown), "{of}: the note says “{says}”, the page shows {shown}");
}

/// Trains for each figure in a note.
fn check_note(id: &str) {
    let pages = figures_of(id);
    assert!(!pages.is_empty(), "{id} has no figures");
    for figures in pages {
        let mut page = Page::open(id, figures[0].change);
        page.train();
        figures.into_iter().for_each(|figure| check(figure, &page.state));
    }
}

/// The experiments whose notes contain figures.
fn all() -> Vec<&'static str> {
    let mut ids: Vec<&str> = FIGURES.iter().map(|figure| figure.of).collect();
    ids.dedup();
    ids
}

#[test]
fn the_notes_match_the_page_before_training() {
    let mut checked = 0;
    for figures in all().into_iter().flat_map(figures_of) {
        let page = Page::open(figures[0].of, figures[0].change);
        for figure in figures.into_iter().filter(|figure| (figure.shows)(&page.state).is_some()) {
            check(figure, &page.state);
            checked += 1;
        }
    }
    assert!(checked >= 5, "only {checked} figures");
}

#[test]
fn the_note_on_the_linear_autoencoder_is_true() {
    check_note("linear");
}

#[test]
fn the_note_on_the_sparse_autoencoder_is_true() {
    check_note("sparse");
}

#[test]
fn the_note_on_the_table_is_true() {
    check_note("table");
}

#[test]
#[ignore = "trains for minutes: cargo test --test notes -- --ignored --nocapture"]
fn all_other_notes_are_true() {
    all().into_iter().filter(|id| !QUICK.contains(id)).for_each(check_note);
}
