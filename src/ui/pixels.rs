//! A canvas whose pixels are those of digits: the style sheet shows each at a whole multiple, unsmoothed.

use leptos::{html, prelude::*};

use crate::{
    plot::digit_grid::Picture,
    web::{canvas::put, screen::NextFrame},
};

#[component]
pub fn Pixels(
    testid: &'static str,
    /// What it shows now, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    picture: impl Fn() -> Picture + Clone + 'static,
    watch: impl Fn() + 'static,
    /// Reachable by keyboard.
    #[prop(optional)]
    focusable: bool,
) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    let frame = NextFrame::new();
    Effect::new(move |_| {
        watch();
        node.track();
        let picture = picture.clone();
        frame.ask(move |_| {
            if let Some(canvas) = node.try_get_untracked().flatten() {
                put(&canvas, &picture());
            }
        });
    });
    view! {
        <canvas
            node_ref=node
            data-testid=testid
            role="img"
            aria-label=label
            tabindex=focusable.then_some("0")
            class="pixels"
        ></canvas>
    }
}
