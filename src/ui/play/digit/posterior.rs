//! The VAE's posterior of the digit in close-up, and samples of it with their decoded digits.

use leptos::prelude::*;

use super::super::{
    super::{
        canvas::{Again, Canvas},
        page::{Page, follow},
    },
    film::Film,
};
use crate::{
    plot::{
        illustration::Illustration,
        posterior::{Spread, samples},
        projection::Projection,
        scatter::{Aspect, Plane, ScatterData, ScatterPoint},
    },
    state::{
        Axes, Shared, State,
        play::posterior::{Posterior, SAMPLES, number_words},
    },
    web::canvas::Surface,
};
use hourglass_core::config::Model;

/// Samples in a row.
const COLUMNS: usize = 4;

#[component]
pub fn PosteriorPart() -> impl IntoView {
    let page = Page::get();
    let has_vae = page.derive_setting(|config| config.models.contains(Model::Vae));
    let posterior = page.derive(State::posterior);
    let draw = page.derive(|state| state.play.settings().draw);
    let is_space = page.derive(|state| state.axes() == Axes::Space);
    let codes = Memo::new(move |_| posterior.with(|it| it.as_ref().map(|it| it.samples(draw.get()))));
    let words = move || {
        posterior.with(|posterior| match posterior {
            Some(Posterior { mu, sigma }) => format!("mu = {}; sigma = {}", number_words(mu), number_words(sigma)),
            None => "The VAE has not seen the digit yet.".into(),
        })
    };
    let again = move |_| page.act(|state| state.play(|play| play.draw = play.draw.wrapping_add(1)));
    let label = Signal::derive(move || {
        format!("{SAMPLES} reconstructions of your digit by the VAE, from codes of draw {}", draw.get())
    });
    let places = move || {
        let dims = posterior.with(|it| it.as_ref().map_or(1, |it| it.mu.len()));
        codes
            .with(|codes| codes.iter().flat_map(|codes| codes.chunks_exact(dims)).map(number_words).collect::<Vec<_>>())
    };
    view! {
        <section class="digit-part" class:gone=move || !has_vae.get() aria-labelledby="digit-posterior">
            <h3 id="digit-posterior">"Posterior"</h3>
            <p class="quiet">
                "For the VAE your digit is not a point but a normal distribution: the ellipses, one and two deviations wide, here up close"
                {move || if is_space.get() { ". The 3D scatter shows only their center." } else { " and in the VAE’s scatter." }}
            </p>
            <p class="digit-words" data-testid="posterior-words" translate="no">{words}</p>
            <PosteriorCloseUp posterior codes />
            <div class="play-line">
                <button class="small" data-testid="posterior-resample" on:click=again>"Draw epsilon again"</button>
                <span class="quiet">"z = mu + sigma · epsilon, draw "{draw}</span>
            </div>
            <Film model=Model::Vae of=Illustration::PosteriorSamples label columns=COLUMNS rows=SAMPLES / COLUMNS />
            <ol class="digit-codes" data-testid="posterior-codes" translate="no">
                {move || places().into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// The region of the VAE's latent space around the ellipses, to scale, with its test digits and the numbered samples.
#[component]
fn PosteriorCloseUp(posterior: Memo<Option<Posterior>>, codes: Memo<Option<Vec<f32>>>) -> impl IntoView {
    let page = Page::get();
    let pictures = page.derive(|state| state.run.pictures().vae.clone());
    let prepared = page.derive(|state| state.run.prepared().cloned());
    let latent = page.derive_setting(|config| config.latent);
    // In space there is no plane to show, so the principal axes are used.
    let axes = page.derive(|state| match state.axes() {
        Axes::Space => Axes::Principal,
        axes => axes,
    });
    let shown = page.derive(|state| state.view.shown());
    let projection = Memo::new(move |before: Option<&Option<Projection>>| {
        let before = before.and_then(Option::as_ref);
        let of = |latents: &[f32]| Projection::new(axes.get(), latents, latent.get(), before);
        pictures.with(|pictures| pictures.as_ref().map(|pictures| of(&pictures.latents)))
    });
    let points = Memo::new(move |_| {
        let (projection, pictures) = (projection.get()?, pictures.get()?);
        let prepared = prepared.get();
        let label = |i| prepared.as_ref().and_then(|prepared| prepared.sample.label(i));
        let point = |(i, code)| ScatterPoint { place: projection.project(code, i, label(i)), label: label(i) };
        let points = pictures.latents.chunks_exact(latent.get().max(1)).enumerate().map(point);
        Some(Shared::new(points.collect::<Vec<_>>()))
    });
    let watch = move || {
        follow(posterior);
        follow(codes);
        follow(points);
        follow(shown);
    };
    let paint = move |surface: &Surface, _now: f64| {
        let known = posterior.get_untracked().zip(projection.get_untracked()).zip(points.get_untracked());
        let Some(((posterior, projection), points)) = known else { return Again::No };
        let spread = Spread::of(&projection, &posterior.mu, &posterior.sigma);
        let Some(bounds) = spread.bounds() else { return Again::No };
        let aspect = if matches!(projection, Projection::Line) { Aspect::Free } else { Aspect::Equal };
        let plane = Plane::layout(bounds, surface.size, aspect);
        surface.draw(&plane.marks(&ScatterData {
            model: Model::Vae,
            points: &points,
            shown: shown.get_untracked(),
            titles: &projection.titles(),
            hovered: None,
            drawn: None,
            decoded: None,
        }));
        let codes = codes.get_untracked().unwrap_or_default();
        let drawn = codes.chunks_exact(posterior.mu.len().max(1)).map(|code| projection.mark(code));
        surface.draw(&[spread.marks(&plane), samples(&plane, drawn)]);
        Again::No
    };
    let label = Signal::derive(move || match posterior.with(Option::is_some) {
        true => {
            format!("Ellipses of one and two deviations around your digit’s mu, and {SAMPLES} codes drawn from there")
        }
        false => "The posterior of your digit, not known yet".into(),
    });
    view! {
        <div class="digit-chart digit-near">
            <Canvas of=Illustration::PosteriorChart label watch paint />
        </div>
    }
    .into_any()
}
