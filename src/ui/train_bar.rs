//! The bar at the top: train, pause, how far it is, and the page's own controls.

use leptos::prelude::*;

use super::{
    badge::Badge, copy_link::CopyLink, experiments::ExperimentsMenu, lesson::LessonButton, page::Page,
    save_panel::SavePanel, theme::ThemeSwitch,
};
use crate::state::State;

#[component]
pub fn TrainBar() -> impl IntoView {
    view! {
        <header class="bar">
            <h1 class="brand" translate="no">
                <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
                    <path class="logo-top" d="M4 3h16l-8 9z" />
                    <path class="logo-bottom" d="M12 12l8 9H4z" />
                </svg>
                "Hourglass"
            </h1>
            <ExperimentsMenu />
            <LessonButton />
            <SavePanel />
            <Controls />
            <Progress />
            <div class="bar-end">
                <Badge />
                <ThemeSwitch />
                <CopyLink />
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn Controls() -> impl IntoView {
    let page = Page::get();
    let is_going = page.derive(State::is_going);
    let (cannot_start, cannot_step) = (page.derive(State::cannot_start), page.derive(State::cannot_step));
    // A study has the primary button.
    let has_study = page.derive(State::has_study);
    let cannot_pause = Signal::derive(move || !is_going.get());
    let is_locked = page.is_locked();
    let start_word = page.derive(State::start_word);
    let button = move |disabled: bool, act: fn(&mut State) -> Vec<crate::protocol::Command>| {
        if !disabled {
            page.act(act);
        }
    };
    view! {
        <div class="controls" role="group" aria-label="Training">
            <button
                class:primary=move || !has_study.get()
                data-testid="start"
                aria-disabled=move || cannot_start.get().to_string()
                title="Train to the last epoch (space bar)"
                on:click=move |_| button(cannot_start.get_untracked(), State::start)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z" /></svg>
                <span class="reserve" data-widest="Resume">{start_word}</span>
            </button>
            <button
                data-testid="pause"
                aria-disabled=move || cannot_pause.get().to_string()
                title="Pause (space bar)"
                on:click=move |_| button(cannot_pause.get_untracked(), State::pause)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 3h3v10H4zM9 3h3v10H9z" /></svg>
                "Pause"
            </button>
            <button
                data-testid="step-epoch"
                aria-disabled=move || cannot_step.get().to_string()
                title="Train to the end of the epoch, then pause"
                on:click=move |_| button(cannot_step.get_untracked(), State::step_epoch)
            >
                "1 epoch"
            </button>
            <button data-testid="reset" title="Back to the first weights" on:click=move |_| page.act(State::reset)>
                "Reset"
            </button>
            <button
                data-testid="new-seed"
                title="Other random first weights, split and order"
                aria-disabled=move || is_locked.get().to_string()
                on:click=move |_| button(is_locked.get_untracked(), State::another_seed)
            >
                "New seed"
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Progress() -> impl IntoView {
    let page = Page::get();
    let status = page.derive(|state| state.phase.word());
    let epoch = page.derive(|state| state.progress.epoch);
    let epochs = page.derive(|state| state.config.epochs);
    let words = page.derive(State::progress_words);
    let part = page.derive(|state| (state.progress_part() * 1_000.0).round() / 10.0);
    view! {
        <div class="progress">
            <div class="progress-words">
                <span class="epochs">"epoch "<b data-testid="epoch" translate="no">{epoch}</b>" of "<span translate="no">{epochs}</span></span>
                <span class="status" data-status=status>
                    <span data-testid="status">{status}</span>
                </span>
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
