//! Replaces `webgpu.rs` in the program for the CPU only.

use hourglass_trainer::train::Compute;

/// Always fails.
///
/// # Errors
/// Always, with a sentence for the user.
pub async fn open() -> Result<(Compute, String), String> {
    Err("This trainer has no WebGPU.".into())
}
