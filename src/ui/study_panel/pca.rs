//! Principal components of the images: the variance they keep, their pictures, and the digits along two of them.

use leptos::prelude::*;

use super::{
    super::{
        canvas::{Again, Canvas},
        latent_panel::Legend,
        page::{Page, follow},
    },
    chart::StudyChart,
    components::ComponentPictures,
};
use crate::{
    plot::{
        glide::{Bounds, Glide},
        illustration::Illustration,
        line_chart::Reading,
        scatter::{Aspect, Plane, ScatterData, ScatterPoint},
        studies,
    },
    state::{
        Shared, State,
        words::{UNKNOWN, grouped, significant},
    },
    web::canvas::Surface,
};
use hourglass_core::{config::Model, protocol::Components};

/// The share of the variance for which components are counted.
const KEPT: f32 = 0.9;
/// The number of errors listed, from one component on.
const ERRORS: usize = 10;

#[component]
pub fn PcaStudy() -> impl IntoView {
    let page = Page::get();
    let needed = page.derive(|state| state.study.components_for(KEPT));
    let chart = page.derive(|state| {
        let components = state.study.components();
        studies::variance(components.map_or(&[], |components| &components.cumulative), state.study.components_for(KEPT))
    });
    let images = page.derive(|state| state.study.components().map(|components| components.images));
    let label = Signal::derive(move || match needed.get() {
        Some(needed) => format!("Variance kept by number of components: {needed} components keep 90%"),
        None => "Variance kept by number of components, empty".into(),
    });
    let sentence = move || {
        images.get().map_or_else(String::new, |images| format!(" of the variance of {} images.", grouped(images)))
    };
    view! {
        <div class="study-pair">
            <div class="study-part">
                <h3>"Variance kept"</h3>
                <StudyChart
                    of=Illustration::PcaVariance
                    label
                    input=chart
                    empty=page.derive(State::study_empty_words)
                    hint="point at the chart to read it"
                    words=reading_words
                />
                <p>
                    <b translate="no" data-testid="pca-components-90" data-value=move || needed.get().map(|needed| needed.to_string())>
                        {move || needed.get().map_or_else(|| UNKNOWN.into(), |needed| needed.to_string())}
                    </b>
                    " components keep 90%"
                    {sentence}
                </p>
            </div>
            <div class="study-part">
                <h3>"Along the first two"</h3>
                <Scatter />
                <Legend />
            </div>
        </div>
        <Errors />
        <ComponentPictures />
    }
    .into_any()
}

fn reading_words(reading: &Reading) -> String {
    let kept = reading.values.first().map_or_else(|| UNKNOWN.into(), |value| format!("{:.1}%", value.y));
    format!("{} components keep {kept}", reading.x)
}

/// The mean squared reconstruction errors for the first few components.
#[component]
fn Errors() -> impl IntoView {
    let page = Page::get();
    let error =
        move |count: usize| page.derive(move |state: &State| state.study.components()?.errors.get(count - 1).copied());
    let item = move |count: usize| {
        let error = error(count);
        view! {
            <div>
                <dt>{count}</dt>
                <dd
                    data-testid=format!("pca-error-{count}")
                    data-value=move || error.get().map(|error| error.to_string())
                >
                    {move || error.get().map_or_else(|| UNKNOWN.into(), |error| significant(error, 3))}
                </dd>
            </div>
        }
    };
    view! {
        <div>
            <h3>"Error by number of components"<small>" squared intensity per pixel"</small></h3>
            <dl class="study-errors" translate="no" data-testid="pca-errors">{(1..=ERRORS).map(item).collect_view()}</dl>
        </div>
    }
    .into_any()
}

/// The sample along the first two components.
#[component]
fn Scatter() -> impl IntoView {
    let page = Page::get();
    let components = page.derive(|state| state.study.components().cloned());
    let points = Memo::new(move |_| components.get().map(|components| Shared::new(points(&components))));
    let shown = page.derive(|state| state.view.shown());
    let watch = move || {
        follow(points);
        follow(shown);
    };
    let paint = move |surface: &Surface, now: f64| {
        let Some(points) = points.get_untracked() else { return Again::No };
        let mut glide = Glide::default();
        if let Some(bounds) = Bounds::around(points.iter().map(|point| point.place)) {
            glide.follow(bounds, now, true);
        }
        if let Some(bounds) = glide.at(now) {
            let titles = ("1st component".into(), "2nd component".into());
            let plane = Plane::layout(bounds, surface.size, Aspect::Equal);
            surface.draw(&plane.marks(&ScatterData {
                // Colours only points without labels.
                model: Model::Ae,
                points: &points,
                shown: shown.get_untracked(),
                titles: &titles,
                hovered: None,
                drawn: None,
                decoded: None,
            }));
        }
        Again::No
    };
    let label = Signal::derive(move || match points.with(|points| points.as_ref().map(|points| points.len())) {
        Some(count) => {
            format!("{count} test digits along the first two principal components, each in its label’s color")
        }
        None => "Test digits along the first two principal components, empty".into(),
    });
    view! {
        <div class="scatter-plot">
            <Canvas of=Illustration::PcaScatter label watch paint />
            <p class="empty" class:gone=move || points.with(Option::is_some)>"Nothing yet: each test digit becomes a dot here"</p>
        </div>
    }
    .into_any()
}

fn points(components: &Components) -> Vec<ScatterPoint> {
    let label = |i: usize| components.labels.as_ref().and_then(|labels| labels.get(i).copied());
    let places = components.places.chunks_exact(2).enumerate();
    places.map(|(i, place)| ScatterPoint { place: (place[0], place[1]), label: label(i) }).collect()
}
