//! AEs with latents of increasing size, compared with the same number of principal components.

use leptos::prelude::*;

use super::{
    super::page::{Page, follow},
    chart::StudyChart,
};
use crate::{
    plot::{illustration::Illustration, line_chart::Reading, studies},
    state::{State, words::significant},
    web::storage,
};
use hourglass_core::config::SWEEP;

/// The key under which the browser stores the last sweep.
const KEY: &str = "hourglass-sweep";

#[component]
pub fn SweepStudy() -> impl IntoView {
    let page = Page::get();
    keep(page);
    let chart = page.derive(|state| studies::sweep(state.study.sweep(), state.study.sweep_ends()));
    let points = page.derive(|state| state.study.sweep().to_vec());
    let count = move || points.with(Vec::len);
    let label = Signal::derive(move || match count() {
        0 => "Test error by size of the code, empty".into(),
        count => format!("Test error by size of the code, AE versus PCA: {count} sizes so far"),
    });
    let list = move || {
        let item = |point: &hourglass_core::protocol::SweepPoint| {
            let (ae, pca) = (significant(point.ae, 3), significant(point.pca, 3));
            view! {
                <li
                    data-testid=format!("sweep-point-{}", point.latent)
                    data-ae=point.ae.to_string()
                    data-pca=point.pca.to_string()
                >
                    {format!("{} numbers: AE {ae}, PCA {pca}", point.latent)}
                </li>
            }
        };
        points.with(|points| points.iter().map(item).collect_view())
    };
    view! {
        <div class="study-ranges">
            <ImageSize name="from" testid="sweep-from" of=|ends| ends.0 choose=State::sweep_from />
            <ImageSize name="to" testid="sweep-to" of=|ends| ends.1 choose=State::sweep_to />
            <p class="quiet">
                <b data-testid="sweep-points" translate="no" data-value=move || count().to_string()>{count}</b>
                " sizes known; this browser keeps them for your next visit"
            </p>
        </div>
        <div class="study-part study-wide">
            <StudyChart
                of=Illustration::SweepChart
                label
                input=chart
                empty=page.derive(State::study_empty_words)
                hint="each AE becomes a point · lower is better · point at the chart to read it"
                words=reading_words
            />
        </div>
        <ul class="unseen" aria-label="Results of the sweep">{list}</ul>
    }
    .into_any()
}

fn reading_words(reading: &Reading) -> String {
    let values = reading.values.iter().map(|value| format!("{} {}", value.name, significant(value.y as f32, 3)));
    format!("{} numbers: {}", reading.x, values.collect::<Vec<_>>().join(", "))
}

/// One end of the sweep.
#[component]
fn ImageSize(
    name: &'static str,
    testid: &'static str,
    of: fn((usize, usize)) -> usize,
    choose: fn(&mut State, usize),
) -> impl IntoView {
    let page = Page::get();
    let end = page.derive(move |state| of(state.study.sweep_ends()));
    // The value while it is dragged: known results are dropped only once the size is chosen.
    let held = RwSignal::new(None::<usize>);
    let shown = move || held.get().unwrap_or_else(|| end.get()).to_string();
    let value = |event| event_target_value(&event).parse::<usize>().ok();
    let chosen = move |event| {
        held.set(None);
        if let Some(size) = value(event) {
            page.act(|state| choose(state, size));
        }
    };
    view! {
        <label class="study-range">
            <span class="quiet">{name}</span>
            <input
                type="range"
                min=SWEEP.least.to_string()
                max=SWEEP.most.to_string()
                data-testid=testid
                aria-label=format!("Size of the code, {name}")
                prop:value=shown
                on:input=move |event| held.set(value(event))
                on:change=chosen
            />
            <output translate="no">{shown}</output>
        </label>
    }
    .into_any()
}

/// Restores the last sweep with these settings from the browser, and stores new results.
fn keep(page: Page) {
    let asked = page.derive(|state| (state.study.sweep_ends(), state.config().clone()));
    Effect::new(move |_| {
        follow(asked);
        if let Some(memory) = storage::load(KEY) {
            page.act(|state| state.remember_sweep(&memory));
        }
    });
    let memory = page.derive(State::sweep_memory);
    Effect::new(move |_| {
        if let Some(memory) = memory.get() {
            storage::save(KEY, &memory);
        }
    });
}
