//! The page inside another page, which may block saving files.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use hourglass_web::property;

/// What is known about saving files inside another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The frame's sandbox forbids it.
    Forbidden,
    /// The other page cannot be inspected.
    Unknown,
}

/// Whether the page around this one blocks saving files; `None` if there is none, or if it certainly does not.
pub fn saving() -> Option<Saving> {
    let window = web_sys::window()?;
    if property(&window, "top") == JsValue::from(window.clone()) {
        return None;
    }
    let frame = property(&window, "frameElement");
    if !frame.is_object() {
        return Some(Saving::Unknown);
    }
    // It belongs to another window, whose elements have other classes.
    let sandbox = frame.unchecked_into::<Element>().get_attribute("sandbox")?;
    let allows = sandbox.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("allow-downloads"));
    (!allows).then_some(Saving::Forbidden)
}
