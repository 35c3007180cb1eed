//! How unusual the digit is for the networks: its reconstruction error compared with the test digits'.

use leptos::prelude::*;

use super::{
    super::super::{
        canvas::{Again, Canvas},
        numbers::model_class,
        page::{Page, follow},
    },
    PadImage,
};
use crate::{
    plot::{histogram, illustration::Illustration},
    state::words::significant,
    web::canvas::Surface,
};
use hourglass_core::{
    config::{Model, Models},
    protocol::Asker,
};

/// The error, and the number of test digits in a hundred with a smaller one.
type ErrorRank = Memo<Option<(f32, usize)>>;

#[component]
pub fn AnomalyTool(image: PadImage) -> impl IntoView {
    let page = Page::get();
    let models = page.derive_setting(|config| config.models);
    let [ae, vae] = Model::ALL.map(|model| error_rank(page, model, image));
    let words = move || sentence(models.get(), [ae.get(), vae.get()]);
    view! {
        <section class="digit-part" aria-labelledby="digit-strange">
            <h3 id="digit-strange">"How unusual is it?"</h3>
            <p class="quiet">"A network rebuilds badly what it never learned: a large error means an unusual digit."</p>
            <p class="digit-words" data-testid="anomaly-percentile">{words}</p>
            <Errors model=Model::Ae own=ae />
            <Errors model=Model::Vae own=vae />
        </section>
    }
    .into_any()
}

fn error_rank(page: Page, model: Model, image: PadImage) -> ErrorRank {
    let pictures = page.derive(move |state| state.run.pictures().get(model).cloned());
    let answer = page.derive(move |state| state.latest_answer(model, Asker::Errors).cloned());
    Memo::new(move |_| {
        follow(pictures);
        follow(answer);
        image.with(|image| page.peek(|state| state.error_rank(model, image.as_ref()?)))
    })
}

fn sentence(models: Models, known: [Option<(f32, usize)>; 2]) -> String {
    let of = |(model, known): (Model, Option<(f32, usize)>)| {
        let (_, count) = known?;
        models.contains(model).then(|| format!("{}: odder than {count} of 100 test digits.", model.name()))
    };
    let latest_answer: Vec<String> = Model::ALL.into_iter().zip(known).filter_map(of).collect();
    if latest_answer.is_empty() { "Computing the test digits’ errors.".into() } else { latest_answer.join(" ") }
}

/// The test digits' errors, and the digit's own.
#[component]
fn Errors(model: Model, own: ErrorRank) -> impl IntoView {
    let page = Page::get();
    let is_there = page.derive_setting(move |config| config.models.contains(model));
    let answer = page.derive(move |state| state.latest_answer(model, Asker::Errors).cloned());
    let paint = move |surface: &Surface, _now: f64| {
        let own = own.get_untracked().map(|(error, _)| error);
        page.peek(|state| surface.draw(&histogram::marks(state.errors(model), own, model, surface.size)));
        Again::No
    };
    let watch = move || {
        follow(answer);
        follow(own);
    };
    let label = Signal::derive(move || match own.get() {
        Some((error, count)) => format!(
            "Errors of the {} on the test digits; yours is {}, larger than {count} of 100",
            model.name(),
            significant(error, 2)
        ),
        None => format!("Errors of the {} on the test digits, not known yet", model.name()),
    });
    let error = move || own.get().map_or_else(String::new, |(error, _)| format!("yours: {}", significant(error, 2)));
    view! {
        <figure class:gone=move || !is_there.get()>
            <figcaption>
                <b class=model_class(model)>{model.name()}</b>
                <span class="quiet">{error}</span>
            </figcaption>
            <div class="digit-chart">
                <Canvas of=Illustration::Errors(model) label watch paint />
            </div>
        </figure>
    }
    .into_any()
}
