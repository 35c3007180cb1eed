//! New digits from the prior, beside what the AE decodes from the same codes.

use leptos::prelude::*;

use super::{
    super::{numbers::model_class, page::Page},
    film::Film,
};
use crate::{plot::illustration::Illustration, state::play::codes::GENERATED};
use hourglass_core::config::Model;

const ROWS: usize = 2;

#[component]
pub fn Generate() -> impl IntoView {
    let page = Page::get();
    let seed = page.derive(|state| state.play.settings().seed);
    let models = page.derive_setting(|config| config.models);
    let more = move |_| page.act(|state| state.play(|play| play.seed = play.seed.wrapping_add(1)));
    let half = move |(model, words): (Model, &'static str)| {
        let label = Signal::derive(move || {
            format!("{GENERATED} digits that the {} decodes from random codes, draw {}", model.name(), seed.get())
        });
        view! {
            <figure class="play-half" class:gone=move || !models.get().contains(model)>
                <figcaption>
                    <b class=model_class(model)>{model.name()}</b>
                    <span class="quiet">{words}</span>
                </figcaption>
                <Film model of=Illustration::Generated(model) label columns=GENERATED / ROWS rows=ROWS />
            </figure>
        }
    };
    view! {
        <div class="play-line">
            <button data-testid="generate" on:click=more>"More digits"</button>
            <span class="quiet">"draw "{seed}" from the prior, N(0, 1) for each number of the code"</span>
        </div>
        <div class="play-halves">
            {[
                (Model::Vae, "was trained so that its codes come from there"),
                (Model::Ae, "was not: the same codes may lie where it has seen nothing"),
            ]
                .map(half)
                .collect_view()}
        </div>
    }
    .into_any()
}
