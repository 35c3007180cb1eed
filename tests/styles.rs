//! The style sheets stay in order: each colour and each breakpoint of the page is defined once, layers set the precedence, and
//! every file is in one of the two bundles that the page loads.

use std::{fs, path::Path};

const FOLDER: &str = "www/styles";
const PALETTE: &str = "palette.css";
const BREAKPOINTS: &str = "breakpoints.css";
const BUNDLES: [&str; 2] = ["first.css", "rest.css"];

/// The beginnings of literal colours.
const COLOURS: [&str; 11] =
    ["#", "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
/// The colour names that are likely to be used.
const NAMED: [&str; 14] = [
    "black", "white", "gray", "grey", "silver", "red", "green", "blue", "yellow", "orange", "purple", "brown", "navy",
    "teal",
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All style sheets with their names, without comments.
fn sheets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), without_comments(&read(&format!("{FOLDER}/{name}"))))).collect()
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// The lines of all sheets except some, each with its file's name.
fn lines(but: &[&str]) -> Vec<(String, String)> {
    let others = sheets().into_iter().filter(|(name, _)| !but.contains(&name.as_str()));
    others
        .flat_map(|(name, text)| text.lines().map(|line| (name.clone(), line.trim().to_owned())).collect::<Vec<_>>())
        .collect()
}

/// The names of all breakpoints, with their conditions.
fn breakpoints() -> Vec<(String, String)> {
    let text = without_comments(&read(&format!("{FOLDER}/{BREAKPOINTS}")));
    let definition = |line: &str| {
        let (name, condition) = line.strip_prefix("@custom-media ")?.strip_suffix(';')?.split_once(' ')?;
        Some((name.to_owned(), condition.to_owned()))
    };
    text.lines().filter_map(definition).collect()
}

/// The values that a sheet declares, without selectors, in which `#` starts a name.
fn values(text: &str) -> Vec<&str> {
    let parts = text.split_inclusive(['{', '}', ';']);
    parts.filter_map(|part| part.strip_suffix(';')?.split_once(':').map(|(_, value)| value.trim())).collect()
}

/// The literal colour in a value.
fn literal(value: &str) -> Option<&'static str> {
    let words: Vec<_> = value.split(|c: char| !c.is_alphanumeric() && !"#-(".contains(c)).collect();
    let begins =
        |colour: &&&str| words.iter().any(|word| word.split_inclusive('(').any(|part| part.starts_with(**colour)));
    COLOURS.iter().find(begins).or_else(|| NAMED.iter().find(|colour| words.contains(colour))).copied()
}

#[test]
fn no_rule_is_important() {
    for (name, line) in lines(&[]) {
        assert!(!line.contains("!important"), "{name}: use a later layer for `{line}`");
    }
}

#[test]
fn colours_are_only_in_the_palette() {
    for (name, text) in sheets().iter().filter(|(name, _)| name != PALETTE) {
        for value in values(text) {
            assert_eq!(literal(value), None, "{name}: `{value}` belongs in {PALETTE}, with a name");
        }
    }
}

/// Canvases would get the palette's text instead of a colour if its properties were not registered.
#[test]
fn colours_of_canvases_are_registered() {
    let (palette, code) = (read(&format!("{FOLDER}/{PALETTE}")), read("src/web/palette.rs"));
    let named = code.split('"').filter(|word| word.starts_with("--"));
    let names: Vec<_> = named
        .flat_map(|name| match name.strip_suffix("{digit}") {
            Some(digits) => (0..10).map(|digit| format!("{digits}{digit}")).collect(),
            None => vec![name.to_owned()],
        })
        .collect();
    assert_eq!(names.len(), 18, "{names:?}");
    for name in names {
        assert!(palette.contains(&format!("@property {name} {{ syntax: \"<color>\"; inherits: true;")), "{name}");
    }
}

/// Before any style sheet is loaded, the browser paints the page in this colour.
#[test]
fn the_document_has_the_background_of_the_palette() {
    let (palette, document) = (read(&format!("{FOLDER}/{PALETTE}")), read("index.html"));
    let ground = palette.split_once("--page: light-dark(").and_then(|(_, rest)| rest.split_once(')')).unwrap().0;
    for (scheme, colour) in ["light", "dark"].into_iter().zip(ground.split(", ")) {
        let meta =
            format!("<meta name=\"theme-color\" media=\"(prefers-color-scheme: {scheme})\" content=\"{colour}\">");
        assert!(document.contains(&meta), "{meta}");
    }
}

#[test]
fn breakpoints_of_the_page_are_named() {
    let names: Vec<_> = breakpoints().into_iter().map(|(name, _)| format!("({name})")).collect();
    let all = lines(&[BREAKPOINTS]);
    for (name, line) in all.iter().filter(|(_, line)| line.starts_with("@media")) {
        assert!(
            !["width", "height"].iter().any(|size| line.contains(size)),
            "{name}: `{line}` has no name from {BREAKPOINTS}"
        );
    }
    for name in names {
        let defines = breakpoints().iter().any(|(_, condition)| condition.contains(&name));
        assert!(defines || all.iter().any(|(_, line)| line.contains(&name)), "{name} is not used");
    }
}

/// The breakpoint of a component, which only its own file uses, is written once.
#[test]
fn breakpoints_of_a_component_are_written_once() {
    let mut seen = Vec::new();
    for (name, line) in lines(&[]).into_iter().filter(|(_, line)| line.starts_with("@container")) {
        for width in line
            .split(|c: char| !c.is_alphanumeric() && c != '.')
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        {
            let here = (name.clone(), width.to_owned());
            assert!(!seen.contains(&here), "{name}: {width} needs a name");
            seen.push(here);
        }
    }
}

/// A breakpoint in the code has to match one in the style sheets.
#[test]
fn code_and_styles_use_the_same_breakpoint() {
    let wide = breakpoints().into_iter().find_map(|(name, condition)| (name == "--wide").then_some(condition)).unwrap();
    assert!(read("src/ui/reading.rs").contains(&format!("pub const WIDE: &str = \"{wide}\";")), "{wide}");
}

#[test]
fn every_file_is_in_one_bundle_and_in_a_known_layer() {
    let [first, rest] = BUNDLES.map(|name| read(&format!("{FOLDER}/{name}")));
    let layers = first.lines().find_map(|line| line.strip_prefix("@layer ")?.strip_suffix(';')).unwrap();
    let both = first.clone() + &rest;
    let imports: Vec<_> = both
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix(");")?.split_once("\" layer("))
        .collect();
    for (file, layer) in &imports {
        assert!(layers.split(", ").any(|known| known == *layer), "{file} is in the layer {layer}");
    }
    let mut expected: Vec<_> = sheets().into_iter().map(|(name, _)| name).collect();
    expected.retain(|name| name != BREAKPOINTS && !BUNDLES.contains(&name.as_str()));
    let mut found: Vec<_> = imports.iter().map(|(file, _)| (*file).to_owned()).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn literal_colours_are_found() {
    for text in ["#fff", "1px solid #12345678", "0 0 2px rgb(0 0 0 / 7%)", "color-mix(in srgb, white 5%, var(--ink))"] {
        assert!(literal(text).is_some(), "{text}");
    }
    for text in [
        "var(--page)",
        "color-mix(in srgb, var(--page) 88%, transparent)",
        "currentcolor",
        "Highlight",
        "nowrap",
        "white-space",
    ] {
        assert_eq!(literal(text), None, "{text}");
    }
    assert_eq!(values("#save-panel:hover {\n  top: 0;\n  left:\n    a,\n    b;\n}\n"), ["0", "a,\n    b"]);
}
