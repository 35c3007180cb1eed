//! The page inside another one, which may keep it from saving files.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use hourglass_web::property;

/// What is known of saving files inside another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The frame's sandbox forbids it.
    Forbidden,
    /// The other page does not let itself be asked.
    Unknown,
}

/// Whether the page around this one lets files be saved; nothing where there is none, or it certainly does.
pub fn saving() -> Option<Saving> {
    let window = web_sys::window()?;
    if property(&window, "top") == JsValue::from(window.clone()) {
        return None;
    }
    let frame = property(&window, "frameElement");
    if !frame.is_object() {
        return Some(Saving::Unknown);
    }
    // It is of another window, whose elements are of other classes.
    let sandbox = frame.unchecked_into::<Element>().get_attribute("sandbox")?;
    let allows = sandbox.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("allow-downloads"));
    (!allows).then_some(Saving::Forbidden)
}
