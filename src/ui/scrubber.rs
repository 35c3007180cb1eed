//! The slider through the run's epochs, by hand or as a film.

use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*};

use super::page::{Page, follow};
use crate::{
    state::{Moment, Time},
    web::screen,
};

/// Milliseconds from the first epoch to the last, and the most for one step.
const FILM: u32 = 6_000;
const LONGEST_STEP: u32 = 600;

#[component]
pub fn Scrubber() -> impl IntoView {
    let page = Page::get();
    let moment = page.derive(|state| state.time.moment());
    let film = Film { page, is_on: RwSignal::new(false), timer: StoredValue::new_local(None) };
    let look = move |look: &dyn Fn(&mut Time)| {
        film.stop();
        page.act(|state| look(&mut state.time));
    };

    let node = NodeRef::<html::Input>::new();
    // Sets the maximum and the value together: a value beyond the old maximum would be lost.
    Effect::new(move |_| {
        follow(moment);
        if let Some(input) = node.get() {
            let Moment { index, count, .. } = moment.get_untracked().unwrap_or_default();
            input.set_max(&count.saturating_sub(1).to_string());
            input.set_value(&index.to_string());
        }
    });
    let scrubbed = move |event| {
        let index = event_target_value(&event).parse().unwrap_or_default();
        look(&|time| time.show(index));
    };

    let has_past = Memo::new(move |_| moment.get().is_some_and(|moment| moment.count > 1));
    let is_past = Memo::new(move |_| moment.get().is_some_and(|moment| moment.is_past));
    let words = move || moment.get().map_or("no epoch".into(), |moment| format!("epoch {}", moment.epoch));
    let spoken = move || match moment.get() {
        Some(Moment { epoch, last_epoch, .. }) => format!("epoch {epoch} of {last_epoch}"),
        None => words(),
    };
    let verb = move || match film.is_on.get() {
        true => "Stop playing the epochs",
        false => "Play the epochs from first to last",
    };
    view! {
        <div class="scrubber" role="group" aria-label="Epochs so far">
            <button
                data-testid="time-play"
                aria-label=verb
                title=verb
                aria-disabled=move || (!has_past.get()).to_string()
                on:click=move |_| {
                    if has_past.get_untracked() {
                        film.toggle();
                    }
                }
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d=move || if film.is_on.get() { "M4 3h3v10H4zM9 3h3v10H9z" } else { "M4 2.5v11l9-5.5z" } />
                </svg>
            </button>
            <input
                type="range"
                node_ref=node
                data-testid="time-scrubber"
                min="0"
                step="1"
                aria-label="Epoch"
                aria-valuetext=spoken
                disabled=move || !has_past.get()
                on:input=scrubbed
            />
            <span class="moment quiet" aria-hidden="true" translate="no">{words}</span>
            <button
                data-testid="time-now"
                title="Back to the networks as they are now"
                aria-disabled=move || (!is_past.get()).to_string()
                on:click=move |_| look(&Time::show_present)
            >
                "Now"
            </button>
        </div>
    }
    .into_any()
}

/// Plays the epochs one after another.
#[derive(Clone, Copy)]
struct Film {
    page: Page,
    is_on: RwSignal<bool>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Film {
    /// Plays or stops; with reduced motion, each press shows the next epoch.
    fn toggle(self) {
        if self.is_on.get_untracked() {
            self.stop();
            return;
        }
        self.page.act(|state| state.time.show_next());
        if !screen::prefers_reduced_motion() {
            self.is_on.set(true);
            self.go_on();
        }
    }

    /// Schedules the next epoch, until the last one is shown or the past is gone.
    fn go_on(self) {
        let moment = self.page.peek(|state| state.time.moment());
        let Some(moment) = moment.filter(|moment| moment.is_past && !moment.is_last()) else {
            return self.stop();
        };
        let step = (FILM / (moment.count as u32 - 1).max(1)).min(LONGEST_STEP);
        let next = move || {
            // A run that started meanwhile has no past to play.
            if self.page.peek(|state| state.time.is_past()) {
                self.page.act(|state| state.time.show_next());
            }
            self.go_on();
        };
        self.timer.set_value(Some(Timeout::new(step, next)));
    }

    fn stop(self) {
        self.timer.set_value(None);
        if self.is_on.get_untracked() {
            self.is_on.set(false);
        }
    }
}
