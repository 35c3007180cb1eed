//! A tour of five steps for a first visit: beside the page, never in the way, and shown again only on request.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::reading::Reader;
use crate::web::storage;

const KEY: &str = "hourglass-tour";
/// The class of the element that a step points at.
const MARK: &str = "toured";

struct Step {
    /// The selector of that element.
    at: &'static str,
    title: &'static str,
    text: &'static str,
}

const STEPS: [Step; 5] = [
    Step {
        at: ".pad",
        title: "Draw a digit",
        text: "Use the mouse, a finger or a pen. Both networks rebuild it from two numbers: badly, until you train them.",
    },
    Step {
        at: ".start",
        title: "Train",
        text: "The networks learn here, in your browser, while you watch. The space bar pauses.",
    },
    Step {
        at: ".reconstructions",
        title: "Reconstructions",
        text: "Digits that the networks never train on, and what the AE and the VAE make of them.",
    },
    Step {
        at: ".latent",
        title: "Latent space",
        text: "Each dot is a digit, placed by the numbers it was squeezed into. Press anywhere to see what that place decodes to.",
    },
    Step {
        at: ".settings",
        title: "Change anything, share it",
        text: "“Copy link”, in the bar above or behind “More”, keeps every setting and your drawing. “Lesson”, beside it, explains what you see.",
    },
];

/// Whether this visit is the first, given the hash of its address; records that it took place.
pub fn is_first_visit(hash: &str) -> bool {
    let is_first = hash.trim_start_matches('#').is_empty() && storage::load(KEY).is_none();
    if is_first {
        storage::save(KEY, "seen");
    }
    is_first
}

/// Starts the tour at the user's request: it takes the focus.
pub fn start(tour: RwSignal<Option<usize>>) {
    tour.set(Some(0));
    request_animation_frame(|| {
        let next = document().query_selector(".tour-end .primary").ok().flatten();
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            _ = next.focus();
        }
    });
}

#[component]
pub fn Tour() -> impl IntoView {
    let Reader { tour, .. } = Reader::get();
    let is_on = Memo::new(move |_| tour.get().is_some());
    Effect::new(move |_| point_at(tour.get()));
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && tour.get_untracked().is_some() && !is_taken() {
            tour.set(None);
        }
    });
    on_cleanup(move || listener.remove());
    move || is_on.get().then(|| view! { <Card tour /> })
}

/// Whether something else is open that Escape closes.
fn is_taken() -> bool {
    document().query_selector(":popover-open, dialog:modal, dialog:focus-within").ok().flatten().is_some()
}

/// Marks the element that a step points at, and scrolls it into view.
fn point_at(step: Option<usize>) {
    if let Ok(Some(before)) = document().query_selector(&format!(".{MARK}")) {
        _ = before.class_list().remove_1(MARK);
    }
    let target = |step: &Step| document().query_selector(step.at).ok().flatten();
    if let Some(element) = step.and_then(|step| STEPS.get(step)).and_then(target) {
        _ = element.class_list().add_1(MARK);
        if step > Some(0) {
            bring_into_sight(&element);
        }
    }
}

fn bring_into_sight(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[component]
fn Card(tour: RwSignal<Option<usize>>) -> impl IntoView {
    let at = Memo::new(move |before: Option<&usize>| tour.get().or(before.copied()).unwrap_or_default());
    let step = move || STEPS.get(at.get());
    let is_last = move || at.get() + 1 == STEPS.len();
    let next = move |_| tour.set(Some(at.get_untracked() + 1).filter(|next| *next < STEPS.len()));
    view! {
        <aside class="tour" role="dialog" aria-labelledby="tour-title" aria-describedby="tour-text" data-testid="tour-card">
            <div aria-live="polite">
                <h2 id="tour-title">{move || step().map(|step| step.title)}</h2>
                <p id="tour-text">{move || step().map(|step| step.text)}</p>
            </div>
            <div class="tour-end">
                <small data-testid="tour-step">{move || format!("{} of {}", at.get() + 1, STEPS.len())}</small>
                <button type="button" class="small" data-testid="tour-skip" on:click=move |_| tour.set(None)>"Skip"</button>
                <button type="button" class="small primary" data-testid="tour-next" on:click=next>
                    {move || if is_last() { "Done" } else { "Next" }}
                </button>
            </div>
        </aside>
    }
    .into_any()
}
