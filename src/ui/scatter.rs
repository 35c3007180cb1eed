//! One network's latent space: hover to see a digit, click to see a place decoded.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::{
    canvas::{Again, Canvas},
    decoded::DecodedCard,
    numbers::model_class,
    page::{Page, follow},
    pixels::Pixels,
};
use crate::{
    config::Model,
    plot::{
        digit_grid,
        glide::{Bounds, Glide},
        mark::Place,
        projection::Projection,
        scatter::{Aspect, Input, Plane, Point},
    },
    state::Shared,
    web::{canvas::Surface, pointer, screen},
};

/// Pixels by which an arrow key moves the decoded place.
const STRIDE: f64 = 10.0;

#[component]
pub fn Scatter(model: Model, testid: &'static str) -> impl IntoView {
    let page = Page::get();
    let plot = Plot::new(page, model);
    let node = NodeRef::<html::Canvas>::new();
    let tab = page.derive(|state| state.view.tab);
    let trained = page.derive(move |state| state.config.models.contains(model));
    let place = move |event: &PointerEvent| node.get_untracked().map(|canvas| pointer::place(&canvas, event));

    let moved = move |event: PointerEvent| plot.hover(place(&event));
    let left = move |event: PointerEvent| {
        // A finger leaves with every tap; what it touched stays.
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
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-STRIDE, 0.0),
            "ArrowRight" => (STRIDE, 0.0),
            "ArrowUp" => (0.0, -STRIDE),
            "ArrowDown" => (0.0, STRIDE),
            "Escape" => return page.change(|state| state.forget_decoded(model)),
            _ => return,
        };
        event.prevent_default();
        plot.nudge(dx, dy);
    };
    view! {
        <div class=format!("scatter {}", model_class(model)) class:other-tab=move || tab.get() != model class:untrained=move || !trained.get()>
            <h3>{model.name()}<small>{full_name(model)}</small></h3>
            <div class="scatter-plot" on:pointermove=moved on:pointerleave=left on:pointerup=clicked on:keydown=key>
                <Canvas
                    testid
                    label=plot.label()
                    watch=move || plot.watch()
                    paint=move |surface, now| plot.paint(surface, now)
                    focusable=true
                    node
                />
                <p class="empty" class:gone=move || plot.points.with(Option::is_some)>
                    {move || match trained.get() {
                        true => "Each test digit becomes a dot here".into(),
                        false => format!("The {} is not trained: choose it in the settings", model.name()),
                    }}
                </p>
                <HoverCard plot />
                <DecodedCard model aside=plot.aside />
            </div>
        </div>
    }
    .into_any()
}

/// The digit under the pointer.
#[component]
fn HoverCard(plot: Plot) -> impl IntoView {
    let page = Page::get();
    let prepared = page.derive(|state| state.prepared.clone());
    let image = move |index: usize| {
        prepared.with_untracked(|prepared| {
            prepared.as_ref().and_then(|prepared| prepared.sample.image(index).map(<[u8]>::to_vec))
        })
    };
    let label = move |index: usize| {
        prepared.with_untracked(|prepared| prepared.as_ref().and_then(|prepared| prepared.sample.label(index)))
    };
    let place = move || plot.hovered.get().unwrap_or_default();
    let transform = move || {
        let shift = |flip: bool| if flip { "calc(-100% - 14px)" } else { "14px" };
        format!("translate({}, {})", shift(place().flip_x), shift(place().flip_y))
    };
    let picture =
        move || digit_grid::single(plot.hovered.get_untracked().and_then(|hovered| image(hovered.index)).as_deref());
    let words = move || {
        plot.hovered.get().map(|hovered| label(hovered.index).map_or("no label".into(), |label| label.to_string()))
    };
    view! {
        <div class="hover-card" class:gone=move || plot.hovered.get().is_none() aria-hidden="true"
            style:left=move || format!("{}px", place().place.x)
            style:top=move || format!("{}px", place().place.y)
            style:transform=transform
        >
            <Pixels testid="hover-digit" label="The digit under the pointer" picture watch=move || plot.hovered.track() />
            <b>{words}</b>
        </div>
    }
    .into_any()
}

/// What the pointer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hovered {
    index: usize,
    place: Place,
    /// On which side of the point there is room for a card.
    flip_x: bool,
    flip_y: bool,
}

/// A scatter's derived data, and the little that it remembers between frames.
#[derive(Clone, Copy)]
struct Plot {
    page: Page,
    model: Model,
    projection: Memo<Option<Projection>>,
    points: Memo<Option<Shared<Vec<Point>>>>,
    drawn: Memo<Option<(f32, f32)>>,
    decoded: Memo<Option<(f32, f32)>>,
    shown: Memo<crate::config::Digits>,
    hovered: RwSignal<Option<Hovered>>,
    /// The decoded place lies where its card would be.
    aside: RwSignal<bool>,
    glide: StoredValue<Glide>,
    plane: StoredValue<Option<Plane>>,
}

impl Plot {
    fn new(page: Page, model: Model) -> Self {
        let pictures = page.derive(move |state| state.pictures.get(model).cloned());
        let prepared = page.derive(|state| state.prepared.clone());
        let axes = page.derive(|state| state.view.axes);
        let dims = move || prepared.with(|prepared| prepared.as_ref().map_or(0, |prepared| prepared.config.latent));
        let projection = Memo::new(move |before: Option<&Option<Projection>>| {
            pictures.with(|pictures| {
                let before = before.and_then(Option::as_ref);
                pictures.as_ref().map(|pictures| Projection::new(axes.get(), &pictures.latents, dims(), before))
            })
        });
        let points = Memo::new(move |_| {
            let (projection, pictures, dims) = (projection.get()?, pictures.get()?, dims());
            let points = pictures.latents.chunks_exact(dims.max(1)).enumerate().map(|(i, latent)| {
                let label = prepared.with(|prepared| prepared.as_ref().and_then(|prepared| prepared.sample.label(i)));
                Point { place: projection.project(latent, i, label), label }
            });
            Some(Shared::new(points.collect()))
        });
        let is_empty = page.derive(|state| state.pad.is_empty());
        let drawn = Memo::new(move |_| {
            let latent = pictures.get()?.drawn.as_ref().map(|drawn| drawn.latent.clone())?;
            (!is_empty.get()).then(|| projection.with(|projection| projection.as_ref().map(|it| it.mark(&latent))))?
        });
        let latent = page.derive(move |state| state.decoded.get(model).map(|decoded| decoded.latent.clone()));
        let decoded = Memo::new(move |_| projection.get().zip(latent.get()).map(|(it, latent)| it.mark(&latent)));
        Self {
            page,
            model,
            projection,
            points,
            drawn,
            decoded,
            shown: page.derive(|state| state.view.shown),
            hovered: RwSignal::new(None),
            aside: RwSignal::new(false),
            glide: StoredValue::new(Glide::default()),
            plane: StoredValue::new(None),
        }
    }

    fn watch(self) {
        follow(self.points);
        follow(self.drawn);
        follow(self.decoded);
        follow(self.shown);
        self.hovered.track();
    }

    fn paint(self, surface: &Surface, now: f64) -> Again {
        let Some((points, projection)) = self.points.get_untracked().zip(self.projection.get_untracked()) else {
            self.glide.update_value(Glide::forget);
            self.plane.set_value(None);
            return Again::No;
        };
        let drawn = self.drawn.get_untracked();
        let places = points.iter().map(|point| point.place).chain(drawn);
        if let Some(bounds) = Bounds::around(places) {
            self.glide.update_value(|glide| glide.follow(bounds, now, screen::prefers_stillness()));
        }
        let glide = self.glide.get_value();
        let Some(bounds) = glide.at(now) else { return Again::No };
        let aspect = if matches!(projection, Projection::Line) { Aspect::Free } else { Aspect::Equal };
        let plane = Plane::layout(bounds, surface.size, aspect);
        self.plane.set_value(Some(plane));
        let titles = projection.titles();
        surface.draw(&plane.marks(&Input {
            drawn,
            decoded: self.decoded.get_untracked(),
            hovered: self.hovered.get_untracked().map(|hovered| hovered.index),
            ..self.input(&points, &titles)
        }));
        if glide.moves(now) { Again::Yes } else { Again::No }
    }

    fn input<'a>(self, points: &'a [Point], titles: &'a (String, String)) -> Input<'a> {
        let shown = self.shown.get_untracked();
        Input { model: self.model, points, shown, titles, hovered: None, drawn: None, decoded: None }
    }

    /// Takes hold of the point at a place, if there is one.
    fn hover(self, at: Option<Place>) {
        let hovered =
            self.plane.get_value().zip(at).zip(self.points.get_untracked()).and_then(|((plane, at), points)| {
                let index = plane.hit(&self.input(&points, &Default::default()), at)?;
                let place = plane.place(points.get(index)?.place);
                let frame = plane.frame;
                let middle = Place::new((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
                Some(Hovered { index, place, flip_x: place.x > middle.x, flip_y: place.y > middle.y })
            });
        if self.hovered.get_untracked() != hovered {
            self.hovered.set(hovered);
        }
    }

    /// Asks for the picture of a place.
    fn decode(self, at: Place) {
        let Some((plane, projection)) = self.plane.get_value().zip(self.projection.get_untracked()) else { return };
        if plane.frame.contains(at) {
            let latent = projection.lift(plane.point(at));
            let middle = plane.frame.middle();
            self.aside.set(at.x > middle.x - 40.0 && at.y < middle.y);
            self.page.act(|state| state.decode(self.model, latent));
        }
    }

    /// Moves the decoded place; without one it begins in the middle.
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
        let latent = page.derive(|state| state.config.latent);
        let has_drawing = Memo::new(move |_| self.drawn.get().is_some());
        Signal::derive(move || {
            let name = model.name();
            match self.points.with(|points| points.as_ref().map(|points| points.len())) {
                None => format!("Latent space of the {name}, empty"),
                Some(count) => format!(
                    "Latent space of the {name}: {count} test digits by their codes of {} numbers{}. Arrow keys move the place that is decoded.",
                    latent.get(),
                    if has_drawing.get() { ", and the place of the digit on the pad" } else { "" }
                ),
            }
        })
    }
}

fn full_name(model: Model) -> &'static str {
    match model {
        Model::Ae => "autoencoder",
        Model::Vae => "variational autoencoder",
    }
}
