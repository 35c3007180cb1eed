//! Ten test digits and their reconstructions.

use leptos::prelude::*;

use super::{
    numbers::{is_untrained, model_class},
    page::{Page, follow},
    pixels::Pixels,
};
use crate::{
    plot::{digit_grid, illustration::Illustration},
    state::State,
};
use hourglass_core::config::{Model, Models};

const COLUMNS: usize = 10;

#[component]
pub fn Reconstructions() -> impl IntoView {
    let page = Page::get();
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let pictures = page.derive(|state| {
        let shown = |model| state.pictures_shown(model).cloned();
        (shown(Model::Ae), shown(Model::Vae))
    });
    let models = page.derive_setting(|config| config.models);
    let epoch = page.derive(State::epoch_shown);
    let past = page.derive(|state| state.time.is_past().then(|| state.epoch_shown()));
    let when = move || match past.get() {
        Some(epoch) => format!("after epoch {epoch}"),
        None => "test digits, never trained on".into(),
    };
    let has_digits = move || prepared.with(Option::is_some);
    let is_noisy = page.derive(|state| state.run.prepared().is_some_and(|prepared| !prepared.sample.noisy.is_empty()));

    let picture = move || {
        let (originals, noisy): (Vec<u8>, Vec<u8>) = prepared.with_untracked(|prepared| {
            let sample = prepared.as_ref().map(|prepared| &prepared.sample);
            let images = sample.into_iter().flat_map(|sample| sample.exhibits.iter().filter_map(|&i| sample.image(i)));
            (images.flatten().copied().collect(), sample.map(|sample| sample.noisy.clone()).unwrap_or_default())
        });
        pictures.with_untracked(|(ae, vae)| {
            let rebuilt = trained(models.get_untracked()).map(|model| {
                let pictures = if model == Model::Ae { ae } else { vae };
                pictures.as_ref().map_or(&[][..], |pictures| &pictures.reconstructions)
            });
            let noisy = (!noisy.is_empty()).then_some(&noisy[..]);
            let rows: Vec<&[u8]> = std::iter::once(&originals[..]).chain(noisy).chain(rebuilt).collect();
            digit_grid::grid(&rows, COLUMNS)
        })
    };
    let watch = move || {
        follow(prepared);
        follow(pictures);
        follow(models);
    };
    let rows = move || (1 + usize::from(is_noisy.get()) + trained(models.get()).count()).to_string();
    let label = Signal::derive(move || {
        if !has_digits() {
            return "Ten test digits, not loaded yet".into();
        }
        let names: Vec<&str> = trained(models.get()).map(Model::name).collect();
        let noisy = if is_noisy.get() { ", the same with noise," } else { "" };
        format!(
            "Ten test digits{noisy} and below them what the {} rebuilt, after {} epochs",
            names.join(" and the "),
            epoch.get()
        )
    });
    view! {
        <section class="card reconstructions" aria-labelledby="reconstructions-title">
            <div class="card-head">
                <h2 id="reconstructions-title">"Reconstructions"</h2>
                <p class="quiet" data-testid="reconstructions-when">{when}</p>
            </div>
            <div class="rows" style=("--rows", rows)>
                <ul class="row-names">
                    <li>"original"</li>
                    <Show when=move || is_noisy.get()>
                        <li>"noisy"</li>
                    </Show>
                    {Model::ALL
                        .map(|model| view! { <li class=model_class(model) class:gone=is_untrained(page, model)>{model.name()}</li> })
                        .collect_view()}
                </ul>
                <div class="sheet">
                    <Pixels of=Illustration::Reconstructions label picture watch />
                    <p class="empty" class:gone=has_digits>"The digits appear here once they have loaded"</p>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn trained(models: Models) -> impl Iterator<Item = Model> {
    Model::ALL.into_iter().filter(move |&model| models.contains(model))
}
