//! The browser's edge that page and workers share.

#![cfg(target_arch = "wasm32")]
#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod port;
mod property;

pub use property::property;
