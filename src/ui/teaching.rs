//! A teacher's title and note, and the changes that the link makes to the page: hidden parts, large type.

use leptos::prelude::*;

use super::page::Page;

#[component]
pub fn TeacherNote() -> impl IntoView {
    let page = Page::get();
    let title = page.derive(|state| state.teaching().title().to_string());
    let note = page.derive(|state| state.teaching().note().to_string());
    let look = page.derive(|state| (state.teaching().hidden.words().join(" "), state.teaching().is_large));
    Effect::new(move |_| {
        let (hidden, is_large) = look.get();
        if let Some(root) = document().document_element() {
            _ = match hidden.as_str() {
                "" => root.remove_attribute("data-hide"),
                hidden => root.set_attribute("data-hide", hidden),
            };
            _ = root.class_list().toggle_with_force("large", is_large);
        }
        // Canvases are repainted.
        page.look.update(|look| *look += 1);
    });
    let has_title = Memo::new(move |_| title.with(|title| !title.is_empty()));
    let has_note = Memo::new(move |_| note.with(|note| !note.is_empty()));
    view! {
        <Show when=move || has_title.get() || has_note.get()>
            <section class="card teacher" dir="auto" aria-label="From your teacher">
                <Show when=move || has_title.get()>
                    <h2 data-testid="teacher-title">{title}</h2>
                </Show>
                <Show when=move || has_note.get()>
                    <p data-testid="teacher-note" tabindex="0">{note}</p>
                </Show>
            </section>
        </Show>
    }
    .into_any()
}
