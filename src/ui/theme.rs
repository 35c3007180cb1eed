//! Light, dark, or the system's theme.

use leptos::prelude::*;

use super::page::Page;
use crate::web::{screen, storage};

const KEY: &str = "hourglass-theme";
/// In forced colours the system chooses the background, and only the matching theme is legible.
const FORCED: &str = "(forced-colors: active)";
const THEMES: [(&str, &str); 3] = [("system", "System"), ("light", "Light"), ("dark", "Dark")];

#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let page = Page::get();
    let theme = RwSignal::new(storage::load(KEY).and_then(|word| known(&word)).unwrap_or("system"));
    let is_forced = RwSignal::new(screen::matches(FORCED));
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            _ = root.set_attribute("data-theme", if is_forced.get() { "system" } else { theme.get() });
        }
        page.look.update(|look| *look += 1);
    });
    let listener = screen::on_media_change("(prefers-color-scheme: dark)", move || page.look.update(|look| *look += 1));
    let forced = screen::on_media_change(FORCED, move || is_forced.set(screen::matches(FORCED)));
    StoredValue::new_local((listener, forced));
    let choose = move |event| {
        if let Some(word) = known(&event_target_value(&event)) {
            storage::save(KEY, word);
            theme.set(word);
        }
    };
    view! {
        <label class="theme-choice">
            <span class="menu-word">"Colors"</span>
            <select class="theme" data-testid="theme" aria-label="Colors" prop:value=theme on:change=choose>
            {THEMES
                .map(|(word, name)| {
                    view! { <option value=word selected=word == theme.get_untracked()>{name}</option> }
                })
                .collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn known(word: &str) -> Option<&'static str> {
    THEMES.into_iter().map(|(known, _)| known).find(|known| *known == word)
}
