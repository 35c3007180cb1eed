//! Paths: the checkout, the cache beside it, and the folders in both.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout and the cache.
///
/// The cache outlives checkouts and only saves time: its contents can be deleted at any time.
pub struct Project {
    root: PathBuf,
    cache: PathBuf,
    may_install: bool,
}

impl Project {
    /// The checkout that cargo runs this program for, and the user's cache.
    ///
    /// The path comes from cargo, because the program may have been compiled in another checkout with the same build folder.
    pub fn find(may_install: bool) -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().context("xtask lies in no checkout")?.to_owned();
        let cache = cache_dir().context("there is no home folder: set HOURGLASS_CACHE to a folder to keep tools in")?;
        Ok(Self { root, cache, may_install })
    }

    /// Whether system packages may be installed.
    pub fn may_install(&self) -> bool {
        self.may_install
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn cache(&self) -> &Path {
        &self.cache
    }

    /// Where `cargo install` puts Trunk and wasm-bindgen.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The built site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The digits that the page fetches.
    pub fn data(&self) -> PathBuf {
        self.root.join("www/data")
    }

    /// The tests that drive a browser, a separate Node.js package.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// The scripts that measure in a browser, a separate Node.js package.
    pub fn bench(&self) -> PathBuf {
        self.root.join("bench/web")
    }

    /// The build folder, if it is not cargo's default.
    ///
    /// CI starts from a fresh clone each time, so there the folder is in the cache: a cold build of Burn takes a quarter of an hour.
    pub fn build_dir(&self) -> Option<PathBuf> {
        let in_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
        let chosen = env::var_os("CARGO_TARGET_DIR").is_some();
        (in_ci && !chosen).then(|| self.cache.join("target"))
    }
}

fn cache_dir() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = folder("HOURGLASS_CACHE") {
        return std::path::absolute(chosen).ok();
    }
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")?
    } else if let Some(base) = folder("XDG_CACHE_HOME") {
        base
    } else if cfg!(target_os = "macos") {
        folder("HOME")?.join("Library/Caches")
    } else {
        folder("HOME")?.join(".cache")
    };
    Some(base.join("hourglass"))
}
