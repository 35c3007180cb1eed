//! A strip or a sheet of digits from a network's reply.

use leptos::prelude::*;

use super::super::{
    page::{Page, follow},
    pixels::Pixels,
};
use crate::plot::{digit_grid, illustration::Illustration};
use hourglass_core::{
    config::Model,
    data::image::PIXELS,
    protocol::{Asker, Reply},
};

/// `rows` of `columns` digits, starting with the reply's image number `first`; empty but at their final size until they arrive.
#[component]
pub fn Film(
    model: Model,
    of: Illustration,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] first: usize,
    columns: usize,
    #[prop(default = 1)] rows: usize,
    #[prop(default = Asker::Codes)] asker: Asker,
) -> impl IntoView {
    let page = Page::get();
    let answer = page.derive(move |state| state.latest_answer(model, asker).cloned());
    let picture = move || {
        answer.with_untracked(|answer| {
            let bytes = match answer.as_ref().map(|answer| &answer.reply) {
                Some(Reply::Images(bytes)) => bytes.get(first * PIXELS..).unwrap_or_default(),
                _ => &[],
            };
            let row = |row: usize| bytes.get(row * columns * PIXELS..).unwrap_or_default();
            digit_grid::grid(&(0..rows).map(row).collect::<Vec<_>>(), columns)
        })
    };
    view! {
        <div class="film" style=("--columns", columns.to_string()) style=("--rows", rows.to_string())>
            <Pixels of label picture watch=move || follow(answer) />
        </div>
    }
    .into_any()
}
