//! Points on the plane, and where the networks move them.

use leptos::prelude::*;

use super::{
    canvas::{Again, Canvas},
    numbers::model_class,
    page::{Page, follow},
    scrubber::Scrubber,
};
use crate::{
    plot::{
        field::{Field, FieldData},
        illustration::Illustration,
    },
    state::State,
    web::canvas::Surface,
};
use hourglass_core::config::{Model, Noise};

#[component]
pub fn PlanePanel() -> impl IntoView {
    let page = Page::get();
    let sentence = page.derive_setting(|config| match config.noise {
        Noise::None => {
            "Each arrow leads from a point of the plane to where the network rebuilds it. Far from the data a network knows nothing: see where it goes wrong."
        }
        _ => {
            "Each arrow leads from a point of the plane to where the network rebuilds it. Trained to remove noise, it points to where data is dense."
        }
    });
    let models = page.derive_setting(|config| config.models);
    let fields = move || {
        let trained = Model::ALL.into_iter().filter(move |&model| models.get().contains(model));
        trained.map(|model| view! { <FieldPlot model /> }).collect_view()
    };
    view! {
        <section class="card plane" aria-labelledby="plane-title">
            <div class="card-head">
                <h2 id="plane-title">"The plane, rebuilt"</h2>
            </div>
            <p class="study-question">{sentence}</p>
            <div class="fields-of-plane">{fields}</div>
            <Scrubber />
        </section>
    }
    .into_any()
}

#[component]
fn FieldPlot(model: Model) -> impl IntoView {
    let page = Page::get();
    let pictures = page.derive(move |state| state.pictures_shown(model).cloned());
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let epoch = page.derive(State::epoch_shown);
    let watch = move || {
        follow(pictures);
        follow(prepared);
    };
    let paint = move |surface: &Surface, _now: f64| {
        let (pictures, prepared) = (pictures.get_untracked(), prepared.get_untracked());
        let points = prepared.as_ref().map_or(&[][..], |prepared| &prepared.sample.points);
        let grid = pictures.as_ref().map_or(&[][..], |pictures| &pictures.field);
        surface.draw(&Field::layout(surface.size).marks(&FieldData {
            model,
            points,
            noisy: &[],
            reconstructions: &[],
            grid,
        }));
        Again::No
    };
    let label = Signal::derive(move || {
        let points = prepared.with(|prepared| prepared.as_ref().map_or(0, |it| it.sample.points.len() / 2));
        let name = model.name();
        match pictures.with(|pictures| pictures.as_ref().is_some_and(|pictures| !pictures.field.is_empty())) {
            true => {
                format!("{points} points, and arrows to where the {name} moves the plane after {} epochs", epoch.get())
            }
            false => format!("{points} points; the {name} has moved none yet"),
        }
    });
    view! {
        <figure class=format!("field-of-plane {}", model_class(model))>
            <figcaption><b>{model.name()}</b></figcaption>
            <Canvas of=Illustration::Field(model) label watch paint />
        </figure>
    }
    .into_any()
}
