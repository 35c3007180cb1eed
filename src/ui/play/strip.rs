//! Rows of digits from several sources: the data and the networks.

use leptos::prelude::*;

use super::super::{
    numbers::model_class,
    page::{Page, follow},
    pixels::Pixels,
};
use crate::plot::{digit_grid, illustration::Illustration};
use hourglass_core::{config::Model, data::image::PIXELS, protocol::Asker};

/// A row of `count` digits for each network that is trained; empty until they arrive.
pub fn answers(page: Page, count: usize) -> Memo<Vec<(Model, Vec<u8>)>> {
    let models = page.derive_setting(|config| config.models);
    let latest_answer = page.derive(|state| Model::ALL.map(|model| state.latest_answer(model, Asker::Codes).cloned()));
    let row = move |model| {
        let bytes = page.peek(|state| state.decoded_images(model, count).map(<[u8]>::to_vec));
        (model, bytes.unwrap_or_default())
    };
    Memo::new(move |_| {
        follow(latest_answer);
        Model::ALL.into_iter().filter(|&model| models.get().contains(model)).map(row).collect()
    })
}

/// One digit of a row; empty if there is none.
pub fn nth(row: &[u8], index: usize) -> Vec<u8> {
    row.chunks_exact(PIXELS).nth(index).unwrap_or_default().to_vec()
}

#[component]
pub fn Strip(
    of: Illustration,
    #[prop(into)] label: Signal<String>,
    /// 784 bytes a digit.
    rows: Memo<Vec<Vec<u8>>>,
    columns: usize,
) -> impl IntoView {
    let picture = move || {
        rows.with_untracked(|rows| digit_grid::grid(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), columns))
    };
    let tall = move || rows.with(Vec::len).to_string();
    view! {
        <div class="film" style=("--columns", columns.to_string()) style=("--rows", tall)>
            <Pixels of label picture watch=move || follow(rows) />
        </div>
    }
    .into_any()
}

/// The names of the rows: that of the first, if it is not a network's, and the trained networks.
#[component]
pub fn RowNames(#[prop(optional)] first: Option<&'static str>) -> impl IntoView {
    let page = Page::get();
    let models = page.derive_setting(|config| config.models);
    let trained = move || Model::ALL.into_iter().filter(move |&model| models.get().contains(model));
    view! {
        <ul class="row-names" aria-hidden="true">
            {first.map(|first| view! { <li>{first}</li> })}
            {move || {
                trained()
                    .map(|model| view! { <li class=model_class(model)>{model.name()}</li> })
                    .collect_view()
            }}
        </ul>
    }
    .into_any()
}
