//! The finer settings of the networks: what they are made of, what they get, what they pay for.

use leptos::prelude::*;

#[component]
pub fn FamilyPanel() -> impl IntoView {
    view! {}.into_any()
}
