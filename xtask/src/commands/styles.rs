//! Bundles the style sheets, each with a single topic, into the two that index.html loads.
//!
//! Trunk calls this before every build, and minifies the bundles. It resolves what browsers would resolve late or not at all,
//! with the semantics of CSS: an `@import` becomes the file, in its layer, and a name of `@custom-media` becomes its condition.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

const FOLDER: &str = "www/styles";
const BREAKPOINTS: &str = "breakpoints.css";
const BUNDLES: [&str; 2] = ["first.css", "rest.css"];
/// The folder of the bundles, even if cargo builds elsewhere, since index.html refers to it.
const BUNDLED: &str = "target/styles";

/// Names in parentheses, with their conditions in parentheses.
type Names = Vec<(String, String)>;

/// Writes both bundles.
pub fn bundle(root: &Path) -> Result<()> {
    let read = |name: &str| {
        let path = root.join(FOLDER).join(name);
        fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let names = names(&read(BREAKPOINTS)?)?;
    let folder = root.join(BUNDLED);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for bundle in BUNDLES {
        let sheet = with_conditions(&with_files(&read(bundle)?, read)?, &names)?;
        let path = folder.join(bundle);
        fs::write(&path, sheet).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Replaces each import by the file, in its layer.
fn with_files(sheet: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let lines = sheet.lines().map(|line| match import(line) {
        Some((file, layer)) => Ok(format!("@layer {layer} {{\n{}}}\n", read(file)?)),
        None => Ok(format!("{line}\n")),
    });
    lines.collect()
}

/// The file and the layer in an import line.
fn import(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("@import \"")?.strip_suffix(");")?.split_once("\" layer(")
}

/// The breakpoints; each may refer to those before it.
fn names(sheet: &str) -> Result<Names> {
    let mut names = Names::new();
    for line in sheet.lines() {
        let definition = line.strip_prefix("@custom-media ").and_then(|rest| rest.strip_suffix(';')?.split_once(' '));
        if let Some((name, condition)) = definition {
            let condition = replaced(condition, &names)?;
            names.push((format!("({name})"), format!("({condition})")));
        }
    }
    Ok(names)
}

/// Replaces names by their conditions.
fn with_conditions(sheet: &str, names: &Names) -> Result<String> {
    let lines = sheet.lines().map(|line| {
        let asks = ["@media ", "@container "].iter().any(|rule| line.trim_start().starts_with(rule));
        Ok(if asks { replaced(line, names)? } else { line.to_owned() } + "\n")
    });
    lines.collect()
}

fn replaced(text: &str, names: &Names) -> Result<String> {
    let text = names.iter().fold(text.to_owned(), |text, (name, condition)| text.replace(name, condition));
    ensure!(!text.contains("(--"), "`{text}` has a name that {FOLDER}/{BREAKPOINTS} does not know");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "@layer base, parts;\n@import \"a.css\" layer(parts);\nb {}\n";

    #[test]
    fn a_file_replaces_its_import() {
        let sheet = with_files(SHEET, |name| Ok(format!("/* {name} */\n"))).unwrap();
        assert_eq!(sheet, "@layer base, parts;\n@layer parts {\n/* a.css */\n}\nb {}\n");
        assert!(with_files(SHEET, |_| anyhow::bail!("it is not there")).is_err());
    }

    #[test]
    fn names_become_conditions_but_variables_of_the_same_name_do_not() {
        let names =
            names("/* widths */\n@custom-media --low (width < 9em);\n@custom-media --high not (--low);\n").unwrap();
        let sheet = "@media (--low) {\n  a {\n    top: var(--low);\n  }\n}\n@container bar (--high) {\n}\n";
        let expected =
            sheet.replace("@media (--low)", "@media ((width < 9em))").replace("(--high)", "(not ((width < 9em)))");
        assert_eq!(with_conditions(sheet, &names).unwrap(), expected);
    }

    #[test]
    fn an_unknown_name_is_refused() {
        let found = with_conditions("@media (--nowhere) {\n}\n", &vec![]).unwrap_err().to_string();
        assert!(found.contains("--nowhere"), "{found}");
        assert!(names("@custom-media --a (--b);\n").is_err());
    }
}
