//! The browser interface that the page and its workers share.

#![cfg(target_arch = "wasm32")]
#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod helper;
pub mod lock;
pub mod port;
mod property;

pub use property::property;
