//! How much choice the other settings leave for a setting.
//!
//! [`Config::nearest`] alone decides which settings are compatible; this module only has the words for it.

use crate::config::{Config, DataKind, Models};

/// How much choice the other settings leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    All,
    /// Not every option; the reason, in a word or two.
    Less(&'static str),
    /// No option, or none that would change anything; the reason, in a word or two.
    None(&'static str),
}

impl Availability {
    /// The reason for less than full choice; empty for [`Availability::All`].
    pub fn why(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Less(why) | Self::None(why) => why,
        }
    }

    pub fn is_none(self) -> bool {
        matches!(self, Self::None(_))
    }
}

/// For a setting that is compatible with everything.
pub fn all(_: &Config) -> Availability {
    Availability::All
}

/// For a setting that applies to images only.
pub fn images(config: &Config) -> Availability {
    if config.source.kind() == DataKind::Images { Availability::All } else { Availability::None("images") }
}

/// For a setting that applies to the AE only.
pub fn ae(config: &Config) -> Availability {
    if config.models == Models::Vae { Availability::None("AE only") } else { Availability::All }
}

/// For a setting that applies to the VAE only.
pub fn vae(config: &Config) -> Availability {
    if config.models == Models::Ae { Availability::None("VAE only") } else { Availability::All }
}
