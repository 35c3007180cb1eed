//! For teachers: what a link adds to the page for a class, and what it hides. Changes are visible at once.

use leptos::prelude::*;

use crate::ui::{copy_link::CopyLink, page::Page};
use hourglass_core::link::{NOTE, PagePart, TITLE, Teaching};

#[component]
pub fn Teachers() -> impl IntoView {
    let page = Page::get();
    let (title, note) = page.peek(|state| (state.teaching().title().to_string(), state.teaching().note().to_string()));
    let parts = PagePart::ALL.map(|(part, word, name)| {
        view! {
            <Switch
                testid=format!("teacher-hide-{word}")
                name
                get=move |teaching| teaching.hidden.contains(part)
                flip=move |teaching| teaching.hidden = teaching.hidden.toggled(part)
            />
        }
    });
    view! {
        <div class="chapter teachers">
            <h3>"For teachers"</h3>
            <p>
                "Set up the page as your class should find it, add what you want to say, and copy the link. Everything is in the
                address; nothing is stored anywhere."
            </p>
            <label class="words">
                "Title"
                <input
                    data-testid="teacher-title-input"
                    maxlength=TITLE.to_string()
                    autocomplete="off"
                    value=title
                    on:input=move |event| page.act(|state| state.teach(|teaching| _ = teaching.set_title(&event_target_value(&event))))
                />
            </label>
            <label class="words">
                "Note"
                <textarea
                    data-testid="teacher-note-input"
                    rows="4"
                    maxlength=NOTE.to_string()
                    on:input=move |event| page.act(|state| state.teach(|teaching| _ = teaching.set_note(&event_target_value(&event))))
                >
                    {note}
                </textarea>
            </label>
            <fieldset>
                <legend>"Hide"</legend>
                {parts}
            </fieldset>
            <fieldset>
                <legend>"Also"</legend>
                <Switch
                    testid="teacher-lock".into()
                    name="Fixed settings"
                    get=|teaching| teaching.is_locked
                    flip=|teaching| teaching.is_locked = !teaching.is_locked
                />
                <Switch
                    testid="teacher-large".into()
                    name="Large type"
                    get=|teaching| teaching.is_large
                    flip=|teaching| teaching.is_large = !teaching.is_large
                />
                <Switch
                    testid="teacher-lesson".into()
                    name="Open the lesson"
                    get=|teaching| teaching.opens_lesson
                    flip=|teaching| teaching.opens_lesson = !teaching.opens_lesson
                />
            </fieldset>
            <p class="quiet">"This helps your class focus, but is not a lock: anyone who edits the address gets the whole page."</p>
            <CopyLink testid="teacher-copy" />
        </div>
    }
    .into_any()
}

#[component]
fn Switch(
    testid: String,
    name: &'static str,
    get: impl Fn(&Teaching) -> bool + Send + Sync + 'static,
    flip: impl Fn(&mut Teaching) + 'static,
) -> impl IntoView {
    let page = Page::get();
    let is_on = page.derive(move |state| get(state.teaching()));
    view! {
        <label class="switch">
            <input type="checkbox" data-testid=testid prop:checked=is_on on:change=move |_| page.act(|state| state.teach(&flip)) />
            {name}
        </label>
    }
    .into_any()
}
