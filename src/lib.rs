//! The page: it shows and never computes. A trainer computes in a worker of its own and never shows; they speak
//! [`hourglass_core::protocol`].
//!
//! ```text
//!        ui --------+
//!        |          |
//!  state, plot     web      the browser's edge, wasm only
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod plot;
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
