//! Announcements for screen readers: the result of a run once it stops changing.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::page::Page;
use crate::state::State;

/// Milliseconds without a change before the announcement.
const REST: u32 = 500;

#[component]
pub fn Announcer() -> impl IntoView {
    let words = Page::get().derive(State::announcement);
    let said = RwSignal::new(String::new());
    let resting = StoredValue::new_local(None);
    Effect::new(move |_| {
        let words = words.get();
        resting.set_value(Some(Timeout::new(REST, move || said.set(words))));
    });
    view! { <p class="unseen" role="status" data-testid="announcement">{said}</p> }.into_any()
}
