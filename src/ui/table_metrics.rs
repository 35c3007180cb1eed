//! How well the test rows are classified.

use leptos::prelude::*;

use super::{
    numbers::{is_untrained, model_class},
    page::Page,
};
use crate::state::{
    TableView,
    words::{UNKNOWN, grouped},
};
use hourglass_core::{config::Model, protocol::Measure};

/// Each metric with its name, its explanation, and the suffix of its test ids.
const FIGURES: [(Measure, &str, &str, &str); 4] = [
    (Measure::Accuracy, "accuracy", "Share of test rows that are classified correctly", "accuracy"),
    (Measure::Precision, "precision", "Share of rows classified as positive that really are", "precision"),
    (Measure::Recall, "recall", "Share of positive rows that are classified as positive", "recall"),
    (Measure::F1, "F1", "The harmonic mean of precision and recall", "f1"),
];

#[component]
pub fn TableMetrics() -> impl IntoView {
    let page = Page::get();
    let test = page.derive(|state| state.run.prepared().map(|prepared| prepared.sizes.test));
    let rows = move || test.get().map_or_else(String::new, |rows| format!("on {} test rows", grouped(rows)));
    let larger = page.derive(|state| state.table().map(|table| table.used().larger_class()));
    let larger = move || larger.get().map_or_else(|| UNKNOWN.into(), |part| format!("{part:.3}"));
    view! {
        <section class="card table-metrics" aria-labelledby="metrics-title">
            <div class="card-head">
                <h2 id="metrics-title">"Classification"</h2>
                <p class="quiet">{rows}</p>
            </div>
            <div class="metrics-row">
                <table>
                    <thead>
                        <tr>
                            <td></td>
                            {Model::ALL
                                .map(|model| view! { <th scope="col" class=model_class(model) class:gone=is_untrained(page, model)>{model.name()}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {FIGURES
                            .map(|(measure, name, title, testid)| {
                                view! {
                                    <tr title=title>
                                        <th scope="row">{name}</th>
                                        {Model::ALL.map(|model| view! { <Figure model measure testid /> }).collect_view()}
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
                <div class="metrics-words">
                    <ClassLegend />
                    <p class="quiet">
                        "A network classifies a row as positive if its decoder outputs at least one half. Always choosing the larger class would be right for "
                        {larger} " of all rows."
                    </p>
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Figure(model: Model, measure: Measure, testid: &'static str) -> impl IntoView {
    let page = Page::get();
    let value = page.derive(move |state| state.figure(model, measure));
    view! {
        <td
            data-testid=format!("{}-{testid}", model_class(model))
            translate="no"
            data-value=move || value.get().map(|value| value.to_string())
            class:gone=is_untrained(page, model)
        >
            {move || value.get().map_or_else(|| UNKNOWN.into(), |value| format!("{value:.3}"))}
        </td>
    }
    .into_any()
}

/// The two classes’ colours in the scatters; a click hides or shows a class.
#[component]
fn ClassLegend() -> impl IntoView {
    let page = Page::get();
    let names = page.derive(|state| state.table().map(TableView::class_names));
    let shown = page.derive(|state| state.view.shown());
    let class = move |label: u8| {
        let name = move || names.get().map(|names| names[usize::from(label)].clone());
        view! {
            <button
                class="legend-digit"
                translate="no"
                data-testid=format!("class-{label}")
                aria-pressed=move || shown.get().contains(label).to_string()
                title="Hide or show these rows above"
                on:click=move |_| page.act(|state| state.view.toggle_digit(label))
            >
                <span class="dot" style=("--dot", format!("var(--digit-{label})"))></span>
                {label}
                <span class="class-name">{name}</span>
            </button>
        }
    };
    view! {
        <div class="legend class-legend" role="group" aria-label="Classes shown">
            {class(1)}
            {class(0)}
        </div>
    }
    .into_any()
}
