//! Errors and notices in words, until they are dismissed.

use leptos::prelude::*;

use super::{copy_details::CopyDetails, page::Page};
use crate::{
    state::{Remedy, State},
    web::address,
};

#[component]
pub fn MessageBar() -> impl IntoView {
    let page = Page::get();
    let message = page.derive(|state| state.message().cloned());
    let text = move || message.get().map(|message| message.text).unwrap_or_default();
    let kind = move || match message.get() {
        Some(message) if message.fault => "fault",
        Some(_) => "note",
        None => "none",
    };
    let remedy = page.derive(|state| state.message().and_then(|message| message.remedy));
    let is_fault = Memo::new(move |_| kind() == "fault");
    view! {
        <div class="message" role="region" aria-label="Message" data-kind=kind>
            <p data-testid="message" role="status" aria-live="polite">{text}</p>
            {move || {
                remedy.get().map(|remedy| {
                    view! {
                        <button
                            type="button"
                            class="small remedy"
                            class:primary=remedy != Remedy::Undo
                            data-testid=remedy.word()
                            on:click=move |_| match remedy {
                                Remedy::Reload => address::reload(),
                                _ => page.act(State::remedy),
                            }
                        >
                            {remedy.words()}
                        </button>
                    }
                })
            }}
            {move || is_fault.get().then(|| view! { <CopyDetails message=Signal::derive(text) /> })}
            <button aria-label="Dismiss the message" on:click=move |_| page.act(State::dismiss_message)>"✕"</button>
        </div>
    }
    .into_any()
}
