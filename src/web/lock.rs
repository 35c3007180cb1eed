//! Locks of the browser, by which a page learns of a worker's end: nothing else tells of one that is killed.
//!
//! The worker holds a lock of its own name for as long as it lives; the page waits for the same lock. Where there are none, as
//! in pages that did not come safely, only the deaths are noticed that a worker tells of itself.

use futures::{channel::oneshot, future::select};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::property::property;

/// Takes a lock and holds it until the end; returns once it is held, or cannot be.
pub async fn hold(name: &str) {
    let (granted, is_granted) = oneshot::channel();
    let hold = move || {
        // Nobody listens only where the lock came too late.
        _ = granted.send(());
        Promise::new(&mut |_, _| ())
    };
    if let Some(request) = request(name, &Closure::once_into_js(hold)) {
        // A lock that is refused is told by the request.
        _ = select(is_granted, JsFuture::from(request)).await;
    }
}

/// Calls back once nobody holds a lock any more.
pub fn wait(name: &str, granted: impl FnOnce() + 'static) {
    if let Some(request) = request(name, &Closure::once_into_js(granted)) {
        // A page that may not wait is told nothing.
        spawn_local(async { _ = JsFuture::from(request).await });
    }
}

fn request(name: &str, granted: &JsValue) -> Option<Promise> {
    let locks = property(&property(&js_sys::global(), "navigator"), "locks");
    let request: Function = property(&locks, "request").dyn_into().ok()?;
    request.call2(&locks, &name.into(), granted).ok()?.dyn_into().ok()
}
