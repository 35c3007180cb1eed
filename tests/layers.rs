//! Layers look only down: reads `src/` and fails on an import that looks up, or on a dependency that leaks into the core.

use std::{fs, path::Path};

/// Modules from the bottom up; each may use those before it, and itself.
const LAYERS: [&[&str]; 6] = [
    &["config", "data", "lesson", "protocol", "rng", "pca"],
    &["model", "principal", "plot", "state"],
    &["train"],
    &["checkpoint"],
    &["device", "session", "web"],
    &["ui"],
];

/// Crates, and the only modules that may name them.
const CRATES: [(&str, &[&str]); 11] = [
    ("burn", &["model", "principal", "train", "device", "session", "web/gpu.rs"]),
    ("cubecl_wgpu", &["train"]),
    ("idb", &["web"]),
    ("nalgebra", &["principal"]),
    ("png", &["plot"]),
    ("safetensors", &["checkpoint"]),
    ("simplify_polyline", &["data"]),
    ("wide", &["train", "bin/bench.rs"]),
    ("leptos", &["ui", "main.rs"]),
    ("web_sys", &["web", "ui"]),
    ("js_sys", &["web", "ui"]),
];

/// Every source file as (path below `src/`, text without comments).
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
                into.push((name, code.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    walk(&root, &root, &mut all);
    all
}

/// The module at the top of a path below `src/`.
fn module(name: &str) -> &str {
    name.split('/').next().unwrap_or(name).trim_end_matches(".rs")
}

fn height(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules that a text names after `crate::`, alone or in braces.
fn imports(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => found.extend(first_word(rest)),
            Some(group) => {
                // Names at the first level of the braces.
                let mut depth = 0;
                let mut start = 0;
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            found.extend(first_word(&group[start..i]));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            found.extend(first_word(&group[start..i]));
                            start = i + 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

fn first_word(text: &str) -> Option<&str> {
    text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|word| !word.is_empty())
}

#[test]
fn every_module_has_its_layer() {
    let names: std::collections::BTreeSet<String> = sources().iter().map(|(name, _)| module(name).to_owned()).collect();
    for name in names {
        assert!(["lib", "main", "bin"].contains(&name.as_str()) || height(&name).is_some(), "{name} has no layer");
    }
}

#[test]
fn no_import_looks_up() {
    for (name, code) in sources() {
        let Some(own) = height(module(&name)) else { continue };
        for import in imports(&code) {
            let theirs = height(import).unwrap_or_else(|| panic!("{name} imports crate::{import}, which has no layer"));
            assert!(theirs <= own, "{name} looks up to crate::{import}");
        }
    }
}

#[test]
fn crates_stay_in_their_layers() {
    for (name, code) in sources() {
        for (krate, homes) in CRATES {
            let is_home = homes.iter().any(|home| *home == name || *home == module(&name));
            let is_named = code.contains(&format!("use {krate}::")) || code.contains(&format!("{krate}::"));
            let is_named = is_named && !code.contains(&format!("_{krate}::"));
            assert!(is_home || !is_named, "{name} names the crate {krate}");
        }
    }
}

#[test]
fn the_page_does_not_see_burn() {
    let pages = ["main", "ui", "plot", "state"];
    for (name, code) in sources().iter().filter(|(name, _)| pages.contains(&module(name))) {
        for import in imports(code) {
            assert!(
                !["model", "principal", "train", "checkpoint", "session", "device"].contains(&import),
                "{name} imports crate::{import}"
            );
        }
    }
}

#[test]
fn imports_are_found() {
    let code = "use crate::{config::{Config, Loss}, data};\nuse crate::rng::normal; fn f() { crate::web::x() }";
    assert_eq!(imports(code), ["config", "data", "rng", "web"]);
}
