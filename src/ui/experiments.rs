//! The menu of experiments, what to look for in the one that is open, and the question before a run is thrown away.

use leptos::prelude::*;

#[component]
pub fn ExperimentsMenu() -> impl IntoView {
    view! {}.into_any()
}

#[component]
pub fn ExperimentNote() -> impl IntoView {
    view! {}.into_any()
}
