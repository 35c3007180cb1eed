//! Skip links, the first stops of the tab key: past the bar, to the main parts of the page.

use leptos::prelude::*;

use super::{lead::scroll_to_card, page::Page, play::PLAY, settings_panel::SETTINGS};
use hourglass_core::config::DataKind;

/// The id of the input card, for every kind of data.
pub const INPUT: &str = "input";

#[component]
pub fn SkipLinks() -> impl IntoView {
    let kind = Page::get().derive_setting(|config| config.source.kind());
    let input = move || match kind.get() {
        DataKind::Images => "To the drawing",
        DataKind::Plane => "To the points",
        DataKind::Table => "To the table",
    };
    // Buttons instead of links: the hash of the address holds the settings.
    view! {
        <nav class="skip" aria-label="Skip to">
            <button type="button" class="to-input" data-testid="skip-input" on:click=|_| scroll_to_card(INPUT)>{input}</button>
            <button type="button" class="to-settings" data-testid="skip-settings" on:click=|_| scroll_to_card(SETTINGS)>"To the settings"</button>
            <button
                type="button"
                class="to-play"
                data-testid="skip-play"
                class:gone=move || kind.get() != DataKind::Images
                on:click=|_| scroll_to_card(PLAY)
            >
                "To the playground"
            </button>
        </nav>
    }
    .into_any()
}
