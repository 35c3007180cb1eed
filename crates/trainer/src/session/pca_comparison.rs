//! The errors of PCA on the same images, the AE's rival: the state of the comparison, which `compare.rs` computes.

use crate::image_pca::Fitting;
use hourglass_core::protocol::PcaErrors;

/// The state of the comparison.
#[derive(Default)]
pub(super) enum PcaComparison {
    #[default]
    Unknown,
    Fitting(Box<Fitting>),
    /// Known, but not reported yet.
    Ready(PcaErrors),
    Reported,
}

impl PcaComparison {
    /// Takes the errors once they are known; only once.
    pub fn take(&mut self) -> Option<PcaErrors> {
        let Self::Ready(errors) = *self else { return None };
        *self = Self::Reported;
        Some(errors)
    }
}
