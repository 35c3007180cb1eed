//! A setting that is selected from a few options, if the other settings leave a choice.

use leptos::prelude::*;

use super::{
    choices::Segmented,
    field::{FieldLabel, change, label_of},
    help::{HELP_KEY, Help, help_id},
    page::Page,
};
use crate::state::State;
use hourglass_core::config::Setting;

#[component]
pub fn Select(
    setting: &'static Setting,
    /// Its name in tests, if it is not its id.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field">
            <FieldLabel setting />
            <Options setting testid />
        </div>
    }
    .into_any()
}

/// The list of options, without its label.
#[component]
pub fn Options(
    setting: &'static Setting,
    testid: Option<&'static str>,
    /// Whether the page lacks what the option at this index needs.
    #[prop(optional)]
    is_missing: Option<fn(&State, usize) -> bool>,
) -> impl IntoView {
    let page = Page::get();
    let key = setting.id();
    let id = format!("setting-{key}");
    let room = page.derive(move |state| state.availability_of(setting));
    let value = page.derive_setting(move |config| setting.word(config));
    let choose = move |event| {
        let word = event_target_value(&event);
        if let Some(index) = setting.options().iter().position(|(known, _)| *known == word) {
            change(page, |config| setting.pick(config, index));
        }
    };
    let options = setting.options().iter().enumerate().map(|(index, &(word, name))| {
        let is_closed = match is_missing {
            Some(is_missing) => {
                page.derive(move |state| is_missing(state, index) || !setting.is_open(state.config(), index))
            }
            None => page.derive_setting(move |config| !setting.is_open(config, index)),
        };
        view! { <option value=word disabled=is_closed selected=move || value.get() == word>{name}</option> }
    });
    view! {
        <select
            id=id.clone()
            data-testid=testid.map_or(id, Into::into)
            aria-describedby=format!("room-{key} {}", help_id(key))
            aria-keyshortcuts=HELP_KEY
            disabled=move || room.get().is_none()
            on:change=choose
            prop:value=value
        >
            {options.collect_view()}
        </select>
    }
    .into_any()
}

/// A setting with its options side by side, and its label.
#[component]
pub fn Segments(setting: &'static Setting) -> impl IntoView {
    let page = Page::get();
    let label = label_of(page, setting);
    view! {
        <span class="field-label">{label} <Help key=setting.id() label text=setting.help /></span>
        <Segmented
            label
            help=setting.id()
            options=setting.options().iter().enumerate().map(|(index, &(_, name))| (name, index)).collect()
            is_locked=page.is_locked()
            value=page.derive_setting(move |config| setting.picked(config))
            choose=move |index| change(page, |config| setting.pick(config, index))
        />
    }
    .into_any()
}
