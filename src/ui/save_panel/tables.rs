//! Numbers as CSV: the losses, and the codes of the test examples.

use leptos::prelude::*;

use super::Keep;
use crate::{state::State, ui::page::Page};

#[component]
pub fn Tables() -> impl IntoView {
    let page = Page::get();
    view! {
        <Keep
            testid="export-losses"
            name="Losses, CSV"
            what="Every point of the curves, term by term."
            lacks=page.derive(State::lacks_losses)
            save=move |()| page.act(State::save_losses)
        />
        <Keep
            testid="export-latents"
            name="Codes, CSV"
            what="Each test example’s code, by network."
            lacks=page.derive(State::lacks_latents)
            save=move |()| page.act(State::save_latents)
        />
    }
    .into_any()
}
