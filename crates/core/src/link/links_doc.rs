//! Generates `docs/links.md` from the table of settings and the list of a link's other keys. The test fails if the file is out of
//! date; with `UPDATE_DOCS` it writes the file.

use std::{env, fmt::Display, fs, path::Path};

use super::{Link, PagePart, keys, setting};
use crate::config::{Bounds, Config, DataKind, HIDDEN_LAYERS, HIDDEN_WIDTH, Setting, Value, settings};

const UPDATE: &str = "UPDATE_DOCS=1 cargo test -p hourglass-core links_doc";

#[test]
fn links_doc_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/links.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == page(), "docs/links.md is out of date; to update it: {UPDATE}");
}

#[test]
fn every_part_that_can_be_hidden_is_listed() {
    let (_, parts, _) = keys::OTHERS.into_iter().find(|(key, ..)| *key == "hide").unwrap();
    let words: Vec<_> = PagePart::ALL.iter().map(|(_, word, _)| *word).collect();
    assert_eq!(parts, format!("some of `{}`", words.join(",")));
}

/// The links in a document: `#`, a key and a value, and what follows them.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let starts = |rest: &str| {
        let key = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or_default();
        key > 0 && rest[key..].starts_with('=')
    };
    let end = |rest: &str| rest.find(|c: char| c.is_whitespace() || "`)\"<>".contains(c)).unwrap_or(rest.len());
    text.match_indices('#')
        .map(|(at, _)| &text[at + 1..])
        .filter(move |rest| starts(rest))
        .map(move |rest| &rest[..end(rest)])
}

#[test]
fn every_link_in_the_documents_is_read_without_a_notice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut documents: Vec<_> = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].map(|name| root.join(name)));
    let mut count = 0;
    for document in documents.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        for link in links(&fs::read_to_string(document).unwrap()) {
            count += 1;
            let (_, notices) = Link::from_hash(link);
            assert!(notices.is_empty(), "{}: #{link}: {notices:?}", document.display());
        }
    }
    assert!(count >= 4, "only {count} links were found");
}

fn page() -> String {
    let settings: String = settings().map(row).collect();
    let others: String =
        keys::OTHERS.iter().map(|(key, values, meaning)| format!("| `{key}` | {meaning} | {values} |\n")).collect();
    format!(
        "<!-- Made from the table of settings. To update it: {UPDATE} -->\n\n\
         # What a link can hold\n\n\
         The part of the address after `#` consists of keys and values: `#model=vae&latent=3&run=1`. The same keys are read from the \
         query, after `?`. A key that is left out has its default value. A value out of bounds is replaced by the nearest one within \
         them, and an unknown word by the default; the page says so. If settings are incompatible, the nearest compatible ones \
         are used.\n\n\
         ## Settings\n\n\
         | key | what it is | values | default |\n|---|---|---|---|\n{settings}\n\
         ## Everything else\n\n\
         | key | what it is | values |\n|---|---|---|\n{others}"
    )
}

fn row(setting: &Setting) -> String {
    let (key, usual) = (setting.key, setting.write(&Config::default()));
    format!(
        "| `{key}` | **{}.** {} | {} | `{usual}` |\n",
        setting.label(DataKind::Images),
        setting.help,
        values(setting)
    )
}

fn values(setting: &Setting) -> String {
    match setting.value {
        Value::Whole { bounds, .. } => format!("whole numbers {}", range(bounds)),
        Value::Decimal { bounds, .. } => format!("numbers {}", range(bounds)),
        Value::Pick { options, .. } => {
            let options = options.iter().filter(|(word, _)| setting::is_carried(setting.key, word));
            let option = |&(word, name): &(&str, &str)| match word.eq_ignore_ascii_case(name) {
                true => format!("`{word}`"),
                false => format!("`{word}` ({name})"),
            };
            options.map(option).collect::<Vec<_>>().join(", ")
        }
        Value::Widths => {
            format!("up to {} whole numbers {}, with commas between them", HIDDEN_LAYERS.most, range(HIDDEN_WIDTH))
        }
        Value::Digits => "some of the digits 0 to 9".into(),
    }
}

fn range<T: Display>(bounds: Bounds<T>) -> String {
    format!("from {} to {}", bounds.least, bounds.most)
}
