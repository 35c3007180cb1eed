//! Copies the details of an error; if the browser forbids copying, shows them for copying by hand.

use leptos::{prelude::*, task::spawn_local};

use super::page::Page;
use crate::web::{address, clipboard, journal};

#[component]
pub fn CopyDetails(
    /// The error; another message has other details.
    #[prop(into)]
    message: Signal<String>,
) -> impl IntoView {
    let page = Page::get();
    let said = RwSignal::new("");
    // The details to copy by hand, with their message.
    let shown = RwSignal::new(None::<(String, String)>);
    let by_hand = Memo::new(move |_| {
        let message = message.get();
        shown.with(|shown| shown.as_ref().filter(|(of, _)| *of == message).map(|(_, details)| details.clone()))
    });
    let copy = move |_| {
        let message = message.get_untracked();
        let link = address::link_to(&page.peek(|state| state.link().to_hash()));
        let details = journal::details(&message, &link);
        let copied = clipboard::copy(details.clone());
        spawn_local(async move {
            if copied.await {
                said.set("Copied");
                set_timeout(move || said.set(""), std::time::Duration::from_secs(2));
            } else {
                shown.set(Some((message, details)));
            }
        });
    };
    view! {
        <button
            type="button"
            class="small copy-details"
            data-testid="copy-details"
            title="The message, the settings, the browser and what happened last, as text. Nothing is sent anywhere."
            on:click=copy
        >
            <span class="reserve" data-widest="Copy details">
                {move || if said.get().is_empty() { "Copy details" } else { said.get() }}
            </span>
        </button>
        <Show when=move || by_hand.with(Option::is_some)>
            <textarea class="details" data-testid="details" readonly aria-label="Details" prop:value=move || by_hand.get().unwrap_or_default()></textarea>
        </Show>
    }
    .into_any()
}
