//! The doors to the parts of the page whose code comes later: the page's module is cut here (`xtask/src/split`).
//!
//! What only doors lead to comes later. So a door is never inlined, and nobody else may use what is behind it.

use leptos::prelude::*;
use web_sys::File;

use super::{
    announce::Announcer,
    copy_details::CopyDetails,
    decoded::DecodedCard,
    experiments,
    family_panel::FamilyPanel,
    files,
    keep::EarlierRun,
    lesson::LessonPanel,
    page::Page,
    plane_panel::PlanePanel,
    play::Playground,
    points_panel::PointsPanel,
    save_panel,
    scatter::{HoverCard, Hovered, InSpace},
    scrubber::Scrubber,
    settings_panel::SettingsPanel,
    study_panel::StudyPanel,
    table_metrics::TableMetrics,
    table_panel::TablePanel,
    tour::Tour,
    update::Update,
};
use crate::config::Model;

#[inline(never)]
pub fn announcer() -> AnyView {
    view! { <Announcer /> }.into_any()
}

#[inline(never)]
pub fn experiments() -> AnyView {
    view! { <experiments::List /> }.into_any()
}

#[inline(never)]
pub fn question() -> AnyView {
    view! { <experiments::Question /> }.into_any()
}

#[inline(never)]
pub fn lesson() -> AnyView {
    view! { <LessonPanel /> }.into_any()
}

#[inline(never)]
pub fn playground() -> AnyView {
    view! { <Playground /> }.into_any()
}

#[inline(never)]
pub fn family() -> AnyView {
    view! { <FamilyPanel /> }.into_any()
}

#[inline(never)]
pub fn tour() -> AnyView {
    view! { <Tour /> }.into_any()
}

#[inline(never)]
pub fn update() -> AnyView {
    view! { <Update /> }.into_any()
}

#[inline(never)]
pub fn points() -> AnyView {
    view! { <PointsPanel /> }.into_any()
}

#[inline(never)]
pub fn table() -> AnyView {
    view! { <TablePanel /> }.into_any()
}

#[inline(never)]
pub fn settings() -> AnyView {
    view! { <SettingsPanel /> }.into_any()
}

#[inline(never)]
pub fn take_dropped(page: Page, files: Vec<File>) {
    files::take_dropped(page, files);
}

#[inline(never)]
pub fn earlier(hash: String) -> AnyView {
    view! { <EarlierRun hash /> }.into_any()
}

#[inline(never)]
pub fn save(opened: RwSignal<u32>) -> AnyView {
    view! { <save_panel::Rows opened /> }.into_any()
}

#[inline(never)]
pub fn scrubber() -> AnyView {
    view! { <Scrubber /> }.into_any()
}

#[inline(never)]
pub fn copy_details(message: Signal<String>) -> AnyView {
    view! { <CopyDetails message /> }.into_any()
}

#[inline(never)]
pub fn study() -> AnyView {
    view! { <StudyPanel /> }.into_any()
}

#[inline(never)]
pub fn plane() -> AnyView {
    view! { <PlanePanel /> }.into_any()
}

#[inline(never)]
pub fn table_metrics() -> AnyView {
    view! { <TableMetrics /> }.into_any()
}

#[inline(never)]
pub fn in_space(model: Model, testid: &'static str) -> AnyView {
    view! { <InSpace model testid /> }.into_any()
}

/// What lies over a scatter: the digit under the pointer, and what a place decodes to.
#[inline(never)]
pub fn cards(model: Model, hovered: RwSignal<Option<Hovered>>, aside: RwSignal<bool>) -> AnyView {
    view! {
        <HoverCard hovered />
        <DecodedCard model aside />
    }
    .into_any()
}
