//! Serves the page on this machine, with the same server as the tests (`tests/e2e/serve.mjs`).

use std::thread;

use anyhow::Result;

use crate::commands::page;
use crate::setup::{self, Part};
use crate::tools::{
    process,
    project::Project,
    server::Server,
    steps::{self, Steps},
};

/// Builds the page and serves it until Ctrl-C. In a first build, the page is available before the trainer with WebGPU is built.
pub fn run(port: u16, open: bool, project: &Project, steps: &mut Steps) -> Result<()> {
    let mut node = process::program("node");
    node.current_dir(project.end_to_end()).args(["serve.mjs", &port.to_string()]);
    // The server starts first, so that no build is wasted if the port is taken.
    let server = Server::start(&mut node)?;
    let kit = setup::run(&Part::FOR_THE_PAGE, project, steps)?;
    if page::has_webgpu(project) {
        page::build(project, &kit, steps)?;
        show(server.url(), open);
    } else {
        page::build_for_the_cpu(project, &kit, steps)?;
        show(server.url(), open);
        steps::announce("it trains on the CPU; its trainer with WebGPU is built meanwhile: load the page again then");
        page::build(project, &kit, steps)?;
        // Cargo has printed a lot since the address was shown.
        show(server.url(), false);
    }
    server.wait()
}

fn show(address: &str, open: bool) {
    println!("\nHourglass is at {address} (Ctrl-C ends it)");
    if open {
        let address = address.to_owned();
        // Some openers wait until the browser is closed.
        thread::spawn(move || {
            if !open_in_browser(&address) {
                println!("No browser could be opened from here: please open the address yourself.");
            }
        });
    }
}

fn open_in_browser(address: &str) -> bool {
    let (name, options): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    process::succeeds(process::program(name).args(options).arg(address))
}
