//! Hourglass: train an autoencoder and a variational autoencoder on handwritten digits, live, in the browser.
//!
//! The page (`main.rs`) shows and never computes; the trainer runs in a worker, computes and never shows. They speak
//! [`protocol`]. The trainer is built for the CPU alone (`bin/trainer.rs`), and with WebGPU (`bin/trainer_gpu.rs`). Layers
//! look only down:
//!
//! ```text
//!  main.rs (the page)                bin/trainer.rs (a dedicated Web Worker)
//!      |                                  |
//!     ui ----------> web <----------------+        the browser's edge, wasm only
//!      |              |                   |
//!  state, plot        |                session, device     commands in, events out
//!      |              |                   |
//!      |              |              checkpoint             a run as a file
//!      |              |                   |
//!      |              |       train --> model, principal     Burn lives here, in device and in web/gpu.rs
//!      +--------------+-------------------+
//!            protocol --> config, lesson, data, pca, rng   plain Rust
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "trainer")]
pub mod checkpoint;
pub mod config;
pub mod data;
#[cfg(feature = "trainer")]
pub mod device;
pub mod lesson;
#[cfg(feature = "trainer")]
pub mod model;
pub mod pca;
pub mod plot;
#[cfg(feature = "trainer")]
pub mod principal;
pub mod protocol;
pub mod rng;
#[cfg(feature = "trainer")]
pub mod session;
pub mod state;
#[cfg(feature = "trainer")]
pub mod train;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod web;
