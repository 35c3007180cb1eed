//! The finer settings of the networks: what they are made of, what they get, what they pay for, when they stop.

use leptos::prelude::*;

use super::{field::Field, page::Page, select::Select};
use crate::state::{picks, settings};

/// The card's id, for those who lead there.
pub const FAMILY: &str = "family";

#[component]
pub fn FamilyPanel() -> impl IntoView {
    let is_locked = Page::get().is_locked();
    view! {
        <section id=FAMILY class="card family" aria-labelledby="family-title" tabindex="-1">
            <div class="card-head">
                <h2 id="family-title">"Finer settings"</h2>
                <p class="quiet">{move || if is_locked.get() { "set by your teacher" } else { "all begin a new run" }}</p>
            </div>
            <div class="groups">
                <Group name="Network">
                    <Select pick=picks::NET />
                    <Select pick=picks::ACTIVATION />
                    <Select pick=picks::CODE />
                    <Select pick=picks::OUTPUT />
                    <Select pick=picks::INIT />
                </Group>
                <Group name="Input">
                    <Select pick=picks::SIZE />
                    <Select pick=picks::RANGE />
                    <Select pick=picks::AUGMENT />
                    <Select pick=picks::NOISE />
                    <Field setting=settings::LEVEL />
                    <Select pick=picks::SPLIT />
                </Group>
                <Group name="Price">
                    <Field setting=settings::SPARSE />
                    <Field setting=settings::CONTRACTIVE />
                    <Select pick=picks::KL />
                </Group>
                <Group name="Stopping">
                    <Field setting=settings::PATIENCE />
                </Group>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Group(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="group" role="group" aria-label=name>
            <h3>{name}</h3>
            <div class="fields">{children()}</div>
        </div>
    }
    .into_any()
}
