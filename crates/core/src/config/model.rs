//! The two networks, and a container with one value for each.

use serde::{Deserialize, Serialize};

/// One of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Model {
    Ae,
    Vae,
}

impl Model {
    pub const ALL: [Self; 2] = [Self::Ae, Self::Vae];

    /// The short name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ae => "AE",
            Self::Vae => "VAE",
        }
    }
}

/// A value for each of the two networks; `None` for a network that is not trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerModel<T> {
    pub ae: Option<T>,
    pub vae: Option<T>,
}

impl<T> Default for PerModel<T> {
    fn default() -> Self {
        Self { ae: None, vae: None }
    }
}

impl<T> PerModel<T> {
    pub fn get(&self, model: Model) -> Option<&T> {
        match model {
            Model::Ae => self.ae.as_ref(),
            Model::Vae => self.vae.as_ref(),
        }
    }

    pub fn slot(&mut self, model: Model) -> &mut Option<T> {
        match model {
            Model::Ae => &mut self.ae,
            Model::Vae => &mut self.vae,
        }
    }

    /// The values that exist, the AE's first.
    pub fn iter(&self) -> impl Iterator<Item = (Model, &T)> {
        Model::ALL.into_iter().filter_map(|model| Some((model, self.get(model)?)))
    }

    /// The same, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Model, &mut T)> {
        let Self { ae, vae } = self;
        Model::ALL.into_iter().zip([ae.as_mut(), vae.as_mut()]).filter_map(|(model, value)| Some((model, value?)))
    }
}
