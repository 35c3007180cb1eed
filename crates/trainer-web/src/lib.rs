//! The trainer's browser: a session's host in a dedicated worker, and WebGPU where the program is built with it.

#![cfg(target_arch = "wasm32")]
#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg_attr(feature = "webgpu", path = "webgpu.rs")]
#[cfg_attr(not(feature = "webgpu"), path = "no_webgpu.rs")]
mod webgpu;
pub mod worker;

pub use webgpu::open as open_webgpu;
