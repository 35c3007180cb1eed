//! One place in each latent space, moved number by number, and the effect of each number.

use leptos::prelude::*;

use super::{
    super::{numbers::model_class, page::Page},
    film::Film,
    is_empty,
};
use crate::{
    plot::illustration::Illustration,
    state::{State, play::codes::FRAMES, words::coordinate},
};
use hourglass_core::config::Model;

/// Steps of a slider.
const STEPS: f32 = 100.0;

#[component]
pub fn Explore() -> impl IntoView {
    let page = Page::get();
    let latent = page.derive_setting(|config| config.latent);
    let models = page.derive_setting(|config| config.models);
    let picture = move |model: Model| {
        let place = page.derive(move |state| numbers(&state.explored(model)));
        let label = Signal::derive(move || format!("What the {} decodes at {}", model.name(), place.get()));
        view! {
            <figure class="play-place" class:gone=move || !models.get().contains(model)>
                <Film model of=Illustration::Explored(model) label columns=1 />
                <figcaption>
                    <b class=model_class(model)>{model.name()}</b>
                    <span translate="no">{place}</span>
                </figcaption>
            </figure>
        }
    };
    view! {
        <div class="play-explore">
            <div class="play-places">
                {Model::ALL.map(picture).collect_view()}
                <p class="quiet">"The crosshair in the scatters above marks the same place: drag it there, or click."</p>
            </div>
            <ol class="play-numbers" translate="no">
                {move || (0..latent.get()).map(|dim| view! { <Number dim /> }).collect_view()}
            </ol>
        </div>
    }
    .into_any()
}

/// One number of the code: its slider, and a strip of digits that shows its effect.
#[component]
fn Number(dim: usize) -> impl IntoView {
    let page = Page::get();
    let models = page.derive_setting(|config| config.models);
    let share = page.derive(move |state| (share(state, dim).unwrap_or(0.5) * STEPS).round());
    let is_empty = page.derive(is_empty);
    let testid = match dim {
        0 => "explore-x".into(),
        1 => "explore-y".into(),
        _ => format!("explore-z{}", dim + 1),
    };
    let slide = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f32>() {
            page.act(|state| state.explore(dim, value / STEPS));
        }
    };
    let words = page.derive(move |state| {
        let value = |model: Model| state.explored(model).get(dim).copied().unwrap_or_default();
        let of = |model: Model| format!("{} {}", model.name(), coordinate(value(model)));
        let trained = Model::ALL.into_iter().filter(|&model| state.config().models.contains(model));
        trained.map(of).collect::<Vec<_>>().join(", ")
    });
    let film = move |model: Model| {
        let label = Signal::derive(move || {
            format!("What the {} decodes as z{} goes from lowest to highest", model.name(), dim + 1)
        });
        view! {
            <div class=model_class(model) class:gone=move || !models.get().contains(model)>
                <Film model of=Illustration::Film(model) label first=1 + dim * FRAMES columns=FRAMES />
            </div>
        }
    };
    view! {
        <li>
            <label>
                <b>"z"{dim + 1}</b>
                <input
                    type="range"
                    data-testid=testid
                    min="0"
                    max=STEPS.to_string()
                    prop:value=move || share.get().to_string()
                    disabled=is_empty
                    aria-valuetext=words
                    on:input=slide
                />
                <span class="quiet">{words}</span>
            </label>
            {Model::ALL.map(film).collect_view()}
        </li>
    }
    .into_any()
}

/// A number's position within its range, from 0 to 1, for the first network that is trained.
fn share(state: &State, dim: usize) -> Option<f32> {
    let model = Model::ALL.into_iter().find(|&model| state.config().models.contains(model))?;
    let (least, most) = *state.reach(model).get(dim)?;
    Some(((state.explored(model).get(dim)? - least) / (most - least)).clamp(0.0, 1.0))
}

/// The first numbers of a code, as text.
fn numbers(code: &[f32]) -> String {
    let shown: Vec<String> = code.iter().take(3).map(|&value| coordinate(value)).collect();
    format!("{}{}", shown.join(", "), if code.len() > 3 { ", …" } else { "" })
}
