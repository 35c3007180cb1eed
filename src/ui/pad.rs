//! The drawing pad: mouse, pen, touch and keys make strokes; fast ones lose no ink.

use leptos::{ev, html, prelude::*};
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent};

use super::{
    canvas::{Again, Canvas},
    driven::Driven,
    page::{Page, follow},
};
use crate::{
    plot::{
        digit_grid,
        illustration::Illustration,
        mark::{Colour, Mark, Place, Size},
    },
    state::{
        OnPad, PEN, Pen, Recall,
        hand::{DownEffect, Hand, PenAction, Pointer, PointerKind},
    },
    web::{canvas::Surface, pointer},
};
use hourglass_core::data::digit::{GRID, Point};

/// A description of the keys for screen readers.
const KEYS: &str = "Arrow keys move a pen, Enter sets it down or lifts it, Backspace or Ctrl+Z undoes, Ctrl+Y redoes.";
const DRIVEN: Driven = Driven::Surface { kind: "drawing pad", how: KEYS };
/// Elements in which Ctrl+Z undoes typing, not drawing.
const WRITTEN: &str = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";

#[component]
pub fn PadCanvas(pad: Memo<OnPad>, test_digit: Memo<Option<Vec<u8>>>, is_empty: Memo<bool>) -> impl IntoView {
    let page = Page::get();
    let node = NodeRef::<html::Canvas>::new();
    let hand = StoredValue::new(Hand::default());
    // The pen moved by keys, after its first use.
    let keyed = RwSignal::new(None::<Pen>);

    let points = move |event: &PointerEvent| -> Vec<Point> {
        let Some(canvas) = node.get_untracked() else { return vec![] };
        pointer::parts(&canvas, event).into_iter().map(|part| Point::from_unit(part.x, part.y)).collect()
    };
    // Removes the keyboard pen; its strokes stay.
    let put_away = move || {
        if keyed.try_update(Option::take).flatten().is_some_and(|pen| pen.is_down) {
            page.act(|state| state.pad.lift());
        }
    };
    let down = move |event: PointerEvent| {
        let Some(action) = PenAction::of(event.button(), event.buttons()) else { return };
        let (id, kind) = (event.pointer_id(), PointerKind::of(&event.pointer_type()));
        let pointer = Pointer { id, kind, action, since: event.time_stamp() };
        let what = hand.try_update_value(|hand| hand.down(pointer)).unwrap_or(DownEffect::Nothing);
        if matches!(what, DownEffect::Supersede | DownEffect::Abandon) {
            page.act(|state| state.pad.abandon_stroke());
        }
        if !matches!(what, DownEffect::Begin | DownEffect::Supersede) {
            return;
        }
        event.prevent_default();
        put_away();
        if let Some(canvas) = node.get_untracked() {
            pointer::capture(&canvas, &event);
        }
        if let Some(&point) = points(&event).last() {
            page.act(|state| match action {
                PenAction::Draw => state.pad.begin_stroke(point),
                PenAction::Erase => state.pad.begin_erasing(point),
            });
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(action) = hand.get_value().action(event.pointer_id()) {
            let points = points(&event);
            page.act(|state| {
                points.into_iter().for_each(|point| match action {
                    PenAction::Draw => state.pad.extend_stroke(point),
                    PenAction::Erase => state.pad.erase(point),
                });
            });
        }
    };
    let up = move |event: PointerEvent| {
        if hand.try_update_value(|hand| hand.up(event.pointer_id())) == Some(true) {
            page.act(|state| state.pad.lift());
        }
    };
    let cancelled = move |event: PointerEvent| {
        let id = event.pointer_id();
        let has_drawn = hand.get_value().action(id).is_some();
        match hand.try_update_value(|hand| hand.cancel(id)) {
            Some(true) => page.act(|state| state.pad.abandon_stroke()),
            _ if has_drawn => page.act(|state| state.pad.lift()),
            _ => {}
        }
    };
    let no_menu = move |event: MouseEvent| event.prevent_default();
    let key = move |event: KeyboardEvent| {
        let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key();
        if !has_modifier && press(page, keyed, &event.key()) {
            event.prevent_default();
        }
    };
    listen_to_undo(page, keyed);
    let label = Signal::derive(move || {
        pad.with(|pad| match pad {
            OnPad::Strokes(drawing) => match drawing.strokes().len() {
                0 => "Drawing pad, empty".into(),
                1 => "Drawing pad with one stroke".into(),
                strokes => format!("Drawing pad with {strokes} strokes"),
            },
            OnPad::Sample { index, .. } => {
                let label = page.peek(|state| state.run.prepared().and_then(|prepared| prepared.sample.label(*index)));
                label.map_or("Drawing pad with a test digit".into(), |label| {
                    format!("Drawing pad with a test digit, a {label}")
                })
            }
        })
    });
    let watch = move || {
        follow(pad);
        keyed.track();
        follow(test_digit);
    };
    let paint = move |surface: &Surface, _now: f64| {
        test_digit.with_untracked(|image| {
            if let Some(image) = image {
                surface.fill_with(&digit_grid::single(Some(image)));
            }
        });
        pad.with_untracked(|pad| surface.draw(&strokes(pad, surface.size)));
        let pen = keyed.get_untracked().filter(|_| !surface.is_kept());
        surface.draw(&pen.map_or_else(Vec::new, |pen| tip(pen, surface.size)));
        Again::No
    };
    view! {
        <div class="pad" on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=cancelled
            on:lostpointercapture=up
            on:contextmenu=no_menu
            on:keydown=key
            on:focusout=move |_| put_away()
        >
            <Canvas of=Illustration::Pad label watch paint driven=DRIVEN node />
            <p class="pad-hint" class:gone=move || !is_empty.get()>"Draw a digit here"</p>
            <span class="unseen" aria-live="polite">{move || keyed.get().map(Pen::words)}</span>
        </div>
    }
    .into_any()
}

/// Ctrl+Z undoes the last stroke and Ctrl+Y redoes it, wherever the focus is except in text fields.
fn listen_to_undo(page: Page, keyed: RwSignal<Option<Pen>>) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_writing =
            || document().active_element().is_some_and(|element| element.matches(WRITTEN).unwrap_or(false));
        let recall = Recall::of(&event.key(), event.ctrl_key(), event.meta_key(), event.shift_key());
        if let Some(recall) = recall.filter(|_| !event.alt_key() && !is_writing()) {
            event.prevent_default();
            keyed.update(|pen| *pen = pen.map(Pen::lifted));
            page.act(|state| state.pad.recall(recall));
        }
    });
    on_cleanup(move || listener.remove());
}

/// Applies a key to the pen and the drawing; returns false for keys without a meaning here.
fn press(page: Page, keyed: RwSignal<Option<Pen>>, key: &str) -> bool {
    let pen = keyed.get_untracked().unwrap_or_default();
    let pen = match key {
        "ArrowLeft" => pen.moved(-1, 0),
        "ArrowRight" => pen.moved(1, 0),
        "ArrowUp" => pen.moved(0, -1),
        "ArrowDown" => pen.moved(0, 1),
        "Enter" => Pen { is_down: !pen.is_down, ..pen },
        "Backspace" => {
            page.act(|state| state.pad.undo());
            pen.lifted()
        }
        "Escape" => {
            page.act(|state| state.pad.lift());
            return keyed.try_update(Option::take).flatten().is_some();
        }
        _ => return false,
    };
    match key {
        "Enter" if pen.is_down => page.act(|state| state.pad.begin_stroke(pen.at)),
        "Enter" => page.act(|state| state.pad.lift()),
        _ if pen.is_down => page.act(|state| state.pad.extend_stroke(pen.at)),
        _ => {}
    }
    keyed.set(Some(pen));
    true
}

/// The pen moved by keys: a ring, filled while it draws.
fn tip(pen: Pen, size: Size) -> Vec<Mark> {
    let place = on_canvas(pen.at, size);
    let ink = Colour::PadPen.into();
    let ring = Mark::Ring { place, ink, radius: PEN * size.width, width: 2.0 };
    let dot = Mark::Dots { places: vec![place], ink, radius: PEN * size.width };
    vec![if pen.is_down { dot } else { ring }]
}

fn on_canvas(point: Point, size: Size) -> Place {
    let scale = |part: u16, whole: f64| f64::from(part) / f64::from(GRID) * whole;
    Place::new(scale(point.x, size.width), scale(point.y, size.height))
}

fn strokes(pad: &OnPad, size: Size) -> Vec<Mark> {
    let OnPad::Strokes(drawing) = pad else { return vec![] };
    drawing
        .strokes()
        .iter()
        .map(|stroke| Mark::Line {
            places: stroke.iter().map(|&point| on_canvas(point, size)).collect(),
            ink: Colour::PadInk.into(),
            width: PEN * size.width,
            dashed: false,
        })
        .collect()
}
