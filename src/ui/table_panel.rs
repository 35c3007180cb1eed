//! The table: a file of one’s own, its columns, and the rule that makes two classes.

use leptos::prelude::*;

#[component]
pub fn TablePanel() -> impl IntoView {
    view! {}.into_any()
}
