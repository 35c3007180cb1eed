//! Copying text, by the new way or the old.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlDocument, HtmlTextAreaElement, Window};

/// Copies a text; the answer is `false` if the browser lets nobody copy. It begins before the answer is awaited, since WebKit lets
/// pages copy only while they handle a click.
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

/// The old way: a text that is selected in a field.
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
