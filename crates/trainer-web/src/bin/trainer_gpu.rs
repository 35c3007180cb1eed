//! The trainer with WebGPU: what `trainer.rs` does, on the CPU or on the GPU.

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(target_arch = "wasm32")]
fn main() {
    hourglass_trainer_web::worker::run();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The trainer runs in a browser: cargo xtask serve");
}
