//! Copies the page's address, which contains everything that is needed to recreate the page.

use leptos::{prelude::*, task::spawn_local};

use super::page::Page;
use crate::web::{address, clipboard};

#[component]
pub fn CopyLink(#[prop(default = "copy-link")] testid: &'static str) -> impl IntoView {
    let page = Page::get();
    let said = RwSignal::new("");
    let copy = move |_| {
        let lesson = page.peek(|state| state.link());
        // The address is updated with a delay; now it must be current.
        address::set_hash(&lesson.to_hash());
        let copied = clipboard::copy(address::link_to(&lesson.to_short_hash()));
        spawn_local(async move {
            if copied.await {
                said.set("Copied");
            } else {
                page.act(|state| {
                    state.show_error("The browser does not let pages copy: copy the address bar instead.")
                });
            }
            set_timeout(move || said.set(""), std::time::Duration::from_secs(2));
        });
    };
    view! {
        <button data-testid=testid class="copy" title="A link to this page with all its settings and your drawing" on:click=copy>
            <span class="reserve" data-widest="Copy link">
                {move || if said.get().is_empty() { "Copy link" } else { said.get() }}
            </span>
        </button>
        <span class="unseen" role="status">{said}</span>
    }
    .into_any()
}
