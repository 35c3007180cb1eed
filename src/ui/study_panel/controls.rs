//! The head of a study: its question, the start and pause button, its progress.

use leptos::prelude::*;

use super::super::page::Page;
use crate::state::State;
use hourglass_core::config::Study;

#[component]
pub fn Controls() -> impl IntoView {
    let page = Page::get();
    let words = page.derive(|state| state.study.words());
    let is_wanted = page.derive(|state| state.study.is_wanted());
    let cannot_begin = page.derive(|state| state.study.is_wanted() || !state.can_study());
    let begin_word = page.derive(|state| state.study.begin_word());
    let begin = move |_| {
        if !cannot_begin.get_untracked() {
            page.act(State::begin_study);
        }
    };
    let pause = move |_| {
        if is_wanted.get_untracked() {
            page.act(State::pause_study);
        }
    };
    view! {
        <div class="card-head">
            <h2 id="study-title">{move || words.get().title}</h2>
            <div class="card-tools" role="group" aria-label="Study">
                <button
                    class="primary"
                    data-testid="study-begin"
                    aria-disabled=move || cannot_begin.get().to_string()
                    on:click=begin
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z" /></svg>
                    <span class="reserve" data-widest="Resume">{begin_word}</span>
                </button>
                <button data-testid="study-pause" aria-disabled=move || (!is_wanted.get()).to_string() on:click=pause>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 3h3v10H4zM9 3h3v10H9z" /></svg>
                    "Pause"
                </button>
                <button
                    data-testid="study-close"
                    title="Close the study and return to the run"
                    on:click=move |_| page.act(|state| state.choose_study(Study::None))
                >
                    "Close"
                </button>
            </div>
        </div>
        <p class="study-question">{move || words.get().question}</p>
        <Progress />
    }
    .into_any()
}

#[component]
fn Progress() -> impl IntoView {
    let page = Page::get();
    let status = page.derive(|state| state.study.phase().word());
    let note = page.derive(State::study_note);
    let part = page.derive(|state| (f64::from(state.study.part()) * 1_000.0).round() / 10.0);
    view! {
        <div class="progress study-track">
            <div class="progress-words">
                <span class="status" data-status=status role="status"><span data-testid="study-status">{status}</span></span>
                <span class="progress-note">{note}</span>
            </div>
            <div
                class="track"
                data-testid="study-progress"
                role="progressbar"
                aria-label="Progress of the study"
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
