//! Offers a newer version of the page, and never forces it.

use leptos::{prelude::*, task::spawn_local};

use super::page::Page;
use crate::{
    state::Phase,
    web::offline::{self, NewVersion},
};

#[component]
pub fn Update() -> impl IntoView {
    let page = Page::get();
    let newer = RwSignal::new_local(None::<NewVersion>);
    let is_loading = page.derive(|state| state.run.phase() == Phase::Loading);
    // Once, after the page has fetched its own files.
    Effect::new(move |is_kept: Option<bool>| {
        let is_kept = is_kept == Some(true);
        if !is_kept && !is_loading.get() {
            spawn_local(offline::keep(move |version| newer.set(Some(version))));
        }
        is_kept || !is_loading.get()
    });
    let is_there = move || newer.with(Option::is_some);
    let open = move |_| newer.with_untracked(|newer| newer.iter().for_each(NewVersion::open));
    view! {
        <div class="message update" role="region" aria-label="New version" data-kind=move || if is_there() { "note" } else { "none" }>
            <p role="status">{move || is_there().then_some("A new version is ready. Updating reloads the page.")}</p>
            <button data-testid="update-later" aria-label="Not now" on:click=move |_| newer.set(None)>"✕"</button>
            <button class="update-open" data-testid="update" on:click=open>"Update"</button>
        </div>
    }
    .into_any()
}
