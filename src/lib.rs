//! The page: it displays and never computes. A trainer computes in its own worker and never displays. They communicate through
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
