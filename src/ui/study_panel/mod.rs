//! A study beside the run: principal components, a sweep of latent sizes, three betas.

mod betas;
mod chart;
mod components;
mod controls;
mod pca;
mod sweep;

use leptos::prelude::*;

use self::{betas::BetasStudy, controls::Controls, pca::PcaStudy, sweep::SweepStudy};
use super::page::Page;
use hourglass_core::config::Study;

/// A study's kind: a sweep of other sizes uses the same panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StudyKind {
    Pca,
    Sweep,
    Betas,
}

#[component]
pub fn StudyPanel() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive(|state| match state.study.which() {
        Study::None => None,
        Study::Pca => Some(StudyKind::Pca),
        Study::Sweep { .. } => Some(StudyKind::Sweep),
        Study::Betas => Some(StudyKind::Betas),
    });
    view! {
        <section class="card study" aria-labelledby="study-title">
            <Controls />
            {move || match kind.get() {
                Some(StudyKind::Pca) => view! { <PcaStudy /> }.into_any(),
                Some(StudyKind::Sweep) => view! { <SweepStudy /> }.into_any(),
                Some(StudyKind::Betas) => view! { <BetasStudy /> }.into_any(),
                None => ().into_any(),
            }}
        </section>
    }
    .into_any()
}
