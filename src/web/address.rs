//! The page's address and its hash.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HashChangeEvent;

use hourglass_core::link::query_of_others;

pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The query of the address, with its question mark.
pub fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Sets the hash without a new entry in the history.
pub fn set_hash(hash: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Browsers refuse this if it is called too often; the next change brings it up to date.
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&link_to(hash)));
    }
}

/// The full address of the page with another hash. Settings in its query are removed, since the hash holds them.
pub fn link_to(hash: &str) -> String {
    let here = link();
    let page = here.split(['#', '?']).next().unwrap_or_default();
    let query = query_of_others(&query());
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{page}{mark}{query}#{hash}")
}

/// The full address.
pub fn link() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// Calls back with a hash that the user has set; [`set_hash`] does not count.
pub fn on_change(mut callback: impl FnMut(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    let listener = EventListener::new(&window, "hashchange", move |event| {
        // The event comes late: the page may have set its own hash since then.
        let url = event.unchecked_ref::<HashChangeEvent>().new_url();
        callback(url.split_once('#').map_or_else(String::new, |(_, hash)| hash.to_owned()));
    });
    Some(listener)
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        _ = window.location().reload();
    }
}

/// Whether the browser considers the address secure: https, or this machine.
pub fn is_secure() -> bool {
    web_sys::window().is_none_or(|window| window.is_secure_context())
}
