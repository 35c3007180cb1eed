//! A setting that is typed: checked at every key, taken when the field is left.

use leptos::prelude::*;

use super::{
    help::{HELP_KEY, Help, help_id},
    page::Page,
};
use crate::state::{State, settings::Setting};

#[component]
pub fn Field(
    setting: Setting,
    /// What is said beside the typed number, if anything.
    #[prop(optional)]
    beside: Option<fn(&State) -> Option<String>>,
) -> impl IntoView {
    let page = Page::get();
    let Setting { key, label, help, show, read, .. } = setting;
    let value = page.derive_setting(show);
    let room = page.derive(move |state| state.room_of(&setting));
    // What is being typed, or could not be taken; otherwise the field shows the setting.
    let draft = RwSignal::new(None::<String>);
    let fault = Memo::new(move |_| {
        let text = draft.get()?;
        page.peek(|state| read(&text, &mut state.config.clone())).err()
    });
    let take = move |_| {
        let Some(text) = draft.get_untracked() else { return };
        let mut config = page.peek(|state| state.config.clone());
        if read(&text, &mut config).is_ok() {
            page.act(|state| state.choose(config));
            draft.set(None);
        }
    };
    let id = format!("setting-{key}");
    let fault_id = format!("fault-{key}");
    let room_id = format!("room-{key}");
    view! {
        <div class="field">
            <span class="field-label">
                <label for=id.clone()>{label}</label>
                <Help key label text=help />
                <small id=room_id.clone() class="room">{move || room.get().why()}</small>
            </span>
            <input
                id=id.clone()
                data-testid=id
                type="text"
                inputmode=if key == "hidden" { "text" } else { "decimal" }
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || fault.get().is_some().to_string()
                aria-describedby=format!("{fault_id} {room_id} beside-{key} {}", help_id(key))
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
