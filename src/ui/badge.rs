//! Shows where the networks compute, in a word; a tap explains why.

use leptos::prelude::*;

use super::{help::Popover, page::Page};
use crate::state::State;

#[component]
pub fn Badge() -> impl IntoView {
    let page = Page::get();
    let word = page.derive(|state| state.run.prepared().map_or("–", |prepared| prepared.backend.word()));
    let adapter = page.derive(State::adapter);
    let workers = page.derive(|state| state.run.progress().workers);
    let words = page.derive(State::backend_words);
    view! {
        <div class="badge">
            <button
                class="badge-button"
                translate="no"
                popovertarget="badge-words"
                aria-label=move || format!("Computed by {} {}: explain why", word.get(), adapter.get())
            >
                <span class="menu-word">"Computed by "</span>
                <span class="badge-word">
                    <span data-testid="backend">{word}</span>
                    <span class:gone=move || workers.get() < 2>" × "<span data-testid="workers">{workers}</span></span>
                </span>
                <span class="badge-adapter" data-testid="adapter">{adapter}</span>
            </button>
            <Popover id="badge-words">{words}</Popover>
        </div>
    }
    .into_any()
}
