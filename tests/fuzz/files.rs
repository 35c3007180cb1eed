//! The user's own files: IDX, gzip, tables.

use std::io::{Read, Write};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use hourglass::state::{Dropped, State, sort_files};
use hourglass_core::{
    data::{
        idx::{IMAGES_MAGIC, LABELS_MAGIC},
        image::PIXELS,
        images::{Images, MOST_IMAGES},
        table::{Choice, Chosen, Rows, RuleKind, Summary, Table, sample},
    },
    protocol::{Command, Event, Loaded},
};
use hourglass_trainer::session::BoundedBuffer;

use crate::{Kind, memory::within};

pub const IMAGES: Kind = Kind {
    name: "images",
    samples: images,
    words: &["\0\0\u{8}\u{3}", "\0\0\u{8}\u{1}"],
    cases: 100,
    check: check_images,
};

pub const LABELS: Kind =
    Kind { name: "labels", samples: labels, words: &["\0\0\u{8}\u{1}"], cases: 500, check: check_labels };

pub const GZIP: Kind =
    Kind { name: "gzip", samples: zipped, words: &["\u{1f}", "\0\0\u{7f}\u{7f}"], cases: 300, check: check_gzip };

pub const TABLE: Kind = Kind {
    name: "table",
    samples: tables,
    words: &[
        ",", ";", "\t", "\n", "\r\n", "\r", "\"", "\"\"", "\u{feff}", "\0", " ", "NA", "yes", "no", ",,,", "0.5",
        "column 2", "é",
    ],
    cases: 300,
    check: check_table,
};

/// An IDX file.
pub fn idx(numbers: &[u32], values: &[u8]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).chain(values.iter().copied()).collect()
}

fn images() -> Vec<Vec<u8>> {
    let most = MOST_IMAGES as u32;
    vec![
        idx(&[IMAGES_MAGIC, 12, 28, 28], &[7; 12 * PIXELS]),
        idx(&[IMAGES_MAGIC, 10, 3, 2], &[200; 60]),
        idx(&[IMAGES_MAGIC, 1, 1, 4096], &[9; 4096]),
        // Each byte would become an image of 784.
        idx(&[IMAGES_MAGIC, most, 1, 1], &vec![1; MOST_IMAGES]),
        idx(&[IMAGES_MAGIC, most + 1, 1, 1], &vec![1; MOST_IMAGES + 1]),
    ]
}

fn labels() -> Vec<Vec<u8>> {
    vec![idx(&[LABELS_MAGIC, 10], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), idx(&[LABELS_MAGIC, 3], &[1, 1, 1])]
}

/// The memory for the maximum number of images, of 784 bytes each, some working memory, and a copy of the file.
fn most_for(bytes: &[u8]) -> usize {
    MOST_IMAGES * PIXELS + 2 * bytes.len() + (1 << 20)
}

fn check_images(bytes: &[u8]) {
    match within(most_for(bytes), || Images::from_idx(bytes, None)) {
        Ok(images) => {
            assert!((1..=MOST_IMAGES).contains(&images.len()));
            assert_eq!((images.image(images.len() - 1).len(), images.label(0)), (PIXELS, None));
        }
        Err(error) => assert!(error.to_string().ends_with('.')),
    }
}

fn check_labels(bytes: &[u8]) {
    let ten = idx(&[IMAGES_MAGIC, 10, 1, 1], &[0; 10]);
    match within(most_for(bytes), || Images::from_idx(&ten, Some(bytes))) {
        Ok(images) => assert!((0..10).all(|i| images.label(i).is_some_and(|label| label < 10))),
        Err(error) => assert!(error.to_string().ends_with('.')),
    }
}

/// The unpacking limit here: smaller than the page's, so that a test can exceed it.
const UNPACKED: usize = 100_000;
/// The memory that flate2 needs in addition.
const DECODER: usize = 200_000;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("writing to memory does not fail");
    encoder.finish().expect("writing to memory does not fail")
}

fn zipped() -> Vec<Vec<u8>> {
    let bomb = gzip(&vec![0; 40 * UNPACKED]);
    vec![gzip(&images()[1]), gzip(b""), gzip(&vec![0; UNPACKED]), gzip(&vec![0; UNPACKED + 1]), bomb]
}

/// Unpacks piece by piece, like the trainer.
pub fn unpack(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let (mut decoder, mut arrived, mut piece) = (GzDecoder::new(bytes), BoundedBuffer::at_most(most), [0; 1 << 14]);
    loop {
        match decoder.read(&mut piece).ok()? {
            0 => return Some(arrived.into_bytes()),
            count => arrived.take(&piece[..count]).ok()?,
        }
    }
}

fn check_gzip(bytes: &[u8]) {
    let unpacked = within(2 * UNPACKED + DECODER, || unpack(bytes, UNPACKED));
    assert!(unpacked.is_none_or(|unpacked| unpacked.len() <= UNPACKED));
}

fn tables() -> Vec<Vec<u8>> {
    let row = |i: usize| format!("{},{:.2},{},\"a, \"\"{i}\"\"\"\r\n", i * i, 0.5 * i as f64, ["low", "high"][i % 2]);
    let quoted = "a,b,level,\"c\"\r\n".to_owned() + &(0..20).map(row).collect::<String>();
    let cell = "a word ".repeat(1_200);
    let long: String = (0..60).map(|i| format!("{i},{} {cell},{}\n", i / 2, i % 7)).collect();
    let narrow: String = (0..40).map(|i| format!("{i};{}\n", i % 3)).collect();
    [sample::csv(), quoted, format!("n,text,x\n{long}"), format!("x;y\n{narrow}"), "a\tb\n1\t2\n".into()]
        .map(String::into_bytes)
        .to_vec()
}

/// Checks that any bytes are either a table or refused with a message; likewise for any choice from it.
fn check_table(bytes: &[u8]) {
    let most = 64 * bytes.len() + (1 << 20);
    let table = match within(most, || Table::read(bytes)) {
        Ok(table) => table,
        Err(error) => return assert!(error.to_string().ends_with('.')),
    };
    assert!(table.rows() > 0 && table.columns().len() > 1 && table.preview(3).len() <= 3);
    let (summary, chosen) = within(most, || {
        let summary = Summary::of(&table);
        for (label, column) in summary.columns.iter().enumerate().take(4) {
            let _ = Rows::of(&table, &Choice { features: vec![1], label, rule: column.rule.clone() });
        }
        let fitting = Choice::fitting(&table).ok();
        if let Some((_, rows)) = &fitting {
            assert_eq!(rows.features.len(), rows.columns() * rows.labels.len());
        }
        (summary, fitting.map(|(choice, rows)| Chosen::of(choice, &rows)))
    });
    if let Some(chosen) = chosen {
        on_the_page(bytes, summary, chosen);
    }
}

/// Opens the file on the page, and changes everything that can be changed.
fn on_the_page(bytes: &[u8], summary: Summary, chosen: Chosen) {
    let Ok(Dropped::Table { name, bytes }) = sort_files(vec![("own.csv".into(), bytes.to_vec().into())]) else {
        panic!("the file should be recognized as a table")
    };
    let mut state = State::new(Default::default(), vec![]);
    state.apply(Event::Ready);
    state.drain();
    state.offer_table(name, bytes);
    let Some(Command::Load { load, .. }) = state.drain().commands.pop() else { panic!("the table should be loaded") };
    state.apply(Event::Loaded { load, outcome: Ok(Loaded::Table { summary: Box::new(summary), chosen }) });
    assert_eq!(state.table().and_then(|table| table.name()), Some("own.csv"));
    for kind in RuleKind::ALL {
        state.choose_rule(kind);
        state.write_rule("0.5");
    }
    for column in [0, 1, 2, usize::MAX] {
        state.toggle_feature(column);
        state.choose_label(column);
    }
    let table = state.table().expect("the page should have a table");
    let _ = (table.class_names(), table.used().larger_class());
}
