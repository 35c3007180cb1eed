//! The decoded picture of a place in the latent space that the user picked.

use leptos::prelude::*;

use super::{
    page::{Page, follow},
    pixels::Pixels,
};
use crate::plot::{digit_grid, illustration::Illustration};
use hourglass_core::config::Model;

#[component]
pub fn DecodedCard(
    model: Model,
    /// Moves the card to the left, where it does not cover the place.
    #[prop(into)]
    aside: Signal<bool>,
) -> impl IntoView {
    let page = Page::get();
    let decoded = page.derive(move |state| state.decoded_shown(model));
    let picture = move || {
        decoded.with_untracked(|decoded| {
            let answer = decoded.as_ref().and_then(|decoded| decoded.answer.as_deref());
            digit_grid::single(answer.and_then(|answer| answer.image(0)))
        })
    };
    let words = move || {
        decoded.with(|decoded| {
            let latent = decoded.as_ref().map(|decoded| decoded.latent.as_slice()).unwrap_or_default();
            let numbers: Vec<String> =
                latent.iter().take(3).map(|value| format!("{value:.2}").replace('-', "−")).collect();
            let rest = if latent.len() > 3 { ", …" } else { "" };
            format!("{}{rest}", numbers.join(", "))
        })
    };
    let label = Signal::derive(move || format!("What the {} decodes at {}", model.name(), words()));
    view! {
        <div class="decoded-card" class:aside=move || aside.get() class:gone=move || decoded.with(Option::is_none)>
            <Pixels of=Illustration::Decoded(model) label picture watch=move || follow(decoded) />
            <div class="decoded-words" aria-live="polite">
                <span class="quiet">"decoded here"</span>
                <span>{words}</span>
            </div>
            <button
                class="close"
                aria-label="Clear the decoded place"
                on:pointerup=|event| event.stop_propagation()
                on:click=move |_| page.act(|state| state.forget_decoded(model))
            >
                "✕"
            </button>
        </div>
    }
    .into_any()
}
