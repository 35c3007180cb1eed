//! Layers depend only on lower layers. Cargo separates the packages; this test reads their sources and fails if a module depends
//! on a higher one, or uses a crate that belongs to another module.

use std::{collections::BTreeSet, fs, path::Path};

/// A package's sources, and its modules from the bottom up: each may use itself and those before it.
type Package = (&'static str, &'static [&'static [&'static str]]);

const PACKAGES: [Package; 3] = [
    ("crates/core/src", &[&["bytes", "config", "latent_pca"], &["rng"], &["data"], &["link", "protocol"]]),
    ("crates/trainer/src", &[&["model", "image_pca"], &["train"], &["checkpoint", "device"], &["session"]]),
    ("src", &[&["state"], &["plot"], &["web"], &["ui"]]),
];

/// Crates, and the only modules that may use them.
const CRATES: [(&str, &[&str]); 10] = [
    ("burn", &["model", "image_pca", "train", "device", "session"]),
    ("cubecl_wgpu", &["train"]),
    ("idb", &["web"]),
    ("leptos", &["ui"]),
    ("nalgebra", &["image_pca"]),
    ("png", &["plot"]),
    ("safetensors", &["checkpoint"]),
    ("simplify_polyline", &["data"]),
    ("web_sys", &["web", "ui"]),
    ("wide", &["train"]),
];

/// All source files of a package, as (path below its folder, text without comments).
fn sources(package: &str) -> Vec<(String, String)> {
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(package);
    let mut all = Vec::new();
    walk(&root, &root, &mut all);
    all
}

/// The module at the top of a path below a package's sources.
fn module(name: &str) -> &str {
    name.split('/').next().unwrap_or(name).trim_end_matches(".rs")
}

fn is_root(name: &str) -> bool {
    ["lib.rs", "main.rs"].contains(&name)
}

/// The modules that a text imports from the package's root: the first word after each `crate::`, also within braces.
fn imports(code: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.extend(first_word(rest));
            continue;
        };
        // Names at the outermost level of the braces.
        let (mut depth, mut start) = (0, 0);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    found.extend(first_word(&group[start..i]));
                    start = i + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn first_word(text: &str) -> Option<&str> {
    text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|word| !word.is_empty())
}

#[test]
fn no_import_is_from_a_higher_layer() {
    for (package, layers) in PACKAGES {
        let height = |module: &str| layers.iter().position(|layer| layer.contains(&module));
        for (name, code) in sources(package).iter().filter(|(name, _)| !is_root(name)) {
            let own = height(module(name)).unwrap_or_else(|| panic!("{package}/{name} has no layer"));
            for import in imports(code) {
                let theirs = height(import)
                    .unwrap_or_else(|| panic!("{package}/{name} imports crate::{import}, which has no layer"));
                assert!(theirs <= own, "{package}/{name} imports crate::{import} from a higher layer");
            }
        }
    }
}

/// How many levels a text goes up by `super::`, also in nested braces.
fn climb(code: &str) -> usize {
    let (mut highest, mut here, mut outer) = (0, 0, Vec::new());
    for (at, c) in code.char_indices() {
        match c {
            's' if code[at..].starts_with("super::") => here += 1,
            '{' => outer.push(here),
            '}' => here = outer.pop().unwrap_or_default(),
            ',' => here = outer.last().copied().unwrap_or_default(),
            ';' | ' ' | '\n' if outer.last().is_none_or(|&outer| outer == 0) => here = 0,
            _ => {}
        }
        highest = highest.max(here);
    }
    highest
}

/// Ensures that `imports` sees everything that one module takes from another.
#[test]
fn no_module_is_left_by_super() {
    for (package, _) in PACKAGES {
        for (name, code) in sources(package) {
            // A file's own tests are one level deeper.
            let depth = name.trim_end_matches("/mod.rs").split('/').count();
            assert!(climb(&code) <= depth, "{package}/{name}: use `crate::`");
        }
    }
}

#[test]
fn crates_stay_in_their_modules() {
    for (package, _) in PACKAGES {
        for (name, code) in sources(package).iter().filter(|(name, _)| !is_root(name)) {
            for (krate, homes) in CRATES {
                let path = format!("{krate}::");
                let names = code
                    .match_indices(&path)
                    .any(|(at, _)| !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'));
                assert!(!names || homes.contains(&module(name)), "{package}/{name} uses the crate {krate}");
            }
        }
    }
}

#[test]
fn imports_are_found() {
    let code = "use crate::{config::{Config, Loss}, data};\nuse crate::rng::normal; fn f() { crate::web::x() }";
    assert_eq!(imports(code).into_iter().collect::<Vec<_>>(), ["config", "data", "rng", "web"]);
}

#[test]
fn climbs_are_counted() {
    let nested = "use super::{\n    super::{a, super::b},\n    c,\n};\nfn f() { super::d() }";
    assert_eq!((climb(nested), climb("use super::super::a;"), climb("mod a { use super::*; }")), (3, 2, 1));
}
