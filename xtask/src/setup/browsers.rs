//! Browsers for the tests: Chrome, Chromium or Edge, installed if missing, and, if available, Firefox and WebKit with its driver.
//! If one of the last two is missing, this is reported but is not an error.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::programs;
use crate::tools::{debian, npm, process, project::Project, steps};

/// Names of programs on the path, the most usual first.
const NAMES: [&str; 7] =
    ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "chrome", "msedge"];

/// Locations of programs that are not on the path.
const MAC: [&str; 3] = [
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const WINDOWS: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// Finds Firefox, or installs it if Debian's packages suffice.
pub fn firefox(project: &Project) -> Result<(String, Option<PathBuf>)> {
    // Mesa's Vulkan drivers provide WebGPU on machines without a graphics card.
    debian::find_or_install("Firefox", &["firefox-esr", "mesa-vulkan-drivers"], project, || {
        let on_a_mac = || Some(PathBuf::from("/Applications/Firefox.app/Contents/MacOS/firefox"));
        let found = programs::find_program("FIREFOX", &["firefox", "firefox-esr"])?;
        Ok(found.or_else(|| on_a_mac().filter(|file| file.is_file())))
    })
}

/// Finds the driver of WebKit's GTK port, which finds its browser itself, or installs both if Debian's packages suffice.
pub fn webkit(project: &Project) -> Result<(String, Option<PathBuf>)> {
    // Xvfb is a display for machines without one.
    debian::find_or_install("WebKit", &["webkit2gtk-driver", "xvfb", "xauth"], project, || {
        programs::find_program("WEBKIT_DRIVER", &["WebKitWebDriver"])
    })
}

/// Finds or installs Chrome, Chromium or Edge.
pub fn chromium(project: &Project) -> Result<(String, PathBuf)> {
    let end_to_end = &project.end_to_end();
    let browser = match find(end_to_end)? {
        Some(browser) => browser,
        None => {
            install(project)?;
            find(end_to_end)?
                .context("no browser was found: install Chrome, Chromium or Edge, or name one by CHROME")?
        }
    };
    Ok((browser.display().to_string(), browser))
}

fn find(end_to_end: &Path) -> Result<Option<PathBuf>> {
    Ok(programs::find_program("CHROME", &NAMES)?
        .or_else(|| default_locations().into_iter().find(|file| file.is_file()))
        .or_else(|| playwright_chromium(end_to_end)))
}

fn default_locations() -> Vec<PathBuf> {
    let folders =
        |names: &[&str]| -> Vec<PathBuf> { names.iter().filter_map(env::var_os).map(PathBuf::from).collect() };
    let (folders, places) = if cfg!(windows) {
        (folders(&["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]), WINDOWS)
    } else if cfg!(target_os = "macos") {
        let own = folders(&["HOME"]).into_iter().map(|home| home.join("Applications"));
        (own.chain([PathBuf::from("/Applications")]).collect(), MAC)
    } else {
        return Vec::new();
    };
    let all = folders.iter().flat_map(|folder| places.map(|place| folder.join(place)));
    all.collect()
}

/// The browser that Playwright has downloaded; `end_to_end` is the package that contains Playwright.
fn playwright_chromium(end_to_end: &Path) -> Option<PathBuf> {
    let ask = "import('playwright-core').then(p => console.log(p.chromium.executablePath()))";
    let mut node = process::program("node");
    let answer = process::output(node.current_dir(end_to_end).args(["-e", ask])).ok()?;
    Some(PathBuf::from(answer.trim())).filter(|file| file.is_file())
}

fn install(project: &Project) -> Result<()> {
    if debian::can_install(project) && debian::install("Chromium", &["chromium"]).is_ok() {
        return Ok(());
    }
    steps::announce("installing Chromium by Playwright");
    let mut npx = npm::program("npx");
    npx.current_dir(project.end_to_end()).args(["--no-install", "playwright-core", "install", "chromium"]);
    if process::run(&mut npx).is_err() {
        bail!("there is no browser for tests: install Chrome, Chromium or Edge, or name one by CHROME");
    }
    Ok(())
}
