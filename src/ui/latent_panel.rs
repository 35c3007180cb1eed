//! Both latent spaces, the legend of their digits, and the choice of axes.

use leptos::prelude::*;

use super::{page::Page, scatter::Scatter};
use crate::{
    config::{Digits, Kind, Model},
    state::Axes,
};

#[component]
pub fn LatentPanel() -> impl IntoView {
    let page = Page::get();
    let tab = page.derive(|state| state.view.tab);
    view! {
        <section class="card latent" aria-labelledby="latent-title">
            <div class="card-head">
                <h2 id="latent-title">"Latent space"</h2>
                <div class="card-tools">
                    <AxesChoice />
                    <div class="segmented tabs" role="group" aria-label="Network shown">
                        {Model::ALL
                            .map(|model| {
                                view! {
                                    <button
                                        aria-pressed=move || (tab.get() == model).to_string()
                                        on:click=move |_| page.change(|state| state.view.tab = model)
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
                <Scatter model=Model::Ae testid="latent-ae" />
                <Scatter model=Model::Vae testid="latent-vae" />
            </div>
            <Legend />
        </section>
    }
    .into_any()
}

/// The digits' colours; a click hides or shows one.
#[component]
fn Legend() -> impl IntoView {
    let page = Page::get();
    let shown = page.derive(|state| state.view.shown);
    let has_labels = page.derive(|state| {
        let is_labelled = state.prepared.as_ref().is_none_or(|prepared| prepared.sample.labels.is_some());
        is_labelled && state.config.source.kind() == Kind::Images
    });
    view! {
        <div class="legend" role="group" aria-label="Digits shown" class:gone=move || !has_labels.get()>
            {(0..10u8)
                .map(|digit| {
                    let is_shown = move || shown.get().contains(digit);
                    view! {
                        <button
                            class="legend-digit"
                            aria-pressed=move || is_shown().to_string()
                            title=move || if is_shown() { format!("Hide the {digit}s") } else { format!("Show the {digit}s") }
                            on:click=move |_| page.change(|state| state.view.shown = state.view.shown.toggled(digit))
                        >
                            <span class="dot" style:background=format!("var(--digit-{digit})")></span>
                            {digit}
                        </button>
                    }
                })
                .collect_view()}
            <button
                class="legend-all"
                aria-disabled=move || (shown.get() == Digits::ALL).to_string()
                on:click=move |_| page.change(|state| state.view.shown = Digits::ALL)
            >
                "all"
            </button>
        </div>
    }
    .into_any()
}

/// With more than two numbers in the code: which two directions are drawn.
#[component]
fn AxesChoice() -> impl IntoView {
    let page = Page::get();
    let latent = page.derive(|state| state.config.latent);
    let axes = page.derive(|state| state.view.axes);
    let pick = move |change: fn(Axes, usize) -> Axes| {
        move |event| {
            let value = event_target_value(&event).parse().unwrap_or_default();
            page.change(|state| state.view.axes = change(state.view.axes, value));
        }
    };
    let number = move |name: &'static str, of: fn(Axes) -> usize, change: fn(Axes, usize) -> Axes| {
        view! {
            <select class="small" aria-label=name on:change=pick(change) prop:value=move || of(axes.get()).to_string()>
                {move || {
                    (0..latent.get())
                        .map(|i| view! { <option value=i.to_string() selected=i == of(axes.get_untracked())>{format!("z{}", i + 1)}</option> })
                        .collect_view()
                }}
            </select>
        }
    };
    view! {
        <div class="axes" class:gone=move || latent.get() <= 2>
            <label>
                <span class="quiet">"axes "</span>
                <select
                    class="small"
                    data-testid="axes"
                    on:change=pick(|axes, value| match (axes, value) {
                        (_, 0) => Axes::Principal,
                        (Axes::Pair(..), _) => axes,
                        (Axes::Principal, _) => Axes::Pair(0, 1),
                    })
                    prop:value=move || if matches!(axes.get(), Axes::Principal) { "0" } else { "1" }
                >
                    <option value="0">"first two principal components"</option>
                    <option value="1">"two of the numbers"</option>
                </select>
            </label>
            <span class="pair" class:gone=move || matches!(axes.get(), Axes::Principal)>
                {number("Axis to the right", |axes| pair(axes).0, |axes, x| Axes::Pair(x, pair(axes).1))}
                {number("Axis upwards", |axes| pair(axes).1, |axes, y| Axes::Pair(pair(axes).0, y))}
            </span>
        </div>
    }
    .into_any()
}

fn pair(axes: Axes) -> (usize, usize) {
    match axes {
        Axes::Principal => (0, 1),
        Axes::Pair(x, y) => (x, y),
    }
}
