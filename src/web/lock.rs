//! Locks of the browser, by which a page learns of a worker's end: nothing else tells of one that is killed.
//!
//! The worker holds a lock of its own name for as long as it lives (`www/trainer_loader.js`); the page waits for the same lock. Where
//! there are none, as in pages that did not come safely, only the deaths are noticed that a worker tells of itself.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use hourglass_web::property;

/// Calls back once nobody holds a lock any more.
pub fn wait(name: &str, granted: impl FnOnce() + 'static) {
    let locks = property(&property(&js_sys::global(), "navigator"), "locks");
    let Ok(request) = property(&locks, "request").dyn_into::<Function>() else { return };
    let request = request.call2(&locks, &name.into(), &Closure::once_into_js(granted));
    if let Some(request) = request.ok().and_then(|request| request.dyn_into::<Promise>().ok()) {
        // A page that may not wait is told nothing.
        spawn_local(async { _ = JsFuture::from(request).await });
    }
}
