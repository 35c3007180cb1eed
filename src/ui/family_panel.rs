//! The settings below the pictures: the networks' layers, input, penalties and stopping.

use leptos::prelude::*;

use super::{field::Field, page::Page, select::Select};
use hourglass_core::config::{Group, Setting, Value, settings};

/// The card's id, for links to it.
pub const FAMILY: &str = "family";

#[component]
pub fn FamilyPanel() -> impl IntoView {
    let is_locked = Page::get().is_locked();
    let group = |(group, name): (Group, &'static str)| {
        let members = settings().filter(move |setting| setting.group == group);
        view! {
            <div class="group" role="group" aria-label=name>
                <h3>{name}</h3>
                <div class="fields">{members.map(control).collect_view()}</div>
            </div>
        }
    };
    view! {
        <section id=FAMILY class="card family" aria-labelledby="family-title" tabindex="-1">
            <div class="card-head">
                <h2 id="family-title">"More settings"</h2>
                <p class="quiet">
                    {move || if is_locked.get() { "set by your teacher" } else { "every change restarts training" }}
                </p>
            </div>
            <div class="groups">{Group::MORE.map(group).collect_view()}</div>
        </section>
    }
    .into_any()
}

fn control(setting: &'static Setting) -> AnyView {
    match setting.value {
        Value::Pick { .. } => view! { <Select setting /> }.into_any(),
        _ => view! { <Field setting /> }.into_any(),
    }
}
