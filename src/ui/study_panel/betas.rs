//! The same VAE with three values of beta: its codes, its losses, and its digits from the prior.

use leptos::prelude::*;

use super::super::{
    canvas::{Again, Canvas},
    choices::Segmented,
    latent_panel::Legend,
    page::{Page, follow},
    pixels::Pixels,
};
use crate::{
    plot::{
        digit_grid,
        glide::Glide,
        illustration::Illustration,
        projection::Projection,
        scatter::{Aspect, Plane, ScatterData},
        studies::{self, Flat},
    },
    state::{
        Shared, State,
        words::{UNKNOWN, significant},
    },
    web::{canvas::Surface, screen},
};
use hourglass_core::{
    config::{Model, Study},
    protocol::Terms,
};

/// Digits in a row.
const COLUMNS: usize = 10;
/// Each VAE's scatter, and its digits.
const ILLUSTRATIONS: [(Illustration, Illustration); 3] = [
    (Illustration::Beta0, Illustration::Generated0),
    (Illustration::Beta1, Illustration::Generated1),
    (Illustration::Beta20, Illustration::Generated20),
];

/// The codes of the three VAEs on the plane.
type Flats = Memo<[Option<Shared<Flat>>; 3]>;

/// The scale of the three scatters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// All use the scale of the widest.
    SimilarDigits,
    /// Each uses the scale of its own points.
    Own,
}

#[component]
pub fn BetasStudy() -> impl IntoView {
    let page = Page::get();
    let reach = RwSignal::new(Reach::SimilarDigits);
    let betas = page.derive(|state| state.study.betas().cloned());
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let latent = page.derive_setting(|config| config.latent);
    let flats: Flats = Memo::new(move |before: Option<&[Option<Shared<Flat>>; 3]>| {
        let betas = betas.get();
        let prepared = prepared.get();
        let labels = prepared.as_ref().and_then(|prepared| prepared.sample.labels.as_deref());
        std::array::from_fn(|which| {
            let codes = &betas.as_ref()?[which].latents;
            let before = before.and_then(|before| before[which].as_deref());
            Some(Shared::new(Flat::of(codes, latent.get(), labels, before)))
        })
    });
    let scatters = (0..3).map(|which| view! { <Beta which flats reach /> });
    let rows = (0..3).map(|which| view! { <Generated which /> });
    view! {
        <div class="study-part study-wide">
            <div class="study-line">
                <h3>"Codes of the test digits"<small>" ring: two deviations of the prior"</small></h3>
                <Segmented
                    label="Scale of the scatters"
                    options=vec![("same scale", Reach::SimilarDigits), ("own scales", Reach::Own)]
                    titles=vec!["All three as wide as the widest", "Each as wide as its own codes"]
                    value=Memo::new(move |_| reach.get())
                    choose=move |chosen| reach.set(chosen)
                />
            </div>
            <div class="study-three">{scatters.collect_view()}</div>
            <Legend />
        </div>
        <div>
            <h3>"Digits from the prior"<small>" decoded from random codes"</small></h3>
            <div class="study-generated">{rows.collect_view()}</div>
        </div>
    }
    .into_any()
}

fn name(which: usize) -> String {
    format!("β = {}", Study::BETAS[which])
}

#[component]
fn Beta(which: usize, flats: Flats, reach: RwSignal<Reach>) -> impl IntoView {
    let page = Page::get();
    let terms = page.derive(move |state| {
        let terms = state.study.betas().map(|betas| betas[which].terms);
        terms.filter(|terms| *terms != Terms::default())
    });
    let unit = page.derive(State::unit);
    let number = move |term: &'static str, name: &'static str, of: fn(&Terms) -> f32| {
        let value = Memo::new(move |_| terms.get().map(|terms| of(&terms)));
        let beta = Study::BETAS[which];
        view! {
            <div>
                <dt>{name}</dt>
                <dd
                    data-testid=format!("betas-{term}-{beta}")
                    translate="no"
                    data-value=move || value.get().map(|value| value.to_string())
                >
                    {move || value.get().map_or_else(|| UNKNOWN.into(), |value| significant(value, 4))}
                </dd>
            </div>
        }
    };
    view! {
        <figure class="study-beta">
            <figcaption><b class="vae">{name(which)}</b></figcaption>
            <Scatter which flats reach />
            <dl title=unit>
                {number("reconstruction", "pixels", |terms| terms.reconstruction)}
                {number("kl", "KL", |terms| terms.kl)}
            </dl>
        </figure>
    }
    .into_any()
}

/// Where one of the VAEs places the test digits.
#[component]
fn Scatter(which: usize, flats: Flats, reach: RwSignal<Reach>) -> impl IntoView {
    let page = Page::get();
    let shown = page.derive(|state| state.view.shown());
    let glide = StoredValue::new(Glide::default());
    let flat = Memo::new(move |_| flats.with(|flats| flats[which].clone()));
    let bounds = Memo::new(move |_| {
        flats.with(|flats| match reach.get() {
            Reach::SimilarDigits => Flat::bounds(flats.iter().flatten().map(|flat| &**flat)),
            Reach::Own => Flat::bounds(flats[which].as_deref()),
        })
    });
    let watch = move || {
        follow(flat);
        follow(bounds);
        follow(shown);
    };
    let paint = move |surface: &Surface, now: f64| {
        let Some(flat) = flat.get_untracked() else { return Again::No };
        let bounds = bounds.get_untracked();
        if let Some(bounds) = bounds.filter(|_| !surface.is_kept()) {
            glide.update_value(|glide| glide.follow(bounds, now, screen::prefers_reduced_motion()));
        }
        let eased = || glide.with_value(|glide| glide.at(now));
        let view = if surface.is_kept() { bounds.map(|bounds| bounds.with_margin()) } else { eased() };
        let Some(bounds) = view else { return Again::No };
        let aspect = if matches!(flat.projection, Projection::Line) { Aspect::Free } else { Aspect::Equal };
        let plane = Plane::layout(bounds, surface.size, aspect);
        surface.draw(&plane.marks(&ScatterData {
            model: Model::Vae,
            points: &flat.points,
            shown: shown.get_untracked(),
            titles: &flat.projection.titles(),
            hovered: None,
            drawn: None,
            decoded: None,
        }));
        if flat.has_prior() {
            surface.draw(&[studies::prior(&plane)]);
        }
        if glide.with_value(|glide| glide.moves(now)) { Again::Yes } else { Again::No }
    };
    let empty = page.derive(State::study_empty_words);
    let label = Signal::derive(move || match flat.with(|flat| flat.as_ref().map(|flat| flat.points.len())) {
        Some(count) => format!("Codes of {count} test digits by the VAE with {}", name(which)),
        None => format!("Codes of the VAE with {}, empty", name(which)),
    });
    view! {
        <div class="scatter-plot">
            <Canvas of=ILLUSTRATIONS[which].0 label watch paint />
            <p class="empty" class:gone=move || flat.with(Option::is_some)>{empty}</p>
        </div>
    }
    .into_any()
}

/// Ten random codes, decoded by one of the VAEs.
#[component]
fn Generated(which: usize) -> impl IntoView {
    let page = Page::get();
    let betas = page.derive(|state| state.study.betas().cloned());
    let picture = move || {
        betas.with_untracked(|betas| {
            let images = betas.as_ref().map(|betas| betas[which].generated.as_slice());
            digit_grid::grid(&[images.unwrap_or_default()], COLUMNS)
        })
    };
    let label = Signal::derive(move || match betas.with(Option::is_some) {
        true => format!("Ten digits that the VAE with {} decodes from random codes", name(which)),
        false => format!("Digits of the VAE with {}, none yet", name(which)),
    });
    view! {
        <b class="vae">{name(which)}</b>
        <Pixels of=ILLUSTRATIONS[which].1 label picture watch=move || follow(betas) />
    }
    .into_any()
}
