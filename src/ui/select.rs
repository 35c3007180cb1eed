//! A setting that is picked from a few, where the others leave a choice.

use leptos::prelude::*;

use super::{help::Help, page::Page};
use crate::{config::Choice, state::picks::Pick};

#[component]
pub fn Select<T: Choice + Send + Sync>(pick: Pick<T>) -> impl IntoView {
    let page = Page::get();
    let Pick { key, label, help, names, get, set, room } = pick;
    let value = page.derive(move |state| get(&state.config));
    let room = page.derive(move |state| state.room(room));
    let choose = move |event| {
        if let Some(option) = T::from_word(&event_target_value(&event)) {
            let mut config = page.peek(|state| state.config.clone());
            set(&mut config, option);
            page.act(|state| state.choose(config));
        }
    };
    let id = format!("setting-{key}");
    let room_id = format!("room-{key}");
    let options = names.iter().map(|&(option, name)| {
        let closed = page.derive(move |state| !pick.is_open(&state.config, option));
        view! {
            <option value=option.word() disabled=closed selected=move || value.get() == option>{name}</option>
        }
    });
    view! {
        <div class="field">
            <span class="field-label">
                <label for=id.clone()>{label}</label>
                <Help key label text=help />
                <small id=room_id.clone() class="room">{move || room.get().why()}</small>
            </span>
            <select
                id=id.clone()
                data-testid=id
                aria-describedby=room_id
                disabled=move || room.get().is_none()
                on:change=choose
                prop:value=move || value.get().word()
            >
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}
