//! One network's latent space of three numbers: drag to turn it, hover to see a digit, tap a point to decode its code.

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
        illustration::Illustration,
        mark::Place,
        orbit::Orbit,
        space::{Ball, Space, SpaceData, SpacePoint},
    },
    state::{Shared, State},
    web::{canvas::Surface, pointer},
};
use hourglass_core::config::{Digits, Model};

/// The most points of the sample to show: more could not be distinguished.
const MOST: usize = 200;
/// The numbers in a code in space.
const DIMS: usize = 3;
/// The most pixels that a pointer moves in a tap.
const TAP: f64 = 4.0;
const DRIVEN: Driven =
    Driven::Surface { kind: "3D scatter plot", how: "Arrow keys turn it, Escape clears the decoded place." };

#[component]
pub fn InSpace(model: Model) -> impl IntoView {
    let page = Page::get();
    let plot = Plot::new(page, model);
    let node = NodeRef::<html::Canvas>::new();
    let place = move |event: &PointerEvent| node.get_untracked().map(|canvas| pointer::place(&canvas, event));

    let down = move |event: PointerEvent| {
        if let Some(canvas) = node.get_untracked()
            && event.button() == 0
            && plot.grip.get_value().is_none()
        {
            pointer::capture(&canvas, &event);
            let at = pointer::place(&canvas, &event);
            plot.grip.set_value(Some(PointerDown { pointer: event.pointer_id(), at, turns: false }));
        }
    };
    let moved = move |event: PointerEvent| match (plot.grip.get_value(), place(&event)) {
        (Some(grip), Some(at)) if grip.pointer == event.pointer_id() => plot.drag(grip, at),
        (None, at) => plot.hover(at),
        _ => {}
    };
    let up = move |event: PointerEvent| {
        if let Some(grip) = plot.grip.get_value().filter(|grip| grip.pointer == event.pointer_id()) {
            plot.grip.set_value(None);
            if !grip.turns && event.type_() == "pointerup" {
                plot.tap(grip.at);
            }
        }
    };
    let left = move |event: PointerEvent| {
        // A finger leaves after every tap; the point that it touched stays hovered.
        if event.pointer_type() != "touch" {
            plot.hover(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            return page.act(|state| state.forget_decoded(model));
        }
        let Some((right, down)) = arrow(&event) else { return };
        event.prevent_default();
        plot.turn(|orbit| orbit.stepped(right.into(), down.into()));
    };
    view! {
        <div
            class="scatter-plot turns"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:lostpointercapture=up
            on:pointerleave=left
            on:keydown=key
        >
            <Canvas
                of=Illustration::Latent(model)
                label=plot.label()
                watch=move || plot.watch()
                paint=move |surface, _now| plot.paint(surface)
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

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PointerDown {
    pointer: i32,
    at: Place,
    /// It has moved too far for a tap.
    turns: bool,
}

/// A scatter's derived data, and the little that it remembers between frames.
#[derive(Clone, Copy)]
struct Plot {
    page: Page,
    model: Model,
    points: Memo<Option<Shared<Vec<SpacePoint>>>>,
    /// The extent over all epochs, while the user looks back.
    span: Memo<Option<Ball>>,
    drawn: Memo<Option<[f32; 3]>>,
    decoded: Memo<Option<[f32; 3]>>,
    shown: Memo<Digits>,
    orbit: RwSignal<Orbit>,
    hovered: RwSignal<Option<Hovered>>,
    /// The decoded place lies where its card would be.
    aside: RwSignal<bool>,
    grip: StoredValue<Option<PointerDown>>,
    ball: StoredValue<Option<Ball>>,
    /// The current ball, while the user looks back.
    present: StoredValue<Option<Ball>>,
    space: StoredValue<Option<Space>>,
}

impl Plot {
    fn new(page: Page, model: Model) -> Self {
        let pictures = page.derive(move |state| state.pictures_shown(model).cloned());
        let prepared = page.derive(|state| state.run.prepared().cloned());
        let past = page.derive(move |state| state.past(model));
        let span = Memo::new(move |_| {
            past.with(|past| {
                let codes = past.iter().flat_map(|pictures| pictures.latents.chunks_exact(DIMS).take(MOST));
                Ball::around(codes.filter_map(in_space))
            })
        });
        let points = Memo::new(move |_| {
            let (pictures, prepared) = (pictures.get()?, prepared.get()?);
            let codes = pictures.latents.chunks_exact(DIMS).take(MOST).enumerate();
            let point = |(i, code)| Some(SpacePoint { place: in_space(code)?, label: prepared.sample.label(i) });
            (prepared.config.latent == DIMS).then(|| Shared::new(codes.filter_map(point).collect()))
        });
        let is_empty = page.derive(|state| state.pad.is_empty());
        let drawn = Memo::new(move |_| {
            let place = in_space(&pictures.get()?.drawn.as_ref()?.latent)?;
            (!is_empty.get()).then_some(place)
        });
        Self {
            page,
            model,
            points,
            span,
            drawn,
            decoded: page.derive(move |state| in_space(&state.decoded_shown(model)?.latent)),
            shown: page.derive(|state| state.view.shown()),
            orbit: RwSignal::new(Orbit::default()),
            hovered: RwSignal::new(None),
            aside: RwSignal::new(false),
            grip: StoredValue::new(None),
            ball: StoredValue::new(None),
            present: StoredValue::new(None),
            space: StoredValue::new(None),
        }
    }

    fn watch(self) {
        follow(self.points);
        follow(self.span);
        follow(self.drawn);
        follow(self.decoded);
        follow(self.shown);
        self.orbit.track();
        self.hovered.track();
    }

    fn paint(self, surface: &Surface) -> Again {
        let drawn = self.drawn.get_untracked();
        let points = self.points.get_untracked();
        let ball = if let Some(span) = self.span.get_untracked() {
            if self.present.get_value().is_none() {
                self.present.set_value(self.ball.get_value());
            }
            Some(span.following(None))
        } else {
            let before = match surface.is_kept() {
                true => None,
                false => self.present.try_update_value(Option::take).flatten().or(self.ball.get_value()),
            };
            let places = points.iter().flat_map(|points| points.iter().map(|point| point.place)).chain(drawn);
            Ball::around(places).map(|ball| ball.following(before))
        };
        let space = ball.map(|ball| Space::layout(ball, self.orbit.get_untracked(), surface.size));
        if !surface.is_kept() {
            self.ball.set_value(ball);
            self.space.set_value(space);
        }
        if let Some((space, points)) = space.zip(points) {
            let decoded = self.decoded.get_untracked();
            let hovered = self.hovered.get_untracked().map(|hovered| hovered.index);
            surface.draw(&space.marks(&SpaceData { drawn, decoded, hovered, ..self.input(&points, &titles()) }));
        }
        Again::No
    }

    fn input<'a>(self, points: &'a [SpacePoint], titles: &'a [String; 3]) -> SpaceData<'a> {
        let shown = self.shown.get_untracked();
        SpaceData { model: self.model, points, shown, titles, hovered: None, drawn: None, decoded: None }
    }

    fn turn(self, by: impl FnOnce(Orbit) -> Orbit) {
        self.hover(None);
        self.orbit.update(|orbit| *orbit = by(*orbit));
    }

    fn drag(self, grip: PointerDown, at: Place) {
        if grip.turns || at.distance(grip.at) > TAP {
            self.grip.set_value(Some(PointerDown { at, turns: true, ..grip }));
            self.turn(|orbit| orbit.turned(at.x - grip.at.x, at.y - grip.at.y));
        }
    }

    /// Hovers the point at a place, if there is one.
    fn hover(self, at: Option<Place>) {
        let hovered = self.space.get_value().zip(at).and_then(|(space, at)| {
            let points = self.points.get_untracked()?;
            let index = space.nearest(&self.input(&points, &titles()), at)?;
            Some(Hovered::at(index, space.place(points.get(index)?.place), space.middle))
        });
        if self.hovered.get_untracked() != hovered {
            self.hovered.set(hovered);
        }
    }

    /// Asks for the picture of the point at a place: a place without a point has no depth.
    fn tap(self, at: Place) {
        self.hover(Some(at));
        let code = self.hovered.get_untracked().and_then(|hovered| {
            let points = self.points.get_untracked()?;
            points.get(hovered.index).map(|point| point.place.to_vec())
        });
        if let (Some(code), Some(space), true) = (code, self.space.get_value(), self.page.peek(State::can_decode)) {
            self.aside.set(at.x > space.middle.x - 40.0 && at.y < space.middle.y);
            self.page.act(|state| state.decode(self.model, code));
        }
    }

    fn label(self) -> Signal<String> {
        let name = self.model.name();
        let sample = self.page.derive(|state| state.sample_word());
        Signal::derive(move || match self.points.with(|points| points.as_ref().map(|points| points.len())) {
            None => format!("Latent space of the {name}, empty"),
            Some(count) => format!(
                "Latent space of the {name} in three dimensions: {count} {sample}{}",
                if self.drawn.get().is_some() { ", and the place of the digit on the pad" } else { "" },
                sample = sample.get(),
            ),
        })
    }
}

fn titles() -> [String; 3] {
    ["z1", "z2", "z3"].map(String::from)
}

fn in_space(code: &[f32]) -> Option<[f32; 3]> {
    code.try_into().ok()
}
