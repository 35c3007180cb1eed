//! The run itself as a file, and back: weights with PyTorch's names, and all it takes to go on.

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
            what="The run as it is: to go on with here, or to read in Python."
            lacks=page.derive(State::lacks_weights)
            save=move || page.act(State::save_weights)
        />
        <Show when=move || !is_locked.get()>
            <div class="save-row">
                <CheckpointInput />
                <p class="quiet" id="about-load-weights">"A run that was saved: its settings and curves come with it."</p>
            </div>
        </Show>
    }
    .into_any()
}
