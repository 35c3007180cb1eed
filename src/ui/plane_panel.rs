//! Points of the plane, and where the networks move them.

use leptos::prelude::*;

#[component]
pub fn PlanePanel() -> impl IntoView {
    view! {}.into_any()
}
