//! The run in numbers.

use leptos::prelude::*;

use super::page::Page;
use crate::state::{
    State,
    noted::measure_words,
    words::{Readout, UNKNOWN, grouped, significant},
};
use hourglass_core::{config::Model, protocol::Measure};

#[component]
pub fn Numbers() -> impl IntoView {
    let page = Page::get();
    let unit = page.derive(|state| state.unit());
    let examples = page.derive(State::examples_word);
    let step = page.derive(|state| state.run.progress().step);
    let speed = page.derive(|state| match state.run.progress().ms_per_step {
        ms if ms > 0.0 && ms.is_finite() => significant(ms as f32, 3),
        _ => UNKNOWN.into(),
    });
    let images = page.derive(|state| match state.run.progress().images_per_second {
        images if images > 0.0 && images.is_finite() => grouped(images.round() as usize),
        _ => UNKNOWN.into(),
    });
    let left = page.derive(|state| state.time_left().unwrap_or_else(|| UNKNOWN.into()));
    view! {
        <section class="card numbers" aria-label="Numbers">
            <table>
                <caption>"Losses in "{unit}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {Model::ALL
                            .map(|model| view! { <th scope="col" class=model_class(model) class:gone=is_untrained(page, model)>{model.name()}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <Row name="training" title="Mean over the training images of the last epoch" which=Readout::Train testids=[Some("ae-train-loss"), Some("vae-train-loss")] />
                    <Row name="validation" title="Mean over images not used for training" which=Readout::Validation testids=[Some("ae-validation-loss"), Some("vae-validation-loss")] />
                    <Row name="reconstruction" title="The part of the validation loss that comes from outputs unlike the originals" which=Readout::Reconstruction testids=[Some("ae-reconstruction"), Some("vae-reconstruction")] />
                    <Row name="+ β × KL" title="The KL part of the VAE’s validation loss: KL times the weight β that it had when it was measured" which=Readout::WeightedKl testids=[None, Some("vae-weighted-kl")] />
                    <Row name="KL alone" title="KL without its weight β: how far the VAE’s codes are from the standard normal, in nats" which=Readout::Kl testids=[None, Some("vae-kl")] />
                    <Row name="test MSE" title="Mean squared error per pixel on the test images, with intensities from 0 to 1" which=Readout::TestMse testids=[Some("ae-test-mse"), Some("vae-test-mse")] />
                </tbody>
            </table>
            <dl class="speed">
                <div><dt>"step"</dt><dd data-testid="step" translate="no">{step}</dd></div>
                <div><dt>"ms per step"</dt><dd data-testid="ms-per-step" translate="no">{speed}</dd></div>
                <div><dt>{examples}" per second"</dt><dd translate="no">{images}</dd></div>
                <div><dt>"time left"</dt><dd>{left}</dd></div>
            </dl>
            <Measures />
        </section>
    }
    .into_any()
}

/// Additional measurements of the AE, if there are any.
#[component]
fn Measures() -> impl IntoView {
    view! {
        <dl class="speed measures">
            <Measured
                name="angle to PCA"
                testid="measure-angle"
                title="The largest angle between the directions that the AE’s decoder spans and the principal components"
                value=|state| state.measured(Model::Ae, Measure::Angle)
                words=|value, latent| measure_words(Measure::Angle, value, latent)
            />
            <Measured
                name="Jacobian"
                testid="measure-jacobian"
                title="How much the AE’s code moves when its input does: the squared norm of the encoder’s Jacobian, averaged over images"
                value=|state| state.measured(Model::Ae, Measure::Jacobian).filter(|_| state.config().contractive > 0.0)
                words=|value, latent| measure_words(Measure::Jacobian, value, latent)
            />
            <Measured
                name="active units"
                testid="measure-active"
                title="Share of the AE’s code units that are not 0, averaged over the test digits"
                value=|state| state.measured(Model::Ae, Measure::Active)
                words=|value, latent| measure_words(Measure::Active, value, latent)
            />
            <Measured
                name="dead units"
                testid="measure-dead"
                title="Units of the AE’s code that are 0 for every test digit"
                value=|state| state.measured(Model::Ae, Measure::Dead)
                words=|value, latent| measure_words(Measure::Dead, value, latent)
            />
            <Measured
                name="penalty"
                testid="ae-penalty"
                title="The sparse and contractive penalties in the AE’s validation loss"
                value=State::penalty
                words=|value, _| significant(value, 3)
            />
        </dl>
    }
    .into_any()
}

#[component]
fn Measured(
    name: &'static str,
    testid: &'static str,
    title: &'static str,
    value: fn(&State) -> Option<f32>,
    words: fn(f32, usize) -> String,
) -> impl IntoView {
    let is_there = Page::get().derive(move |state| value(state).is_some());
    view! {
        <Show when=move || is_there.get()>
            <div title=title>
                <dt class="ae">{name}</dt>
                <Readout testid value words />
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Readout(testid: &'static str, value: fn(&State) -> Option<f32>, words: fn(f32, usize) -> String) -> impl IntoView {
    let shown = Page::get().derive(move |state| value(state).map(|value| (value, words(value, state.config().latent))));
    let exact = move || shown.with(|shown| shown.as_ref().map(|(value, _)| value.to_string()));
    let text = move || shown.with(|shown| shown.as_ref().map(|(_, words)| words.clone()));
    view! { <dd data-testid=testid data-value=exact translate="no">{text}</dd> }.into_any()
}

#[component]
fn Row(name: &'static str, title: &'static str, which: Readout, testids: [Option<&'static str>; 2]) -> impl IntoView {
    let page = Page::get();
    let cells = Model::ALL.into_iter().zip(testids).map(|(model, testid)| match testid {
        Some(testid) => view! { <Number model which testid /> }.into_any(),
        None => view! { <td class:gone=is_untrained(page, model)></td> }.into_any(),
    });
    let has_number = page.derive_setting(move |config| {
        Model::ALL.into_iter().zip(testids).any(|(model, testid)| testid.is_some() && config.models.contains(model))
    });
    view! {
        <tr class:gone=move || !has_number.get()>
            <th scope="row" title=title>{name}</th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

#[component]
fn Number(model: Model, which: Readout, testid: &'static str) -> impl IntoView {
    let page = Page::get();
    let value = page.derive(move |state: &State| state.readout(model, which));
    let text = page.derive(move |state: &State| state.readout_words(model, which));
    let exact = move || value.get().map(|value| value.to_string());
    view! {
        <td data-testid=testid data-value=exact translate="no" class:gone=is_untrained(page, model)>
            {text}
        </td>
    }
    .into_any()
}

/// Whether a network is not trained, so that the other one takes its room.
pub fn is_untrained(page: Page, model: Model) -> impl Fn() -> bool + Copy + Send + Sync + 'static {
    let is_trained = page.derive_setting(move |config| config.models.contains(model));
    move || !is_trained.get()
}

/// The CSS class for a network's colour.
pub fn model_class(model: Model) -> &'static str {
    match model {
        Model::Ae => "ae",
        Model::Vae => "vae",
    }
}
