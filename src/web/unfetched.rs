//! Why a trainer's files could not be fetched, using `www/watch.js`, which does the same for the page's own files.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::state::FetchFailure;
use hourglass_web::property;

/// Fetches files again until one fails, and says why; `None` if all of them arrive.
pub async fn find(files: &[String]) -> Option<FetchFailure> {
    for file in files {
        let found = examine(file).await?;
        if let Some(why) = property(&found, "words").as_string() {
            return Some(FetchFailure { why, is_lost: property(&found, "isLost").is_truthy() });
        }
    }
    None
}

/// The script's finding about a file, whose checksum is unknown here.
async fn examine(file: &str) -> Option<JsValue> {
    let watch = property(&js_sys::global(), "startWatch");
    let examine: Function = property(&watch, "examine").dyn_into().ok()?;
    let document = web_sys::window()?.document()?;
    let address = web_sys::Url::new_with_base(file, &document.base_uri().ok()??).ok()?.href();
    let link = Object::new();
    Reflect::set(&link, &"href".into(), &address.into()).ok()?;
    Reflect::set(&link, &"integrity".into(), &"".into()).ok()?;
    let promise: Promise = examine.call1(&watch, &link).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
