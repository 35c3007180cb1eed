//! The networks and their losses, in Burn.
//!
//! [`Network`] is both the AE and the VAE: they share every layer but the head between encoder and decoder. Weights come
//! from the host ([`Weights`]), named and laid out as PyTorch does, so that figures can be compared and files exchanged.

mod losses;
mod network;
mod transfer;
mod weights;

pub use losses::reconstruction_loss;
pub use network::Network;
pub use transfer::{ReadError, read, tensor};
pub use weights::{Parameter, Shape, Weights};
