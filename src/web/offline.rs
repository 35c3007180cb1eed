//! The page without a network: its service worker (`www/sw.js`), and the versions of the page that it stores.
//!
//! Without service workers, or if registration fails, the page works all the same.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, ServiceWorkerContainer, ServiceWorkerRegistration, VisibilityState, Window};

use hourglass_web::property;

/// The message that makes a waiting service worker take over.
const TAKE_OVER: &str = "take over";

/// A newer version of the page, stored and waiting.
#[derive(Clone)]
pub struct NewVersion(ServiceWorkerRegistration);

impl NewVersion {
    /// Reloads the page in the new version.
    pub fn open(&self) {
        match (self.0.waiting(), container()) {
            (Some(waiting), Some(container)) => {
                EventListener::once(&container, "controllerchange", |_| reload()).forget();
                // Fails only for values that cannot be cloned.
                _ = waiting.post_message(&TAKE_OVER.into());
            }
            // Another tab has already made it take over.
            _ => reload(),
        }
    }
}

/// Registers the service worker, which stores the page, and reports every newer version that is waiting. It checks now and whenever the
/// user returns to the page.
pub async fn keep(tell: impl Fn(NewVersion) + Clone + 'static) {
    let Some(container) = container() else { return };
    let Ok(registered) = JsFuture::from(container.register("./sw.js")).await else { return };
    let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else { return };
    notify_if_waiting(&registration, &tell);
    let found = {
        let registration = registration.clone();
        move |_: &_| {
            let Some(installing) = registration.installing() else { return };
            let (registration, tell) = (registration.clone(), tell.clone());
            EventListener::new(&installing, "statechange", move |_| notify_if_waiting(&registration, &tell)).forget();
        }
    };
    EventListener::new(&registration, "updatefound", found).forget();
    if let Some(document) = document() {
        EventListener::new(&document, "visibilitychange", move |_| look_for_newer(&registration)).forget();
    }
}

/// The first version has nothing to wait for: only a version after an active one is newer.
fn notify_if_waiting(registration: &ServiceWorkerRegistration, tell: &impl Fn(NewVersion)) {
    if registration.waiting().is_some() && registration.active().is_some() {
        tell(NewVersion(registration.clone()));
    }
}

fn look_for_newer(registration: &ServiceWorkerRegistration) {
    let is_seen = document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible);
    if let (true, Ok(update)) = (is_seen, registration.update()) {
        spawn_local(async move {
            // Without a network there is no newer version.
            _ = JsFuture::from(update).await;
        });
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// The service worker container. Insecure addresses and some private windows have none.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = JsValue::from(window()?.navigator());
    property(&navigator, "serviceWorker").dyn_into().ok()
}

fn reload() {
    if let Some(window) = window() {
        _ = window.location().reload();
    }
}
