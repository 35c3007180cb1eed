//! The networks and their losses, in Burn.
//!
//! [`Network`] is both the AE and the VAE: they share every layer except the head between encoder and decoder. Weights come
//! from the host ([`Weights`]), named and laid out like PyTorch's, so that results can be compared and files exchanged.

mod jacobian;
mod layer;
mod losses;
mod network;
mod shape;
mod transfer;
mod weights;

pub use layer::answers;
pub use layer::{LEAK, Weighted, in_pytorchs_order};
pub use losses::{l1, reconstruction_loss};
pub use network::Network;
pub use shape::{Layer, Shape};
pub use transfer::{ReadError, read, tensor};
pub use weights::{Parameter, Weights};
