//! Keeps the run after a visit: stores it after each checkpoint, and offers it on the next visit.

use gloo::timers::callback::Timeout;
use js_sys::Date;
use leptos::{prelude::*, task::spawn_local};

use super::page::{Page, follow};
use crate::{
    state::{Earlier, Note, State},
    web::{
        journal,
        runs::{self, Denied},
        storage,
    },
};

/// The key under which local storage notes that a run is stored; unlike the run, it is read synchronously.
pub const KEY: &str = "hourglass-kept";
/// Milliseconds that a link that trains at once waits for the browser’s storage.
const PATIENCE: u32 = 5_000;

const DENIED: &str = "The browser won’t store this run (no space, or not allowed), so a reload will lose it. Training continues; \
                      “Save” makes a file of the run.";
const STORE_TIMEOUT: &str = "The browser’s storage does not respond, so this run is not stored; a reload would lose it. Save it to a \
                    file to be safe.";
const DAMAGED: &str = "The run from an earlier visit is damaged and cannot be resumed. Press Train to start over.";

const SILENT: &str =
    "The browser’s storage does not respond. The run stored there is not lost: try again, or reload the page.";

/// Looks for the run of an earlier visit, and from now on stores this visit's. `hash` is the hash of the first address.
fn keep_runs(page: Page, hash: String) {
    spawn_local(async move {
        let _patience = Timeout::new(PATIENCE, move || page.act(State::decline_earlier_runs));
        match runs::newest().await {
            Ok(Some((key, bytes))) => match Note::from_bytes(&bytes) {
                Some(note) => page.act(|state| state.find_earlier(key, note, &hash)),
                None => {
                    page.act(|state| state.show_error(DAMAGED));
                    _ = runs::forget(key).await;
                }
            },
            Ok(None) => storage::forget(KEY),
            Err(_) => {}
        }
        page.act(State::decline_earlier_runs);
    });
    store(page);
}

/// Stores every checkpoint or, if they come faster than they can be stored, the newest.
fn store(page: Page) {
    let kept = page.derive(|state| state.kept().cloned());
    let key = Date::now();
    let (is_storing, was_told) = (StoredValue::new(false), StoredValue::new(false));
    Effect::new(move |_| {
        follow(kept);
        if is_storing.get_value() {
            return;
        }
        is_storing.set_value(true);
        spawn_local(async move {
            let mut stored = None;
            while let Some(newest) = kept.get_untracked().filter(|newest| stored.as_ref() != Some(newest)) {
                let Some(note) = page.peek(|state| state.kept_note(Date::now())) else { break };
                let earlier = page.peek(|state| state.kept.earlier().map(Earlier::key));
                let outcome = runs::keep(key, &note.to_bytes(), newest.bytes(), earlier).await;
                if outcome.is_ok() {
                    storage::save(KEY, "1");
                }
                if let Err(why) = outcome {
                    journal::write(&format!("storage: {why:?}"));
                    if !was_told.get_value() {
                        was_told.set_value(true);
                        let words = match why {
                            Denied::Silent => STORE_TIMEOUT,
                            Denied::Refused => DENIED,
                        };
                        page.act(|state| state.show_error(words));
                    }
                }
                stored = Some(newest);
            }
            is_storing.set_value(false);
        });
    });
}

/// Offers to resume the run of an earlier visit; below the bar, where it covers nothing.
#[component]
pub fn EarlierRun(hash: String) -> impl IntoView {
    let page = Page::get();
    keep_runs(page, hash);
    let words = page.derive(|state| state.earlier_words(Date::now()));
    let is_done = page.derive(|state| state.kept.earlier().is_some_and(|earlier| earlier.note().is_done()));
    let can_resume = page.derive(State::can_resume);
    let is_shown = Memo::new(move |_| words.with(|words| !words.is_empty()));
    let resume = move |_| {
        let key = page.peek(|state| state.kept.earlier().map(Earlier::key));
        let Some(key) = key.filter(|_| can_resume.get_untracked()) else { return };
        spawn_local(async move {
            match runs::checkpoint(key).await {
                Ok(bytes) => page.act(|state| state.resume(bytes)),
                Err(Denied::Silent) => page.act(|state| state.show_error(SILENT)),
                Err(Denied::Refused) => page.act(|state| {
                    state.show_error(DAMAGED);
                    state.discard_earlier()
                }),
            }
        });
    };
    let discard = move |_| {
        let key = page.peek(|state| state.kept.earlier().map(Earlier::key));
        page.act(State::discard_earlier);
        // If it cannot be deleted now, the next run replaces it.
        spawn_local(async move {
            if let Some(key) = key {
                _ = runs::forget(key).await;
            }
        });
    };
    view! {
        <Show when=move || is_shown.get()>
            <aside class="earlier" aria-label="A run from an earlier visit" data-testid="earlier">
                <p role="status">{words}</p>
                <div class="earlier-answers">
                    <button
                        type="button"
                        class="small primary"
                        data-testid="resume"
                        aria-disabled=move || (!can_resume.get()).to_string()
                        on:click=resume
                    >
                        {move || if is_done.get() { "View it" } else { "Resume it" }}
                    </button>
                    <button type="button" class="small" data-testid="discard" on:click=discard>"Discard"</button>
                </div>
            </aside>
        </Show>
    }
    .into_any()
}
