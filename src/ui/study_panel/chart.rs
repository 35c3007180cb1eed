//! A chart of curves that can be read with the pointer or with arrow keys.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::super::{
    canvas::{Again, Canvas},
    page::follow,
};
use crate::{
    plot::line_chart::{Chart, Input, Reading},
    web::{canvas::Surface, pointer},
};

#[component]
pub fn StudyChart(
    testid: &'static str,
    /// What it shows now, for those who cannot see it.
    #[prop(into)]
    label: Signal<String>,
    input: Memo<Input>,
    /// What stands there before there is anything.
    empty: &'static str,
    /// What stands below while nothing is read.
    hint: &'static str,
    words: fn(&Reading) -> String,
) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    let chart = StoredValue::new(None::<Chart>);
    // In the chart's own quantity.
    let cursor = RwSignal::new(None::<f64>);
    let reading = Memo::new(move |_| cursor.get().and_then(|x| input.with(|input| input.reading(x))));
    let is_empty = Memo::new(move |_| input.with(|input| input.reading(0.0).is_none()));

    let moved = move |event: PointerEvent| {
        if let (Some(canvas), Some(chart)) = (node.get_untracked(), chart.get_value()) {
            cursor.set(Some(chart.x.value(pointer::place(&canvas, &event).x)));
        }
    };
    let left = move |event: PointerEvent| {
        // A finger leaves with every tap; what it read stays.
        if event.pointer_type() != "touch" {
            cursor.set(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        let step: fn(&Input, Option<f64>) -> Option<f64> = match event.key().as_str() {
            "ArrowLeft" => |input, x| input.before(x.unwrap_or(f64::INFINITY)).or(x),
            "ArrowRight" => |input, x| input.after(x.unwrap_or(f64::NEG_INFINITY)).or(x),
            "Escape" => return cursor.set(None),
            _ => return,
        };
        event.prevent_default();
        let at = reading.get_untracked().map(|reading| reading.x);
        cursor.set(input.with_untracked(|input| step(input, at)));
    };
    let paint = move |surface: &Surface, _now: f64| {
        input.with_untracked(|input| {
            let laid_out = Chart::layout(input, surface.size);
            if let Some(chart) = &laid_out {
                surface.draw(&chart.marks(input, reading.get_untracked().as_ref()));
            }
            chart.set_value(laid_out);
        });
        Again::No
    };
    let watch = move || {
        follow(input);
        follow(reading);
    };
    view! {
        <div class="chart" on:pointermove=moved on:pointerdown=moved on:pointerleave=left on:keydown=key>
            <Canvas testid label watch paint focusable=true node />
            <p class="empty" class:gone=move || !is_empty.get()>{empty}</p>
        </div>
        <p class="quiet study-reading" aria-live="polite">
            {move || reading.with(|reading| reading.as_ref().map_or_else(|| hint.to_string(), words))}
        </p>
    }
    .into_any()
}
