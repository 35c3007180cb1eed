//! The trainer: runs in a dedicated worker, computes, and never shows.

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(target_arch = "wasm32")]
fn main() {
    hourglass_trainer_web::worker::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The trainer runs in a browser: cargo xtask serve");
}
