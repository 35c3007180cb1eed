//! How much choice the other settings leave of one.
//!
//! What goes together is decided by [`Config::nearest`] alone; here are only the words for it.

use crate::config::{Config, Kind, Models};

/// How much choice the other settings leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    All,
    /// Not every option; why, in a word or two.
    Less(&'static str),
    /// None, or none that would change anything.
    None(&'static str),
}

impl Room {
    /// Why there is less than all.
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

/// For what goes with everything.
pub fn all(_: &Config) -> Room {
    Room::All
}

/// For what only images have.
pub fn images(config: &Config) -> Room {
    if config.source.kind() == Kind::Images { Room::All } else { Room::None("images") }
}

/// For what only the AE has.
pub fn ae(config: &Config) -> Room {
    if config.models == Models::Vae { Room::None("AE only") } else { Room::All }
}

/// For what only the VAE has.
pub fn vae(config: &Config) -> Room {
    if config.models == Models::Ae { Room::None("VAE only") } else { Room::All }
}
