//! A setting that is typed: checked on every key, applied when the field loses the focus.

use leptos::prelude::*;

use super::{
    help::{HELP_KEY, Help, help_id},
    page::Page,
};
use crate::state::State;
use hourglass_core::config::{Config, Setting, Value};

#[component]
pub fn Field(
    setting: &'static Setting,
    /// Text beside the field, if any.
    #[prop(optional)]
    beside: Option<fn(&State) -> Option<String>>,
) -> impl IntoView {
    let page = Page::get();
    let key = setting.id();
    let value = page.derive_setting(move |config| setting.show(config));
    let room = page.derive(move |state| state.availability_of(setting));
    // Text that is being typed or was not accepted; otherwise the field shows the setting.
    let draft = RwSignal::new(None::<String>);
    let fault = Memo::new(move |_| {
        let text = draft.get()?;
        page.peek(|state| setting.read(&text, &mut state.config().clone())).err()
    });
    let take = move |_| {
        let Some(text) = draft.get_untracked() else { return };
        let mut config = page.peek(|state| state.config().clone());
        if setting.read(&text, &mut config).is_ok() {
            page.act(|state| state.choose(config));
            draft.set(None);
        }
    };
    let id = format!("setting-{key}");
    let fault_id = format!("fault-{key}");
    view! {
        <div class="field">
            <FieldLabel setting />
            <input
                id=id.clone()
                data-testid=id
                type="text"
                inputmode=if matches!(setting.value, Value::Widths) { "text" } else { "decimal" }
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || fault.get().is_some().to_string()
                aria-describedby=format!("{fault_id} room-{key} beside-{key} {}", help_id(key))
                aria-keyshortcuts=HELP_KEY
                disabled=move || room.get().is_none()
                prop:value=move || draft.get().unwrap_or_else(|| value.get())
                on:input=move |event| draft.set(Some(event_target_value(&event)))
                on:change=take
            />
            {beside.map(|beside| {
                let words = page.derive(beside);
                view! { <small id=format!("beside-{key}") class="beside" data-testid=format!("beside-{key}")>{words}</small> }
            })}
            <p id=fault_id class="fault" role="status">{fault}</p>
        </div>
    }
    .into_any()
}

/// A setting's name, its help, and why its range is smaller than usual.
#[component]
pub fn FieldLabel(setting: &'static Setting) -> impl IntoView {
    let page = Page::get();
    let key = setting.id();
    let label = label_of(page, setting);
    let room = page.derive(move |state| state.availability_of(setting));
    view! {
        <span class="field-label">
            <label for=format!("setting-{key}")>{label}</label>
            <Help key label text=setting.help />
            <small id=format!("room-{key}") class="room">{move || room.get().why()}</small>
        </span>
    }
    .into_any()
}

/// A setting's label for the current kind of data.
pub fn label_of(page: Page, setting: &Setting) -> &'static str {
    setting.label(page.peek(|state| state.config().source.kind()))
}

/// Applies a change to the settings.
pub fn change(page: Page, change: impl FnOnce(&mut Config)) {
    let mut config = page.peek(|state| state.config().clone());
    change(&mut config);
    page.act(|state| state.choose(config));
}
