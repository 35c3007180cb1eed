//! A canvas with the pixels of digits: the style sheet scales them by whole numbers, without smoothing.

use std::rc::Rc;

use leptos::{html, prelude::*};

use super::{driven::Driven, gallery};
use crate::{
    plot::{digit_grid::Picture, illustration::Illustration, shown::Shown},
    web::{canvas::put, frame::NextFrame},
};

#[component]
pub fn Pixels(
    of: Illustration,
    /// The text alternative: what it shows now.
    #[prop(into)]
    label: Signal<String>,
    picture: impl Fn() -> Picture + 'static,
    watch: impl Fn() + 'static,
    /// What the keys move, if it accepts keys: never a slider.
    #[prop(optional)]
    driven: Option<Driven>,
) -> impl IntoView {
    pixels(of, label, Rc::new(picture), Box::new(watch), driven)
}

fn pixels(
    of: Illustration,
    label: Signal<String>,
    picture: Rc<dyn Fn() -> Picture>,
    watch: Box<dyn Fn()>,
    driven: Option<Driven>,
) -> AnyView {
    let node = NodeRef::<html::Canvas>::new();
    let frame = NextFrame::new();
    gallery::hang(of, node, {
        let picture = Rc::clone(&picture);
        Rc::new(move || Shown::Digits(picture()))
    });
    Effect::new(move |_| {
        watch();
        node.track();
        let picture = Rc::clone(&picture);
        frame.ask(move |_| {
            if let Some(canvas) = node.try_get_untracked().flatten() {
                put(&canvas, &picture());
            }
        });
    });
    view! {
        <canvas
            node_ref=node
            data-testid=of.word()
            role=driven.map_or("img", Driven::role)
            aria-label=label
            aria-roledescription=driven.and_then(Driven::kind)
            aria-describedby=driven.and_then(|driven| driven.described_by(of))
            tabindex=driven.map(|_| "0")
            class="pixels"
        ></canvas>
        {driven.and_then(|driven| driven.instruction(of))}
    }
    .into_any()
}
