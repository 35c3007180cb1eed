//! How well the test rows are told apart.

use leptos::prelude::*;

#[component]
pub fn TableMetrics() -> impl IntoView {
    view! {}.into_any()
}
