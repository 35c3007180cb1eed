//! Advice for a page inside another page, which may block saving files without notice.

use leptos::prelude::*;

use crate::{
    ui::page::Page,
    web::{
        clipboard,
        framed::{self, Saving},
    },
};

#[component]
pub fn Framed() -> impl IntoView {
    framed::saving().map(|saving| view! { <Advice saving /> })
}

#[component]
fn Advice(saving: Saving) -> impl IntoView {
    let page = Page::get();
    let words = match saving {
        Saving::Forbidden => {
            "This frame’s sandbox blocks saving files. Add “allow-downloads” to its sandbox attribute, or open the page in its own tab."
        }
        Saving::Unknown => {
            "This page is shown inside another one. If that one blocks saving files, open this page in its own tab."
        }
    };
    let said = RwSignal::new("");
    let copy = move |_| {
        let text = page
            .saved
            .with_untracked(|saved| saved.as_ref().map(|saved| String::from_utf8_lossy(&saved.bytes).into_owned()));
        let copied = clipboard::copy(text.unwrap_or_default());
        leptos::task::spawn_local(async move {
            said.set(if copied.await { "Copied" } else { "Could not copy" });
        });
    };
    view! {
        <p class="quiet" data-testid="save-framed">{words}</p>
        <Show when=move || page.saved.with(Option::is_some)>
            <div class="save-row">
                <button type="button" data-testid="save-copy" on:click=copy>"Copy it"</button>
                <p class="quiet" role="status">
                    {move || page.saved.with(|saved| saved.as_ref().map(|saved| saved.name.clone()))}" "{said}
                </p>
            </div>
        </Show>
    }
    .into_any()
}
