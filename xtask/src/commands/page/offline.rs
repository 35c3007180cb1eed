//! Lists the files of the built site in the service worker (`www/sw.js`), with their checksums and a version of the build.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::json;
use sha2::{Digest, Sha384};

const SERVICE_WORKER: &str = "sw.js";
/// The line of the service worker that the list replaces.
const PLACE: &str = "const BUILD = /** @type {Build | null} */ (null);";

/// The prefixes of files that a visitor who trains on the CPU with the page's own digits never needs; they are cached when first used.
const LATER: [&str; 4] = ["trainer-gpu", "data/train-", "data/t10k-", "screenshot"];

/// File names with checksums, sorted.
type Files = BTreeMap<String, String>;

/// Writes the list into the service worker of a built site; returns the build's version.
pub fn list(site: &Path) -> Result<String> {
    let files = files_in(site)?;
    let version = version_of(&files);
    let path = site.join(SERVICE_WORKER);
    let worker = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let worker =
        with_list(&worker, files, &version).with_context(|| format!("{} has no line `{PLACE}`", path.display()))?;
    fs::write(&path, worker).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(version)
}

fn with_list(worker: &str, files: Files, version: &str) -> Option<String> {
    let (later, now): (Files, Files) = files.into_iter().partition(|(name, _)| is_later(name));
    let build = json!({ "version": version, "now": now, "later": later });
    let (before, after) = worker.split_once(PLACE)?;
    Some(format!("{before}const BUILD = {build};{after}"))
}

fn is_later(name: &str) -> bool {
    LATER.iter().any(|begin| name.starts_with(begin))
}

/// All files except the service worker and hidden files.
fn files_in(site: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![(String::new(), site.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let inside = format!("{prefix}{name}");
            if name.starts_with('.') || inside == SERVICE_WORKER {
                continue;
            } else if path.is_dir() {
                folders.push((inside + "/", path));
            } else {
                let body = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
                files.insert(inside, checksum(&body));
            }
        }
    }
    Ok(files)
}

/// A version that differs between builds with different files or names.
fn version_of(files: &Files) -> String {
    let all: String = files.iter().map(|(name, checksum)| format!("{name} {checksum}\n")).collect();
    Sha384::digest(all).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The checksum of a file in the format that documents and browsers use: <https://www.w3.org/TR/SRI/>.
fn checksum(body: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(named: &[(&str, &str)]) -> Files {
        named.iter().map(|(name, body)| ((*name).to_owned(), checksum(body.as_bytes()))).collect()
    }

    #[test]
    fn checksums_have_the_format_of_browsers() {
        assert_eq!(
            checksum(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn the_version_depends_on_names_and_contents() {
        let version = version_of(&files(&[("a", "1"), ("b", "2")]));
        assert_eq!(version.len(), 12);
        assert_eq!(version, version_of(&files(&[("b", "2"), ("a", "1")])));
        assert_ne!(version, version_of(&files(&[("a", "1"), ("b", "3")])));
        assert_ne!(version, version_of(&files(&[("a", "1"), ("c", "2")])));
    }

    #[test]
    fn the_list_is_written_into_its_line() {
        let listed = files(&[
            ("index.html", ""),
            ("screenshot.png", ""),
            ("trainer-gpu.js", ""),
            ("trainer.js", ""),
            ("data/t10k-x.gz", ""),
        ]);
        let worker = with_list(&format!("// story\n{PLACE}\nrest"), listed, "v1").unwrap();
        let line = worker.lines().nth(1).unwrap();
        let build = line.strip_prefix("const BUILD = ").and_then(|line| line.strip_suffix(';')).unwrap();
        let build: serde_json::Value = serde_json::from_str(build).unwrap();
        let names = |key: &str| build[key].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(build["version"], "v1");
        assert_eq!(names("now"), ["index.html", "trainer.js"]);
        assert_eq!(names("later"), ["data/t10k-x.gz", "screenshot.png", "trainer-gpu.js"]);
        assert!(worker.starts_with("// story\n") && worker.ends_with("\nrest"));
        assert_eq!(with_list("no such line", Files::new(), "v1"), None);
    }

    #[test]
    fn all_files_are_listed_except_the_worker_and_hidden_files() -> Result<()> {
        let site = std::env::temp_dir().join(format!("hourglass-offline-{}", std::process::id()));
        fs::create_dir_all(site.join("data"))?;
        fs::create_dir_all(site.join(".stage"))?;
        for name in ["index.html", "data/index.json", ".stage/x", "sw.js"] {
            fs::write(site.join(name), PLACE)?;
        }
        assert_eq!(files_in(&site)?.into_keys().collect::<Vec<_>>(), ["data/index.json", "index.html"]);
        let version = list(&site)?;
        assert!(fs::read_to_string(site.join(SERVICE_WORKER))?.contains(&version));
        fs::remove_dir_all(site)?;
        Ok(())
    }
}
