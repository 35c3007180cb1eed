//! Pointers over an element: their position, and their path since the last event.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::screen::text_scale;
use crate::plot::mark::Place;

/// A pointer's position within an element, as fractions of its width and height: from 0 to 1 unless it is outside. If CSS's `zoom` or a
/// `transform` scales the page, the pointer's coordinates and the rectangle scale alike.
pub fn part(element: &Element, event: &PointerEvent) -> Place {
    let rectangle = element.get_bounding_client_rect();
    let part = |from: f64, whole: f64| if whole > 0.0 { from / whole } else { 0.0 };
    Place::new(
        part(f64::from(event.client_x()) - rectangle.left(), rectangle.width()),
        part(f64::from(event.client_y()) - rectangle.top(), rectangle.height()),
    )
}

/// A pointer's position within a canvas without a border, in the units of [`super::canvas::Surface`].
pub fn place(element: &Element, event: &PointerEvent) -> Place {
    let Place { x, y } = part(element, event);
    let scale = text_scale();
    Place::new(x * f64::from(element.client_width()) / scale, y * f64::from(element.client_height()) / scale)
}

/// The positions of a pointer since the last event, each as in [`part`], the current one last: a fast pen passes several points between
/// two events.
pub fn parts(element: &Element, event: &PointerEvent) -> Vec<Place> {
    let has_coalesced = js_sys::Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let mut parts: Vec<Place> = if has_coalesced {
        let events = event.get_coalesced_events();
        events
            .iter()
            .filter_map(|event| event.dyn_into::<PointerEvent>().ok())
            .map(|event| part(element, &event))
            .collect()
    } else {
        vec![]
    };
    if parts.is_empty() {
        parts.push(part(element, event));
    }
    parts
}

/// Captures a pointer: its events go to the element, wherever it moves.
pub fn capture(element: &Element, event: &PointerEvent) {
    _ = element.set_pointer_capture(event.pointer_id());
}
