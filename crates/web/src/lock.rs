//! Browser locks, through which a page or a worker learns that a worker has ended: a worker that is killed sends no message.
//!
//! The worker holds a lock with its own name while it runs (`www/trainer_loader.js`), and whoever started it waits for the
//! same lock. Without locks, for example on an insecure address, only the crashes that a worker reports itself are noticed.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::property;

/// Calls back once the lock is free.
pub fn wait(name: &str, granted: impl FnOnce() + 'static) {
    let locks = property(&property(&js_sys::global(), "navigator"), "locks");
    let Ok(request) = property(&locks, "request").dyn_into::<Function>() else { return };
    let request = request.call2(&locks, &name.into(), &Closure::once_into_js(granted));
    if let Some(request) = request.ok().and_then(|request| request.dyn_into::<Promise>().ok()) {
        // If the request fails, nothing is reported.
        spawn_local(async { _ = JsFuture::from(request).await });
    }
}
