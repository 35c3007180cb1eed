//! The test digits that are most similar to the one on the pad.

use leptos::prelude::*;

use super::{
    super::super::{
        numbers::model_class,
        page::{Page, follow},
        pixels::Pixels,
    },
    PadImage,
};
use crate::{
    plot::{digit_grid, illustration::Illustration},
    state::play::neighbours::NEIGHBOURS,
};
use hourglass_core::{config::Model, protocol::Sample};

#[component]
pub fn SimilarDigits(image: PadImage) -> impl IntoView {
    let page = Page::get();
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let by_pixels = Memo::new(move |_| {
        follow(prepared);
        image
            .with(|image| page.peek(|state| image.as_ref().map(|image| state.nearest_by_pixels(image))))
            .unwrap_or_default()
    });
    let by_code = move |model: Model| {
        let pictures = page.derive(move |state| state.run.pictures().get(model).cloned());
        let pad = page.derive(|state| state.digit_on_pad());
        Memo::new(move |_| {
            follow(pictures);
            follow(pad);
            page.peek(|state| state.nearest_by_code(model))
        })
    };
    view! {
        <section class="digit-part digit-alike" data-testid="neighbors" aria-labelledby="digit-alike">
            <h3 id="digit-alike">"What is like it?"</h3>
            <p class="quiet">"The nearest test digits: by their codes, and pixel by pixel."</p>
            <Row name="AE code" of=Some(Model::Ae) indices=by_code(Model::Ae) />
            <Row name="VAE code" of=Some(Model::Vae) indices=by_code(Model::Vae) />
            <Row name="pixels" of=None indices=by_pixels />
        </section>
    }
    .into_any()
}

/// The digits at these indices, with their labels below.
#[component]
fn Row(name: &'static str, of: Option<Model>, indices: Memo<Vec<usize>>) -> impl IntoView {
    let page = Page::get();
    let is_there = page.derive_setting(move |config| of.is_none_or(|model| config.models.contains(model)));
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let sample = move |of: &dyn Fn(&Sample, usize) -> Vec<u8>| -> Vec<u8> {
        prepared.with_untracked(|prepared| match prepared {
            Some(prepared) => indices.get_untracked().into_iter().flat_map(|i| of(&prepared.sample, i)).collect(),
            None => vec![],
        })
    };
    let picture = move || {
        let images = sample(&|sample, i| sample.image(i).unwrap_or_default().to_vec());
        digit_grid::grid(&[&images], NEIGHBOURS)
    };
    let labels = Memo::new(move |_| {
        follow(prepared);
        follow(indices);
        sample(&|sample, i| sample.label(i).into_iter().collect())
    });
    let label = Signal::derive(move || {
        let labels = labels.with(|labels| labels.iter().map(u8::to_string).collect::<Vec<_>>().join(", "));
        match labels.is_empty() {
            true => format!("{NEIGHBOURS} test digits nearest by {name}"),
            false => format!("{NEIGHBOURS} test digits nearest by {name}: {labels}"),
        }
    });
    let watch = move || {
        follow(indices);
        follow(prepared);
    };
    view! {
        <figure class:gone=move || !is_there.get()>
            <figcaption><b class=of.map(model_class)>{name}</b></figcaption>
            <div class="film" style=("--columns", NEIGHBOURS.to_string()) style=("--rows", "1")>
                <Pixels of=of.map_or(Illustration::NeighborsByPixels, Illustration::Neighbors) label picture watch />
            </div>
            <ol class="digit-labels" aria-hidden="true">
                {move || labels.get().into_iter().map(|label| view! { <li>{label}</li> }).collect_view()}
            </ol>
        </figure>
    }
    .into_any()
}
