//! What a canvas is that keys drive, for those who cannot see it: a slider, or a surface with keys of its own.

use leptos::prelude::*;

use crate::plot::illustration::Illustration;

/// What keys move.
#[derive(Clone, Copy)]
pub enum Driven {
    /// One value.
    Slider(Signal<Slid>),
    /// Something on a surface, which wants the keys for itself.
    Surface {
        /// What the surface is, in a word or two.
        kind: &'static str,
        /// What the keys do.
        how: &'static str,
    },
}

/// A slider's value, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slid {
    pub value: f64,
    pub least: f64,
    pub most: f64,
    pub words: String,
}

impl Driven {
    pub fn role(self) -> &'static str {
        match self {
            Self::Slider(_) => "slider",
            Self::Surface { .. } => "application",
        }
    }

    pub fn kind(self) -> Option<&'static str> {
        match self {
            Self::Slider(_) => None,
            Self::Surface { kind, .. } => Some(kind),
        }
    }

    pub fn slid(self) -> Option<Signal<Slid>> {
        match self {
            Self::Slider(slid) => Some(slid),
            Self::Surface { .. } => None,
        }
    }

    /// The id of what says what the keys do, for the canvas of this illustration.
    pub fn described_by(self, of: Illustration) -> Option<String> {
        self.kind().map(|_| format!("{}-how", of.word()))
    }

    /// What the keys do, beside the canvas of this illustration.
    pub fn instruction(self, of: Illustration) -> Option<AnyView> {
        match self {
            Self::Slider(_) => None,
            Self::Surface { how, .. } => {
                Some(view! { <span id=self.described_by(of) class="gone">{how}</span> }.into_any())
            }
        }
    }
}
