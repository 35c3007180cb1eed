//! Takes the user to a card below the fold.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Scrolls to the card with this id and focuses it.
pub fn scroll_to_card(id: &str) {
    let card = document().get_element_by_id(id).and_then(|card| card.dyn_into::<HtmlElement>().ok());
    if let Some(card) = card {
        card.scroll_into_view();
        _ = card.focus();
    }
}
