//! Access by name to properties that web-sys does not offer.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A property of a browser object; undefined if there is none.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
