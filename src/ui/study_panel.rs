//! A study beside the run: principal components, a sweep of latent sizes, three betas.

use leptos::prelude::*;

#[component]
pub fn StudyPanel() -> impl IntoView {
    view! {}.into_any()
}
