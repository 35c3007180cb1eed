//! Everything that the user can save, in a small panel behind a button of the bar.

mod framed;
mod pictures;
mod tables;
mod weights;

use leptos::prelude::*;

use super::help::Popover;
use framed::Framed;
use pictures::Pictures;
use tables::Tables;
use weights::Weights;

const PANEL: &str = "save-panel";

#[component]
pub fn SavePanel() -> impl IntoView {
    // Counts how often the panel was opened, so that its list is up to date.
    let opened = RwSignal::new(0);
    view! {
        <button
            type="button"
            class="save"
            data-testid="save"
            popovertarget=PANEL
            aria-label="Save"
            title="Save weights, losses, codes and pictures as files"
            on:click=move |_| opened.update(|opened| *opened += 1)
        >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M7 1.5h2v6l2.4-2.4 1.4 1.4L8 11.3 3.2 6.5l1.4-1.4L7 7.5zM2 12.5h12v2H2z" /></svg>
            <span class="menu-word save-word">"Save"</span>
        </button>
        <Popover id=PANEL>
            <Rows opened />
        </Popover>
    }
    .into_any()
}

#[component]
fn Rows(opened: RwSignal<u32>) -> impl IntoView {
    view! {
        <div class="save-head">
            <h2>"Save"</h2>
            <button type="button" class="close" aria-label="Close" popovertarget=PANEL popovertargetaction="hide">"✕"</button>
        </div>
        <div class="save-rows">
            <Weights />
            <Tables />
            <Pictures opened />
            <Framed />
        </div>
    }
    .into_any()
}

/// A button that saves something, with a description below it, or why it is not available yet.
#[component]
fn Keep(
    testid: &'static str,
    name: &'static str,
    /// What it saves.
    what: &'static str,
    /// Why it is not available.
    #[prop(into)]
    lacks: Signal<Option<&'static str>>,
    #[prop(into)] save: Callback<()>,
) -> impl IntoView {
    let id = format!("about-{testid}");
    let words = move || lacks.get().unwrap_or(what);
    view! {
        <div class="save-row">
            <button
                type="button"
                data-testid=testid
                aria-describedby=id.clone()
                aria-disabled=move || lacks.get().is_some().to_string()
                title=words
                on:click=move |_| {
                    if lacks.get_untracked().is_none() {
                        save.run(());
                    }
                }
            >
                {name}
            </button>
            <p class="quiet" id=id>{words}</p>
        </div>
    }
    .into_any()
}
