//! What web-sys does not offer, by its name.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A property of one of the browser's objects; undefined where there is none.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
