//! The points on the plane to learn, and the effect of noise on them.

use leptos::prelude::*;

use super::{
    canvas::{Again, Canvas},
    choices::Segmented,
    field::change,
    page::{Page, follow},
    skip::INPUT,
};
use crate::{
    plot::{
        field::{Field, FieldData},
        illustration::Illustration,
    },
    web::canvas::Surface,
};
use hourglass_core::{
    config::{Model, Source},
    data::examples::InputTransform,
    rng::{Purpose, generator},
};

#[component]
pub fn PointsPanel() -> impl IntoView {
    let page = Page::get();
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let source = page.derive_setting(|config| config.source);
    let choose = move |source: Source| change(page, |config| config.source = source);
    // With the noise of an evaluation, which never changes.
    let noisy = Memo::new(move |_| {
        let prepared = prepared.get()?;
        let alteration = InputTransform::in_evaluation(&prepared.config);
        let mut points = prepared.sample.points.clone();
        alteration.add_noise(&mut points, &mut generator(prepared.config.seed, Purpose::EvaluationNoise, 0));
        alteration.has_noise().then_some(points)
    });
    let count = move || prepared.with(|prepared| prepared.as_ref().map_or(0, |it| it.sample.points.len() / 2));
    let label = Signal::derive(move || match (count(), noisy.with(Option::is_some)) {
        (0, _) => "No points yet".into(),
        (count, false) => format!("{count} points as the networks see them"),
        (count, true) => format!("{count} points, and the same with noise, as the networks see them"),
    });
    let hint = move || match noisy.with(Option::is_some) {
        true => "The networks see noisy points and learn to output the clean ones.",
        false => "The networks see each point and learn to output the same. You can add noise under “More settings”.",
    };
    let watch = move || {
        follow(prepared);
        follow(noisy);
    };
    let paint = move |surface: &Surface, _now: f64| {
        prepared.with_untracked(|prepared| {
            let points = prepared.as_ref().map_or(&[][..], |prepared| &prepared.sample.points);
            noisy.with_untracked(|noisy| {
                let noisy = noisy.as_deref().unwrap_or_default();
                let input = FieldData { model: Model::Ae, points, noisy, reconstructions: &[], grid: &[] };
                surface.draw(&Field::layout(surface.size).marks(&input));
            });
        });
        Again::No
    };
    view! {
        <section id=INPUT class="card points" aria-labelledby="points-title" tabindex="-1">
            <div class="card-head">
                <h2 id="points-title">"Points"</h2>
                <Segmented
                    label="Curve"
                    options=vec![("spiral", Source::Spiral), ("circle", Source::Circle), ("moons", Source::Moons)]
                    value=source
                    choose
                />
            </div>
            <Canvas of=Illustration::Points label watch paint />
            <p class="hint-line">{hint}</p>
        </section>
    }
    .into_any()
}
