//! In place of `webgpu.rs` in a program for the CPU alone.

use hourglass_trainer::train::Place;

/// There is none.
///
/// # Errors
/// Always, in a sentence for the user.
pub async fn open() -> Result<(Place, String), String> {
    Err("This trainer has no WebGPU.".into())
}
