//! The trainer: models, training, measures, and the session that the page controls. It only computes and never
//! displays anything, and its only access to the browser is a [`session::Host`].
//!
//! ```text
//!  session            commands in, events out
//!   |     \
//!   |    checkpoint   a run as a file
//!   |     /
//!  train, device      training steps; where tensors live
//!   |
//!  model, image_pca   the networks; the linear baseline
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod checkpoint;
pub mod device;
pub mod image_pca;
pub mod model;
pub mod session;
pub mod train;
