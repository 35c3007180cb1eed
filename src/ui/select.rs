//! A setting that is picked from a few, where the others leave a choice.

use leptos::{ev::Event, prelude::*};

use super::{
    help::{HELP_KEY, Help, help_id},
    page::Page,
};
use crate::state::{picks::Pick, settings::Room};
use hourglass_core::config::Choice;

#[component]
pub fn Select<T: Choice + Send + Sync>(pick: Pick<T>) -> impl IntoView {
    let page = Page::get();
    let Pick { key, label, help, names, get, set, room } = pick;
    let choose = move |event| {
        if let Some(option) = T::from_word(&event_target_value(&event)) {
            let mut config = page.peek(|state| state.config.clone());
            set(&mut config, option);
            page.act(|state| state.choose(config));
        }
    };
    let option = |&(option, name): &(T, &'static str)| Offer {
        word: option.word(),
        name,
        is_closed: page.derive_setting(move |config| !pick.is_open(config, option)),
    };
    view! {
        <Words
            key
            label
            help
            room=page.derive(move |state| state.room(room))
            value=page.derive_setting(move |config| get(config).word())
            offers=names.iter().map(option).collect()
            choose=Box::new(choose)
        />
    }
}

/// An option, whatever it is a choice of.
struct Offer {
    word: &'static str,
    name: &'static str,
    is_closed: Memo<bool>,
}

/// The select of any setting, which knows its options by their words alone.
#[component]
fn Words(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    room: Memo<Room>,
    value: Memo<&'static str>,
    offers: Vec<Offer>,
    choose: Box<dyn Fn(Event)>,
) -> impl IntoView {
    let id = format!("setting-{key}");
    let room_id = format!("room-{key}");
    let options = offers.into_iter().map(|Offer { word, name, is_closed }| {
        view! { <option value=word disabled=is_closed selected=move || value.get() == word>{name}</option> }
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
                aria-describedby=format!("{room_id} {}", help_id(key))
                aria-keyshortcuts=HELP_KEY
                disabled=move || room.get().is_none()
                on:change=choose
                prop:value=value
            >
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}
