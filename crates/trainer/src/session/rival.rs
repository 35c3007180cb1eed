//! What PCA makes of the same images: the AE's rival. How far the comparison is; `compare.rs` makes it.

use crate::image_pca::Fitting;
use hourglass_core::protocol::PcaErrors;

/// How far the comparison is.
#[derive(Default)]
pub(super) enum Rival {
    #[default]
    Unknown,
    Fitting(Box<Fitting>),
    /// Not told yet.
    Fresh(PcaErrors),
    Told,
}

impl Rival {
    /// The errors, once they are known; only once.
    pub fn take(&mut self) -> Option<PcaErrors> {
        let Self::Fresh(errors) = *self else { return None };
        *self = Self::Told;
        Some(errors)
    }
}
