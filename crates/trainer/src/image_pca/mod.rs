//! The exact principal components of a set of images, all of them, as a baseline for the networks.
//!
//! [`Gathering`] sums the rows' products chunk by chunk on the device, [`Principal`] decomposes the covariance on the host, and
//! [`largest_angle`] measures how far a linear decoder's span is from the components' span. This module handles up to 784
//! columns; [`hourglass_core::latent_pca`] handles the few dimensions of a latent space, without Burn.

mod angle;
mod covariance;
mod fit;
mod spectrum;

pub use angle::largest_angle;
pub use covariance::{Covariance, Gathering};
pub use fit::{Fitting, fit};
pub use spectrum::Principal;
