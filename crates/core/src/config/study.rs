//! Studies: experiments beside a run, with their own settings.

use serde::{Deserialize, Serialize};

use super::{Bounds, bounds::bounds};

/// The latent sizes of a sweep.
pub const SWEEP: Bounds<usize> = bounds(1, 32, 10);

/// A study of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Study {
    #[default]
    None,
    /// The principal components of the images.
    Pca,
    /// An AE for each latent size from `least` to `most`, against PCA at the same size.
    Sweep { least: usize, most: usize },
    /// Three VAEs: reconstruction only, both terms, and KL dominating.
    Betas,
}

impl Study {
    /// The weights of the KL term in [`Study::Betas`].
    pub const BETAS: [f32; 3] = [0.0, 1.0, 20.0];

    /// The nearest study within the bounds. Idempotent.
    #[must_use]
    pub fn nearest(self) -> Self {
        match self {
            Self::Sweep { least, most } => {
                let (least, most) = (SWEEP.nearest(least), SWEEP.nearest(most));
                Self::Sweep { least: least.min(most), most: least.max(most) }
            }
            other => other,
        }
    }
}
