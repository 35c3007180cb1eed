//! What page and trainer share: settings, links, messages, data and its formats, principal components of a latent space, random
//! numbers. Plain Rust: it knows nothing of Burn and nothing of the browser.

#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod bytes;
pub mod config;
pub mod data;
pub mod latent_pca;
pub mod lesson;
pub mod protocol;
pub mod rng;
