//! The trainer in the browser: a session's host in a dedicated worker, and WebGPU if the program is built with it.

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(target_arch = "wasm32")]
mod helper;
#[cfg(target_arch = "wasm32")]
mod turn;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(feature = "webgpu", path = "webgpu.rs")]
#[cfg_attr(not(feature = "webgpu"), path = "no_webgpu.rs")]
mod webgpu;
#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use webgpu::open as open_webgpu;

/// The main function of both trainer programs.
pub fn run() {
    #[cfg(target_arch = "wasm32")]
    worker::run();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("The trainer runs in a browser: cargo xtask serve");
}
