//! Saves the run to a file and loads it: weights with PyTorch's names, and everything needed to resume.

use leptos::prelude::*;

use super::Keep;
use crate::{
    state::State,
    ui::{files::CheckpointInput, page::Page},
};

#[component]
pub fn Weights() -> impl IntoView {
    let page = Page::get();
    let is_locked = page.is_locked();
    view! {
        <Keep
            testid="save-weights"
            name="Weights"
            what="The run as it is: continue it here, or read it in Python."
            lacks=page.derive(State::lacks_weights)
            save=move || page.act(State::save_weights)
        />
        <Show when=move || !is_locked.get()>
            <div class="save-row">
                <CheckpointInput />
                <p class="quiet" id="about-load-weights">"A saved run, with its settings and curves."</p>
            </div>
        </Show>
    }
    .into_any()
}
