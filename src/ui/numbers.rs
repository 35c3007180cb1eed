//! The run in numbers.

use leptos::prelude::*;

use super::page::Page;
use crate::{
    config::Model,
    state::{
        State,
        words::{Readout, UNKNOWN, grouped, significant},
    },
};

#[component]
pub fn Numbers() -> impl IntoView {
    let page = Page::get();
    let unit = page.derive(|state| state.loss().unit());
    let step = page.derive(|state| state.progress.step);
    let speed = page.derive(|state| match state.progress.ms_per_step {
        ms if ms > 0.0 && ms.is_finite() => significant(ms as f32, 3),
        _ => UNKNOWN.into(),
    });
    let images = page.derive(|state| match state.progress.images_per_second {
        images if images > 0.0 && images.is_finite() => grouped(images.round() as usize),
        _ => UNKNOWN.into(),
    });
    let left = page.derive(|state| state.time_left().unwrap_or_else(|| UNKNOWN.into()));
    view! {
        <section class="card numbers" aria-label="Numbers">
            <table>
                <caption class="unseen">"Losses of the last epoch"</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="unseen">"Network"</span></th>
                        <th scope="col">"training"</th>
                        <th scope="col">"validation"</th>
                        <th scope="col" title="The part of the VAE's validation loss that keeps its codes near the standard normal">"KL"</th>
                        <th scope="col" title="Mean squared error a pixel on the test images, intensities from 0 to 1">"test MSE"</th>
                    </tr>
                </thead>
                <tbody>
                    <Row model=Model::Ae train="ae-train-loss" validation="ae-validation-loss" kl=None mse="ae-test-mse" />
                    <Row model=Model::Vae train="vae-train-loss" validation="vae-validation-loss" kl=Some("vae-kl") mse="vae-test-mse" />
                </tbody>
            </table>
            <p class="unit">"Losses in "{unit}</p>
            <dl class="speed">
                <div><dt>"step"</dt><dd data-testid="step">{step}</dd></div>
                <div><dt>"ms a step"</dt><dd data-testid="ms-per-step">{speed}</dd></div>
                <div><dt>"images a second"</dt><dd>{images}</dd></div>
                <div><dt>"time left"</dt><dd>{left}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    model: Model,
    train: &'static str,
    validation: &'static str,
    kl: Option<&'static str>,
    mse: &'static str,
) -> impl IntoView {
    let page = Page::get();
    let trained = page.derive(move |state| state.config.models.contains(model));
    view! {
        <tr class=model_class(model) class:untrained=move || !trained.get()>
            <th scope="row">{model.name()}</th>
            <Number model which=Readout::Train testid=train />
            <Number model which=Readout::Validation testid=validation />
            {match kl {
                Some(testid) => view! { <Number model which=Readout::Kl testid /> }.into_any(),
                None => view! { <td></td> }.into_any(),
            }}
            <Number model which=Readout::TestMse testid=mse />
        </tr>
    }
    .into_any()
}

#[component]
fn Number(model: Model, which: Readout, testid: &'static str) -> impl IntoView {
    let page = Page::get();
    let value = page.derive(move |state: &State| state.readout(model, which));
    let text = move || value.get().map_or_else(|| UNKNOWN.into(), |value| significant(value, 5));
    let exact = move || value.get().map(|value| value.to_string());
    view! { <td data-testid=testid data-value=exact>{text}</td> }.into_any()
}

/// The style sheet's class for a network's colour.
pub fn model_class(model: Model) -> &'static str {
    match model {
        Model::Ae => "ae",
        Model::Vae => "vae",
    }
}
