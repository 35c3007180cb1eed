//! Accessible roles of a canvas that is driven by keys: a slider, or a surface with its own keys.

use leptos::prelude::*;

use crate::plot::illustration::Illustration;

/// What the keys move.
#[derive(Clone, Copy)]
pub enum Driven {
    /// One value.
    Slider(Signal<SliderValue>),
    /// Something on a surface that handles the keys itself.
    Surface {
        /// What the surface is, in a word or two.
        kind: &'static str,
        /// What the keys do.
        how: &'static str,
    },
}

/// A slider's value and its description.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SliderValue {
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

    pub fn slider_value(self) -> Option<Signal<SliderValue>> {
        match self {
            Self::Slider(slider_value) => Some(slider_value),
            Self::Surface { .. } => None,
        }
    }

    /// The id of the element that describes the keys of this illustration's canvas.
    pub fn described_by(self, of: Illustration) -> Option<String> {
        self.kind().map(|_| format!("{}-how", of.word()))
    }

    /// A description of the keys, beside the canvas of this illustration.
    pub fn instruction(self, of: Illustration) -> Option<AnyView> {
        match self {
            Self::Slider(_) => None,
            Self::Surface { how, .. } => {
                Some(view! { <span id=self.described_by(of) class="gone">{how}</span> }.into_any())
            }
        }
    }
}
