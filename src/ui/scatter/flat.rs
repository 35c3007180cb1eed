//! One network's latent space on a plane: hover to see a digit, click to decode a place.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::{
    super::{
        canvas::{Again, Canvas},
        decoded::DecodedCard,
        driven::Driven,
        keys::arrow,
        page::{Page, follow},
    },
    EmptyNote,
    hover::{HoverCard, Hovered},
};
use crate::{
    plot::{
        glide::{Bounds, Glide},
        illustration::Illustration,
        mark::{Place, Size},
        posterior::Spread,
        projection::Projection,
        scatter::{Aspect, Plane, ScatterData, ScatterPoint},
    },
    state::{Shared, State},
    web::{canvas::Surface, pointer, screen},
};
use hourglass_core::{
    config::{Digits, Model},
    protocol::Pictures,
};

/// Pixels by which an arrow key moves the decoded place.
const STRIDE: f64 = 10.0;
const DRIVEN: Driven =
    Driven::Surface { kind: "scatter plot", how: "Arrow keys move the place that is decoded, Escape clears it." };

#[component]
pub fn Flat(model: Model) -> impl IntoView {
    let page = Page::get();
    let plot = Plot::new(page, model);
    let node = NodeRef::<html::Canvas>::new();
    let place = move |event: &PointerEvent| node.get_untracked().map(|canvas| pointer::place(&canvas, event));

    let moved = move |event: PointerEvent| match place(&event) {
        // A pressed pointer drags the decoded place. A finger does so only if there is one; otherwise it could not scroll.
        Some(place) if event.buttons() & 1 == 1 && (event.pointer_type() != "touch" || plot.is_held()) => {
            plot.hover(None);
            plot.decode(place);
        }
        place => plot.hover(place),
    };
    let left = move |event: PointerEvent| {
        // A finger leaves after every tap; the point that it touched stays hovered.
        if event.pointer_type() != "touch" {
            plot.hover(None);
        }
    };
    let clicked = move |event: PointerEvent| {
        if let Some(place) = place(&event)
            && event.button() == 0
        {
            plot.hover(Some(place));
            plot.decode(place);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            return page.act(|state| state.forget_decoded(model));
        }
        let Some((right, down)) = arrow(&event) else { return };
        event.prevent_default();
        plot.nudge(f64::from(right) * STRIDE, f64::from(down) * STRIDE);
    };
    view! {
        <div class="scatter-plot" class:held=move || plot.is_held() on:pointermove=moved on:pointerleave=left on:pointerup=clicked on:keydown=key>
            <Canvas
                of=Illustration::Latent(model)
                label=plot.label()
                watch=move || plot.watch()
                paint=move |surface, now| plot.paint(surface, now)
                driven=DRIVEN
                node
            />
            <EmptyNote is_empty=Signal::derive(move || plot.points.with(Option::is_none)) />
            <HoverCard hovered=plot.hovered />
            <DecodedCard model aside=plot.aside />
        </div>
    }
    .into_any()
}

/// A scatter's derived data, and the little that it remembers between frames.
#[derive(Clone, Copy)]
struct Plot {
    page: Page,
    model: Model,
    projection: Memo<Option<Projection>>,
    points: Memo<Option<Shared<Vec<ScatterPoint>>>>,
    /// The bounds over all epochs, while the user looks back.
    span: Memo<Option<Bounds>>,
    drawn: Memo<Option<(f32, f32)>>,
    /// The VAE's posterior of the drawn digit.
    spread: Memo<Option<Spread>>,
    decoded: Memo<Option<(f32, f32)>>,
    shown: Memo<Digits>,
    hovered: RwSignal<Option<Hovered>>,
    /// The decoded place lies where its card would be.
    aside: RwSignal<bool>,
    glide: StoredValue<Glide>,
    /// The current view, while the user looks back.
    present: StoredValue<Option<Bounds>>,
    plane: StoredValue<Option<Plane>>,
}

impl Plot {
    fn new(page: Page, model: Model) -> Self {
        let pictures = page.derive(move |state| state.pictures_shown(model).cloned());
        let prepared = page.derive(|state| state.run.prepared().cloned());
        let past = page.derive(move |state| state.past(model));
        let axes = page.derive(State::axes);
        let dims = move || prepared.with(|prepared| prepared.as_ref().map_or(0, |prepared| prepared.config.latent));
        let projection = Memo::new(move |before: Option<&Option<Projection>>| {
            let before = before.and_then(Option::as_ref);
            // All past epochs are shown along the axes of the last one.
            let pictures = past.with(|past| past.last().cloned()).or_else(|| pictures.get());
            pictures.map(|pictures| Projection::new(axes.get(), &pictures.latents, dims(), before))
        });
        let laid = move |projection: &Projection, pictures: &Pictures| {
            let points = pictures.latents.chunks_exact(dims().max(1)).enumerate().map(|(i, latent)| {
                let label = prepared.with(|prepared| prepared.as_ref().and_then(|prepared| prepared.sample.label(i)));
                ScatterPoint { place: projection.project(latent, i, label), label }
            });
            points.collect::<Vec<_>>()
        };
        let points = Memo::new(move |_| Some(Shared::new(laid(&projection.get()?, &*pictures.get()?))));
        let span = Memo::new(move |_| {
            let (projection, past) = (projection.get()?, past.get());
            Bounds::around(past.iter().flat_map(|pictures| laid(&projection, pictures)).map(|point| point.place))
        });
        let is_empty = page.derive(|state| state.pad.is_empty());
        let drawn = Memo::new(move |_| {
            let latent = pictures.get()?.drawn.as_ref().map(|drawn| drawn.latent.clone())?;
            (!is_empty.get()).then(|| projection.with(|projection| projection.as_ref().map(|it| it.mark(&latent))))?
        });
        let posterior =
            page.derive(move |state| state.posterior().filter(|_| model == Model::Vae && !state.time.is_past()));
        let spread = Memo::new(move |_| {
            let (projection, posterior) = projection.get().zip(posterior.get())?;
            Some(Spread::of(&projection, &posterior.mu, &posterior.sigma))
        });
        let latent = page.derive(move |state| state.decoded_shown(model).map(|decoded| decoded.latent));
        let decoded = Memo::new(move |_| projection.get().zip(latent.get()).map(|(it, latent)| it.mark(&latent)));
        Self {
            page,
            model,
            projection,
            points,
            span,
            drawn,
            spread,
            decoded,
            shown: page.derive(|state| state.view.shown()),
            hovered: RwSignal::new(None),
            aside: RwSignal::new(false),
            glide: StoredValue::new(Glide::default()),
            present: StoredValue::new(None),
            plane: StoredValue::new(None),
        }
    }

    fn watch(self) {
        follow(self.points);
        follow(self.span);
        follow(self.drawn);
        follow(self.spread);
        follow(self.decoded);
        follow(self.shown);
        self.hovered.track();
    }

    fn paint(self, surface: &Surface, now: f64) -> Again {
        let Some((points, projection)) = self.points.get_untracked().zip(self.projection.get_untracked()) else {
            self.glide.update_value(Glide::forget);
            self.present.set_value(None);
            self.plane.set_value(None);
            return Again::No;
        };
        let drawn = self.drawn.get_untracked();
        let still = screen::prefers_reduced_motion();
        let places = || points.iter().map(|point| point.place).chain(drawn);
        if surface.is_kept() {
            let bounds = self.span.get_untracked().or_else(|| Bounds::around(places()));
            if let Some(bounds) = bounds {
                let plane = plane(bounds.with_margin(), &projection, surface.size);
                self.draw(surface, &plane, &points, &projection);
            }
            return Again::No;
        }
        if let Some(span) = self.span.get_untracked() {
            if self.present.get_value().is_none() {
                self.present.set_value(self.glide.get_value().view());
            }
            self.glide.update_value(|glide| glide.fit(span, now, still));
        } else {
            let view = self.present.try_update_value(Option::take).flatten();
            self.glide.update_value(|glide| {
                view.into_iter().for_each(|view| glide.go(view, now, still));
                Bounds::around(places()).into_iter().for_each(|bounds| glide.follow(bounds, now, still));
            });
        }
        let glide = self.glide.get_value();
        let Some(bounds) = glide.at(now) else { return Again::No };
        let plane = plane(bounds, &projection, surface.size);
        self.plane.set_value(Some(plane));
        self.draw(surface, &plane, &points, &projection);
        if glide.moves(now) { Again::Yes } else { Again::No }
    }

    fn draw(self, surface: &Surface, plane: &Plane, points: &[ScatterPoint], projection: &Projection) {
        let titles = projection.titles();
        let spread = self.spread.get_untracked();
        surface.draw(&plane.marks(&ScatterData {
            // A distribution has its own marks.
            drawn: self.drawn.get_untracked().filter(|_| spread.is_none()),
            decoded: self.decoded.get_untracked(),
            hovered: self.hovered.get_untracked().map(|hovered| hovered.index),
            ..self.input(points, &titles)
        }));
        surface.draw(&spread.map(|spread| spread.marks(plane)).into_iter().collect::<Vec<_>>());
    }

    fn input<'a>(self, points: &'a [ScatterPoint], titles: &'a (String, String)) -> ScatterData<'a> {
        let shown = self.shown.get_untracked();
        ScatterData { model: self.model, points, shown, titles, hovered: None, drawn: None, decoded: None }
    }

    /// Hovers the point at a place, if there is one.
    fn hover(self, at: Option<Place>) {
        let hovered =
            self.plane.get_value().zip(at).zip(self.points.get_untracked()).and_then(|((plane, at), points)| {
                let index = plane.hit(&self.input(&points, &Default::default()), at)?;
                let place = plane.place(points.get(index)?.place);
                Some(Hovered::at(index, place, plane.frame.middle()))
            });
        if self.hovered.get_untracked() != hovered {
            self.hovered.set(hovered);
        }
    }

    fn is_held(self) -> bool {
        self.decoded.with(Option::is_some)
    }

    /// Asks for the picture of a place.
    fn decode(self, at: Place) {
        let Some((plane, projection)) = self.plane.get_value().zip(self.projection.get_untracked()) else { return };
        if plane.frame.contains(at) && self.page.peek(State::can_decode) {
            let latent = projection.lift(plane.point(at));
            let middle = plane.frame.middle();
            self.aside.set(at.x > middle.x - 40.0 && at.y < middle.y);
            self.page.act(|state| state.decode(self.model, latent));
        }
    }

    /// Moves the decoded place; the first one is in the middle.
    fn nudge(self, dx: f64, dy: f64) {
        let Some(plane) = self.plane.get_value() else { return };
        let frame = plane.frame;
        let middle = frame.middle();
        let at = self.decoded.get_untracked().map_or(middle, |point| plane.place(point));
        let within = |value: f64, least: f64, most: f64| value.clamp(least, most);
        self.decode(Place::new(within(at.x + dx, frame.left, frame.right), within(at.y + dy, frame.top, frame.bottom)));
    }

    fn label(self) -> Signal<String> {
        let Self { page, model, .. } = self;
        let words = page.derive(|state| (state.config().latent, state.sample_word()));
        let has_drawing = Memo::new(move |_| self.drawn.get().is_some());
        Signal::derive(move || {
            let name = model.name();
            let (latent, sample) = words.get();
            match self.points.with(|points| points.as_ref().map(|points| points.len())) {
                None => format!("Latent space of the {name}, empty"),
                Some(count) => format!(
                    "Latent space of the {name}: {count} {sample} by their codes of {latent} numbers{}",
                    match (has_drawing.get(), self.spread.with(Option::is_some)) {
                        (true, true) =>
                            ", and the place of the digit on the pad with ellipses of one and two deviations",
                        (true, false) => ", and the place of the digit on the pad",
                        _ => "",
                    }
                ),
            }
        })
    }
}

fn plane(bounds: Bounds, projection: &Projection, size: Size) -> Plane {
    let aspect = if matches!(projection, Projection::Line) { Aspect::Free } else { Aspect::Equal };
    Plane::layout(bounds, size, aspect)
}
