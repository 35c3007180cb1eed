//! Parts of the page that are not needed to draw and to train: their code comes afterwards, and they are shown when it has.

use leptos::prelude::*;

use crate::web::rest;

/// Whether the rest of the page's code is there.
#[derive(Clone, Copy)]
pub struct Rest(RwSignal<bool>);

impl Rest {
    pub fn new() -> Self {
        let is_there = RwSignal::new(false);
        let listener = window_event_listener_untyped(rest::ARRIVED, move |_| is_there.set(true));
        on_cleanup(move || listener.remove());
        Self(is_there)
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// Nobody may pass one of [`super::doors`] before. Once it is there it stays, and need not remember who asked.
    pub fn is_there(self) -> bool {
        self.0.get_untracked() || self.0.get()
    }
}

/// Shows what is behind a door as soon as it can be.
#[component]
pub fn Later(
    door: impl Fn() -> AnyView + Send + 'static,
    /// The classes of an empty element that keeps its place until then, where something would move.
    #[prop(optional)]
    place: Option<&'static str>,
) -> impl IntoView {
    let rest = Rest::get();
    let awaited = move || place.map(|place| view! { <div class=place></div> }).into_any();
    (move || if rest.is_there() { door() } else { awaited() }).into_any()
}
