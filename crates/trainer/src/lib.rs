//! The trainer: models, training, what is measured of them, and the session that the page commands. It computes and never
//! shows, and knows the browser only as a [`session::Host`].
//!
//! ```text
//!  session            commands in, events out
//!   |     \
//!   |    checkpoint   a run as a file
//!   |     /
//!  train, device      updates in a row; where tensors live
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
