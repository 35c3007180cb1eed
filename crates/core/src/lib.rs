//! What the page and the trainer share: settings, links, messages, data and its formats, principal components of a latent space,
//! random numbers. Plain Rust, without Burn or browser APIs.

#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod bytes;
pub mod config;
pub mod data;
pub mod latent_pca;
pub mod link;
pub mod protocol;
pub mod rng;
