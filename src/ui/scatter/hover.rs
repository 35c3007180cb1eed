//! The digit under the pointer.

use leptos::prelude::*;

use super::super::{page::Page, pixels::Pixels};
use crate::{
    plot::{digit_grid, illustration::Illustration, mark::Place},
    state::State,
};
use hourglass_core::config::DataKind;

/// The hovered point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hovered {
    /// The index in the sample.
    pub index: usize,
    pub place: Place,
    /// On which side of the point there is room for a card.
    flip_x: bool,
    flip_y: bool,
}

impl Hovered {
    /// A point at a place in a picture with this centre.
    pub fn at(index: usize, place: Place, middle: Place) -> Self {
        Self { index, place, flip_x: place.x > middle.x, flip_y: place.y > middle.y }
    }
}

#[component]
pub fn HoverCard(hovered: RwSignal<Option<Hovered>>) -> impl IntoView {
    let page = Page::get();
    Effect::new(move |_| {
        if let Some(hovered) = hovered.get() {
            page.act(|state| state.view.touch(hovered.index));
        }
    });
    let image = move || {
        let index = hovered.get_untracked()?.index;
        page.peek(|state| state.run.prepared()?.sample.image(index).map(<[u8]>::to_vec))
    };
    let place = move || hovered.get().unwrap_or_default();
    let transform = move || {
        let shift = |flip: bool| if flip { "calc(-100% - 14px)" } else { "14px" };
        format!("translate({}, {})", shift(place().flip_x), shift(place().flip_y))
    };
    let has_images = page.derive(State::can_study);
    let words = move || hovered.get().map(|hovered| page.peek(|state| words(state, hovered.index)));
    view! {
        <div class="hover-card" class:gone=move || hovered.get().is_none() aria-hidden="true"
            style:left=move || rem(place().place.x)
            style:top=move || rem(place().place.y)
            style:transform=transform
        >
            <span class:gone=move || !has_images.get()>
                <Pixels
                    of=Illustration::HoverDigit
                    label="The digit under the pointer"
                    picture=move || digit_grid::single(image().as_deref())
                    watch=move || hovered.track()
                />
            </span>
            <b>{words}</b>
        </div>
    }
    .into_any()
}

/// A length on the scatter, which scales with the page's text size.
fn rem(length: f64) -> String {
    format!("{}rem", length / 16.0)
}

/// A description of a point of the sample.
fn words(state: &State, index: usize) -> String {
    let label = state.run.prepared().and_then(|prepared| prepared.sample.label(index));
    match (label, state.config().source.kind()) {
        (None, _) => "no label".into(),
        (Some(label), DataKind::Table) => format!("class {label}"),
        (Some(label), _) => label.to_string(),
    }
}
