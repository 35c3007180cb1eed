//! One network's latent space, on a plane or in space.

mod flat;
mod hover;
mod space;

use leptos::prelude::*;

use self::flat::Flat;
use self::space::InSpace;
use super::{numbers::model_class, page::Page};
use crate::state::Axes;
use hourglass_core::config::{Model, Models};

#[component]
pub fn Scatter(model: Model) -> impl IntoView {
    let page = Page::get();
    let is_other_tab = page.derive(move |state| state.view.tab() != model && state.config().models == Models::Both);
    let is_trained = page.derive_setting(move |config| config.models.contains(model));
    let is_space = page.derive(|state| state.axes() == Axes::Space);
    view! {
        <div class=format!("scatter {}", model_class(model)) class:other-tab=is_other_tab class:gone=move || !is_trained.get()>
            <h3>{model.name()}<small>{full_name(model)}{move || is_space.get().then_some(", drag to turn it")}</small></h3>
            {move || match is_space.get() {
                true => view! { <InSpace model /> }.into_any(),
                false => view! { <Flat model /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// The text shown while there are no points.
#[component]
fn EmptyNote(is_empty: Signal<bool>) -> impl IntoView {
    let page = Page::get();
    let note = page.derive(move |state| format!("Each of the {} becomes a dot here", state.sample_word()));
    view! { <p class="empty" class:gone=move || !is_empty.get()>{note}</p> }.into_any()
}

fn full_name(model: Model) -> &'static str {
    match model {
        Model::Ae => "autoencoder",
        Model::Vae => "variational autoencoder",
    }
}
