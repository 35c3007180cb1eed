//! The exact principal components of a set of images: every one of them, to compare the networks with.
//!
//! [`Gathering`] sums the rows' products chunk by chunk on the device, [`Principal`] takes the covariance apart on the
//! host, [`largest_angle`] says how far a linear decoder's images are from the components' span. Up to 784 columns, where
//! [`hourglass_core::latent_pca`] follows the few dimensions of a latent space without Burn.

mod angle;
mod covariance;
mod fit;
mod spectrum;

pub use angle::largest_angle;
pub use covariance::{Covariance, Gathering};
pub use fit::{Fitting, fit};
pub use spectrum::Principal;
