//! The page's module in two halves: cut, made small, and made known to the document.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::checksum::checksum;
use crate::process;
use crate::setup::Kit;
use crate::split::split;

/// The path of the doors to what a visitor does not need to draw and to train, as it stands in the names of functions.
const DOORS: &str = "2ui5doors";

/// wasm-opt's: as small as can be, with what rustc takes for granted of browsers. The stack begins at address 0, so that no constant
/// lies there. Functions made of one generic have names that are alike, and gzip sees that they are alike too where they lie side by side.
const SMALL: [&str; 13] = [
    "-Oz",
    "--low-memory-unused",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The end of the first half's file, and of the other's.
const FIRST: &str = "_bg.wasm";
const REST: &str = "_rest.wasm";

/// Cuts the page that Trunk has built in a folder; `linked` is what it has built it from.
pub fn make(folder: &Path, linked: &Path, kit: &Kit) -> Result<()> {
    let first = page_in(folder)?;
    let name = first.file_name().and_then(|name| name.to_str()).unwrap_or_default().replace(FIRST, REST);
    let rest = folder.join(&name);
    let script = first.with_file_name(name.replace(REST, ".js"));
    let whole = fs::read(&first)?;
    let before = [checksum(&whole), checksum(&fs::read(&script)?)];
    let halves = split(&fs::read(linked)?, &whole, is_door)?;
    for (path, half) in [(&first, halves.first), (&rest, halves.rest)] {
        fs::write(path, half)?;
        let mut optimizer = process::program("wasm-opt");
        optimizer.args(SMALL).arg(path).arg("--output").arg(path);
        process::run(kit.tools.apply(&mut optimizer)?)?;
    }
    let text = fs::read_to_string(&script)?;
    fs::write(&script, halves.renamed.iter().fold(text, |text, (old, new)| text.replace(old, new)))?;
    let mut minifier = process::program("esbuild");
    minifier.args(["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"]).arg(&script);
    process::run(kit.tools.apply(minifier.arg(format!("--outfile={}", script.display())))?)?;

    let document = folder.join("index.html");
    let mut html = fs::read_to_string(&document)?;
    for (old, path) in before.iter().zip([&first, &script]) {
        ensure!(html.contains(old), "index.html does not name the checksum of {}", path.display());
        html = html.replace(old, &checksum(&fs::read(path)?));
    }
    fs::write(document, with_link(&html, &name, &checksum(&fs::read(&rest)?)))?;
    Ok(())
}

/// Whether a function is a door, not only made for one: names begin with what they are.
fn is_door(name: &str) -> bool {
    name.starts_with("_RNvNtNtC") && name.contains(DOORS)
}

/// The page's module.
fn page_in(folder: &Path) -> Result<PathBuf> {
    let is_page = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("page-") && name.ends_with(FIRST)
    };
    let mut paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(is_page).context("Trunk has built no page")
}

/// The document with a link to the rest, which no browser follows by itself.
fn with_link(html: &str, name: &str, checksum: &str) -> String {
    let link = format!("<link id=\"rest\" type=\"application/wasm\" href=\"./{name}\" integrity=\"{checksum}\">");
    html.replacen("</head>", &format!("{link}</head>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_learns_of_the_rest() {
        assert_eq!(
            with_link("<head></head><body></body>", "page_rest.wasm", "sha384-rest"),
            "<head><link id=\"rest\" type=\"application/wasm\" href=\"./page_rest.wasm\" integrity=\"sha384-rest\"></head>\
             <body></body>"
        );
    }

    #[test]
    fn doors_are_functions_of_their_module() {
        assert!(is_door("_RNvNtNtCs8OGAOOv3eEI_9hourglass2ui5doors6lesson"));
        assert!(!is_door("_RNvNtNtCs8OGAOOv3eEI_9hourglass2ui6lesson6lesson"));
        assert!(!is_door("_RINvNtNtCs8OGAOOv3eEI_9hourglass2ui5later5LaterNvNtB4_2ui5doors6lessonE"));
    }
}
