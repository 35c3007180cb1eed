//! Files that the browser saves to its downloads.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::state::export::Download;

/// Milliseconds for which a file stays in memory: some browsers first ask where to save it.
const KEPT: u32 = 60_000;

/// Downloads a file.
pub fn save(Download { name, kind, bytes }: &Download) {
    if let Some(blob) = blob(kind, bytes) {
        save_blob(name, &blob);
    }
}

/// Bytes as a blob with their MIME type.
pub fn blob(kind: &str, bytes: &[u8]) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// Downloads a blob under a name.
pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return };
    let link = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // Nothing else revokes it.
    Timeout::new(KEPT, move || _ = Url::revoke_object_url(&url)).forget();
}
