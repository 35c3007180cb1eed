//! Copies text, with the current API or the old one.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlDocument, HtmlTextAreaElement, Window};

/// Copies a text; returns `false` if the browser forbids it. Copying starts before the result is awaited, since WebKit allows it only
/// in a click handler.
pub fn copy(text: String) -> impl Future<Output = bool> {
    let window = web_sys::window();
    let is_secure = |window: &&Window| window.is_secure_context();
    let written = window.as_ref().filter(is_secure).map(|window| window.navigator().clipboard().write_text(&text));
    async move {
        if let Some(written) = written
            && JsFuture::from(written).await.is_ok()
        {
            return true;
        }
        let document = window.and_then(|window| window.document());
        document.is_some_and(|document| copy_from_field(&document, &text).unwrap_or(false))
    }
}

/// The old way: selects the text in a field and copies it.
fn copy_from_field(document: &Document, text: &str) -> Option<bool> {
    let before = document.active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("unseen");
    document.body()?.append_child(&field).ok()?;
    field.select();
    let copied = document.dyn_ref::<HtmlDocument>()?.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(element) = before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        _ = element.focus();
    }
    Some(copied)
}
