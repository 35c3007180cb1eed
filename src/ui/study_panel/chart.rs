//! A chart of curves that can be read with the pointer or with arrow keys.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::super::{
    canvas::{Again, Canvas},
    driven::{Driven, SliderValue},
    keys::{SliderMove, slider_move},
    page::follow,
};
use crate::{
    plot::{
        illustration::Illustration,
        line_chart::{Chart, ChartData, Reading},
    },
    web::{canvas::Surface, pointer},
};

#[component]
pub fn StudyChart(
    of: Illustration,
    /// The text alternative: what it shows now.
    #[prop(into)]
    label: Signal<String>,
    input: Memo<ChartData>,
    /// The text shown before there is data.
    empty: Memo<String>,
    /// The text below while nothing is read.
    hint: &'static str,
    words: fn(&Reading) -> String,
) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    let chart = StoredValue::new(None::<Chart>);
    // In the unit of the x axis.
    let cursor = RwSignal::new(None::<f64>);
    let reading = Memo::new(move |_| cursor.get().and_then(|x| input.with(|input| input.reading(x))));
    let is_empty = Memo::new(move |_| input.with(|input| input.reading(0.0).is_none()));

    let moved = move |event: PointerEvent| {
        if let (Some(canvas), Some(chart)) = (node.get_untracked(), chart.get_value()) {
            cursor.set(Some(chart.x.value(pointer::place(&canvas, &event).x)));
        }
    };
    let left = move |event: PointerEvent| {
        // A finger leaves after every tap; its reading stays.
        if event.pointer_type() != "touch" {
            cursor.set(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            return cursor.set(None);
        }
        let Some(slider_move) = slider_move(&event) else { return };
        event.prevent_default();
        let at = reading.get_untracked().map(|reading| reading.x);
        cursor.set(input.with_untracked(|input| match slider_move {
            SliderMove::Back => input.before(at.unwrap_or(f64::INFINITY)).or(at),
            SliderMove::On => input.after(at.unwrap_or(f64::NEG_INFINITY)).or(at),
            SliderMove::ToFirst => input.after(f64::NEG_INFINITY),
            SliderMove::ToLast => input.before(f64::INFINITY),
        }));
    };
    let slider_value = Memo::new(move |_| {
        let ends = |input: &ChartData| input.after(f64::NEG_INFINITY).zip(input.before(f64::INFINITY));
        let (least, most) = input.with(ends).unwrap_or_default();
        reading.with(|reading| match reading {
            Some(reading) => SliderValue { value: reading.x, least, most, words: words(reading) },
            None => SliderValue { value: least, least, most, words: "Read the curves with the arrow keys".into() },
        })
    });
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
            <Canvas of label watch paint driven=Driven::Slider(slider_value.into()) node />
            <p class="empty" class:gone=move || !is_empty.get()>{empty}</p>
        </div>
        <p class="quiet study-reading">
            {move || reading.with(|reading| reading.as_ref().map_or_else(|| hint.to_string(), words))}
        </p>
    }
    .into_any()
}
