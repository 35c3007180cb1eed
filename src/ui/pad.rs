//! The drawing pad: mouse, pen and touch leave strokes; no ink is lost on fast ones.

use leptos::{html, prelude::*};
use web_sys::PointerEvent;

use super::{
    canvas::{Again, Canvas},
    page::{Page, follow},
};
use crate::{
    data::digit::{GRID, Point},
    plot::{
        digit_grid,
        mark::{Colour, Mark, Place, Size},
    },
    state::{Pad, State},
    web::{canvas::Surface, pointer},
};

/// Width of the pen, as a part of the pad's side.
const PEN: f64 = 0.055;

#[component]
pub fn PadCanvas() -> impl IntoView {
    let page = Page::get();
    let node = NodeRef::<html::Canvas>::new();
    let pad = page.derive(|state| state.pad.clone());
    let shown = page.derive(State::test_digit);
    let is_empty = page.derive(|state| state.pad.is_empty());
    let pen = StoredValue::new(None::<i32>);

    let points = move |event: &PointerEvent| -> Vec<Point> {
        let Some(canvas) = node.get_untracked() else { return vec![] };
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        let on_grid = |place: Place| Point::from_unit(place.x / width, place.y / height);
        pointer::places(&canvas, event).into_iter().map(on_grid).collect()
    };
    let down = move |event: PointerEvent| {
        if event.button() != 0 || pen.get_value().is_some() {
            return;
        }
        event.prevent_default();
        pen.set_value(Some(event.pointer_id()));
        if let Some(canvas) = node.get_untracked() {
            pointer::capture(&canvas, &event);
        }
        if let Some(&point) = points(&event).last() {
            page.change(|state| state.pad.begin(point));
        }
    };
    let moved = move |event: PointerEvent| {
        if pen.get_value() == Some(event.pointer_id()) {
            let points = points(&event);
            page.change(|state| points.into_iter().for_each(|point| state.pad.extend(point)));
        }
    };
    let up = move |event: PointerEvent| {
        if pen.get_value() == Some(event.pointer_id()) {
            pen.set_value(None);
        }
    };
    let label = Signal::derive(move || {
        pad.with(|pad| match pad {
            Pad::Strokes(drawing) => match drawing.strokes().len() {
                0 => "Drawing pad, empty".into(),
                1 => "Drawing pad with one stroke".into(),
                strokes => format!("Drawing pad with {strokes} strokes"),
            },
            Pad::Sample { index, .. } => {
                let label =
                    page.peek(|state| state.prepared.as_ref().and_then(|prepared| prepared.sample.label(*index)));
                label.map_or("Drawing pad with a test digit".into(), |label| {
                    format!("Drawing pad with a test digit, a {label}")
                })
            }
        })
    });
    let watch = move || {
        follow(pad);
        follow(shown);
    };
    let paint = move |surface: &Surface, _now: f64| {
        shown.with_untracked(|shown| {
            if let Some(image) = shown {
                surface.fill_with(&digit_grid::single(Some(image)));
            }
        });
        pad.with_untracked(|pad| surface.draw(&strokes(pad, surface.size)));
        Again::No
    };
    view! {
        <div class="pad" on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=up on:lostpointercapture=up>
            <Canvas testid="pad" label watch paint node />
            <p class="pad-hint" class:gone=move || !is_empty.get()>"Draw a digit here"</p>
        </div>
    }
    .into_any()
}

fn strokes(pad: &Pad, size: Size) -> Vec<Mark> {
    let Pad::Strokes(drawing) = pad else { return vec![] };
    let scale = |part: u16, whole: f64| f64::from(part) / f64::from(GRID) * whole;
    drawing
        .strokes()
        .iter()
        .map(|stroke| Mark::Line {
            places: stroke
                .iter()
                .map(|point| Place::new(scale(point.x, size.width), scale(point.y, size.height)))
                .collect(),
            ink: Colour::PadInk.into(),
            width: PEN * size.width,
            dashed: false,
        })
        .collect()
}
