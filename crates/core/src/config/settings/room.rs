//! How much choice the other settings leave for a setting.
//!
//! [`Config::nearest`] alone decides which settings are compatible; this module only has the words for it.

use crate::config::{Config, Kind, Models};

/// How much choice the other settings leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    All,
    /// Not every option; the reason, in a word or two.
    Less(&'static str),
    /// No option, or none that would change anything; the reason, in a word or two.
    None(&'static str),
}

impl Room {
    /// The reason for less than full choice; empty for [`Room::All`].
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
pub fn all(_: &Config) -> Room {
    Room::All
}

/// For a setting that applies to images only.
pub fn images(config: &Config) -> Room {
    if config.source.kind() == Kind::Images { Room::All } else { Room::None("images") }
}

/// For a setting that applies to the AE only.
pub fn ae(config: &Config) -> Room {
    if config.models == Models::Vae { Room::None("AE only") } else { Room::All }
}

/// For a setting that applies to the VAE only.
pub fn vae(config: &Config) -> Room {
    if config.models == Models::Ae { Room::None("VAE only") } else { Room::All }
}
