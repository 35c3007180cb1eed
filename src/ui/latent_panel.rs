//! Both latent spaces, the legend of their digits, and the choice of axes.

use leptos::prelude::*;

use super::{lead::scroll_to_card, page::Page, play::PLAY, scatter::Scatter, scrubber::Scrubber};
use crate::state::{Axes, State};
use hourglass_core::config::{Digits, Model, Models};

#[component]
pub fn LatentPanel() -> impl IntoView {
    let page = Page::get();
    let tab = page.derive(|state| state.view.tab());
    let has_both = page.derive_setting(|config| config.models == Models::Both);
    let has_play = page.derive(State::can_study);
    view! {
        <section class="card latent" aria-labelledby="latent-title">
            <div class="card-head">
                <h2 id="latent-title">"Latent space"</h2>
                <div class="card-tools">
                    <button class="small lead to-play" data-testid="to-play" class:gone=move || !has_play.get() on:click=|_| scroll_to_card(PLAY)>
                        "Playground ↓"
                    </button>
                    <AxesChoice />
                    <div class="segmented tabs" class:gone=move || !has_both.get() role="group" aria-label="Network shown">
                        {Model::ALL
                            .map(|model| {
                                view! {
                                    <button
                                        aria-pressed=move || (tab.get() == model).to_string()
                                        on:click=move |_| page.act(|state| state.view.open_tab(model))
                                    >
                                        {model.name()}
                                    </button>
                                }
                            })
                            .collect_view()}
                    </div>
                </div>
            </div>
            <div class="scatters">
                <Scatter model=Model::Ae />
                <Scatter model=Model::Vae />
            </div>
            <Scrubber />
            <Legend />
        </section>
    }
    .into_any()
}

/// The labels' colours; a click hides or shows a label.
#[component]
pub fn Legend() -> impl IntoView {
    let page = Page::get();
    let shown = page.derive(|state| state.view.shown());
    let labels = page.derive(State::labels);
    let item = move |label: u8| {
        let is_shown = page.derive(move |state| state.view.shown().contains(label));
        view! {
            <button
                class="legend-digit"
                translate="no"
                aria-pressed=move || is_shown.get().to_string()
                title=move || if is_shown.get() { format!("Hide the {label}s") } else { format!("Show the {label}s") }
                on:click=move |_| page.act(|state| state.view.toggle_digit(label))
            >
                <span class="dot" style=("--dot", format!("var(--digit-{label})"))></span>
                {label}
            </button>
        }
    };
    view! {
        <div class="legend" role="group" aria-label="Labels shown" class:gone=move || labels.with(Vec::is_empty)>
            {move || labels.get().into_iter().map(item).collect_view()}
            <button
                class="legend-all"
                aria-disabled=move || (shown.get() == Digits::ALL).to_string()
                on:click=move |_| page.act(|state| state.view.show_all_digits())
            >
                "all"
            </button>
        </div>
    }
    .into_any()
}

/// Chooses the directions to draw when the code has more than two numbers.
#[component]
fn AxesChoice() -> impl IntoView {
    let page = Page::get();
    let latent = page.derive_setting(|config| config.latent);
    let axes = page.derive(State::axes);
    let has_space = page.derive_setting(|config| Axes::Space.of(config.latent, config.source.kind()) == Axes::Space);
    let choose = move |axes: Axes| page.act(|state| state.view.choose_axes(axes));
    let kind = move || match axes.get() {
        Axes::Space => "space",
        Axes::Pair(..) => "pair",
        Axes::Usual | Axes::Principal => "principal",
    };
    let pick = move |event| match event_target_value(&event).as_str() {
        "space" => choose(Axes::Space),
        "pair" => choose(Axes::Pair(0, 1)),
        _ => choose(Axes::Principal),
    };
    let number = move |name: &'static str, of: fn((usize, usize)) -> usize, with: fn((usize, usize), usize) -> Axes| {
        let pick = move |event| {
            let value = event_target_value(&event).parse().unwrap_or_default();
            choose(with(pair(axes.get_untracked()), value));
        };
        view! {
            <select class="small" aria-label=name on:change=pick prop:value=move || of(pair(axes.get())).to_string()>
                {move || {
                    (0..latent.get())
                        .map(|i| view! { <option value=i.to_string() selected=i == of(pair(axes.get_untracked()))>{format!("z{}", i + 1)}</option> })
                        .collect_view()
                }}
            </select>
        }
    };
    view! {
        <div class="axes" class:gone=move || latent.get() <= 2>
            <label>
                <span class="quiet">"axes "</span>
                // Recreated with its options: a value that is not yet among them would be lost.
                {move || {
                    let space = has_space.get().then(|| view! { <option value="space">"three dimensions"</option> });
                    view! {
                        <select class="small" data-testid="axes" on:change=pick prop:value=kind>
                            {space}
                            <option value="principal">"first two principal components"</option>
                            <option value="pair">"two of the numbers"</option>
                        </select>
                    }
                }}
            </label>
            <span class="pair" class:gone=move || !matches!(axes.get(), Axes::Pair(..))>
                {number("Horizontal axis", |pair| pair.0, |pair, x| Axes::Pair(x, pair.1))}
                {number("Vertical axis", |pair| pair.1, |pair, y| Axes::Pair(pair.0, y))}
            </span>
        </div>
    }
    .into_any()
}

fn pair(axes: Axes) -> (usize, usize) {
    match axes {
        Axes::Pair(x, y) => (x, y),
        Axes::Usual | Axes::Space | Axes::Principal => (0, 1),
    }
}
