//! The bar at the top: train or pause, the progress, and a menu for controls that do not fit.

use leptos::{html, prelude::*};

use super::{experiments, more_menu::MoreMenu, page::Page, press::Press, step_and_reset::StepAndReset};
use crate::state::State;

#[component]
pub fn TrainBar() -> impl IntoView {
    view! {
        <header class="bar">
            <div class="bar-row">
                <h1 class="brand" translate="no">
                    <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
                        <path class="logo-top" d="M4 3h16l-8 9z" />
                        <path class="logo-bottom" d="M12 12l8 9H4z" />
                    </svg>
                    <span class="brand-name">"Hourglass"</span>
                </h1>
                <Controls />
                <Progress />
                <MoreMenu />
            </div>
            <experiments::Question />
        </header>
    }
    .into_any()
}

#[component]
fn Controls() -> impl IntoView {
    let page = Page::get();
    let going = page.derive(State::is_going);
    let cannot_start = page.derive(State::cannot_start);
    let cannot_pause = Memo::new(move |_| !going.get());
    // While a study is open, its button is the primary one.
    let is_primary = page.derive(|state| !state.has_study());
    let start_word = page.derive(State::start_word);
    let (start, pause) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    // The two buttons share one place: when one is hidden, the other takes over the focus.
    Effect::new(move |_| {
        let (gone, shown) = if going.get() { (start, pause) } else { (pause, start) };
        let (Some(gone), Some(shown)) = (gone.get_untracked(), shown.get_untracked()) else { return };
        if document().active_element().is_some_and(|focused| focused.is_same_node(Some(&gone))) {
            // After it is shown; fails only if it cannot have the focus.
            queue_microtask(move || _ = shown.focus());
        }
    });
    view! {
        <div class="controls" role="group" aria-label="Training">
            <div class="start-or-pause" class:going=going>
                <Press
                    node=start
                    class="start"
                    is_primary=is_primary
                    testid="start"
                    title="Train to the last epoch (space bar)"
                    is_off=cannot_start
                    act=State::start
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z" /></svg>
                    <span class="reserve" data-widest="Resume">{start_word}</span>
                </Press>
                <Press node=pause class="pause" testid="pause" title="Pause (space bar)" is_off=cannot_pause act=State::pause>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 3h3v10H4zM9 3h3v10H9z" /></svg>
                    "Pause"
                </Press>
            </div>
            <StepAndReset step="step-epoch" reset="reset" />
        </div>
    }
    .into_any()
}

#[component]
fn Progress() -> impl IntoView {
    let page = Page::get();
    let status = page.derive(|state| state.run.phase().word());
    let epoch = page.derive(|state| state.run.progress().epoch);
    let epochs = page.derive_setting(|config| config.epochs);
    // A fixed width, so that the number beside it does not move.
    let width = page.derive_setting(|config| format!("{}ch", config.epochs.to_string().len()));
    let words = page.derive(State::progress_words);
    let part = page.derive(|state| (state.progress_part() * 1_000.0).round() / 10.0);
    view! {
        <div class="progress">
            <div class="progress-words">
                <span class="status" data-status=status>
                    <span data-testid="status">{status}</span>
                </span>
                <span class="epochs">"epoch "<b data-testid="epoch" translate="no" style:min-width=width>{epoch}</b>" of "<span class="last" translate="no">{epochs}</span></span>
                <span class="progress-note">{words}</span>
            </div>
            <div
                class="track"
                role="progressbar"
                aria-label="Progress"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || part.get().to_string()
            >
                <div class="track-fill" style:width=move || format!("{}%", part.get())></div>
            </div>
        </div>
    }
    .into_any()
}
