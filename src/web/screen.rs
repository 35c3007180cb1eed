//! The screen: its clock, its sizes, and its user's preferences.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Milliseconds since the page was opened.
pub fn clock() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Watches an element's size until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
    /// Moving a window to another screen changes the pixels, not the size.
    _window: Option<EventListener>,
}

impl SizeWatch {
    pub fn new(element: &Element, callback: Rc<dyn Fn()>) -> Option<Self> {
        let again = Rc::clone(&callback);
        let window = web_sys::window().map(|window| EventListener::new(&window, "resize", move |_| again()));
        let callback: Closure<dyn FnMut()> = Closure::new(move || callback());
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback, _window: window })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The text size relative to the usual one, at which a `rem` is 16 pixels: larger for a projector, or by the reader's preference.
pub fn text_scale() -> f64 {
    let size = web_sys::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()??.get_property_value("font-size").ok()
    });
    let pixels = size.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    pixels.map_or(1.0, |pixels| (pixels / 16.0).clamp(0.5, 4.0))
}

/// Calls back when the result of a media query changes.
pub fn on_media_change(query: &str, callback: impl Fn() + 'static) -> Option<EventListener> {
    let list = web_sys::window()?.match_media(query).ok().flatten()?;
    Some(EventListener::new(&list, "change", move |_| callback()))
}

/// The current result of a media query.
pub fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Whether the user prefers reduced motion.
pub fn prefers_reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}
