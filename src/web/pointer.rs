//! Pointers over an element: where they are, and where they have been since the last event.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use crate::plot::mark::Place;

/// A pointer's place within an element, in CSS pixels.
pub fn place(element: &Element, event: &PointerEvent) -> Place {
    let rectangle = element.get_bounding_client_rect();
    Place::new(f64::from(event.client_x()) - rectangle.left(), f64::from(event.client_y()) - rectangle.top())
}

/// The places of a pointer since the last event, the present one last: a fast pen moves further between two events
/// than one event tells.
pub fn places(element: &Element, event: &PointerEvent) -> Vec<Place> {
    let has_coalesced = js_sys::Reflect::has(event, &"getCoalescedEvents".into()).unwrap_or(false);
    let mut places: Vec<Place> = if has_coalesced {
        let events = event.get_coalesced_events();
        events
            .iter()
            .filter_map(|event| event.dyn_into::<PointerEvent>().ok())
            .map(|event| place(element, &event))
            .collect()
    } else {
        vec![]
    };
    if places.is_empty() {
        places.push(place(element, event));
    }
    places
}

/// Keeps a pointer's events coming to an element, wherever it goes.
pub fn capture(element: &Element, event: &PointerEvent) {
    _ = element.set_pointer_capture(event.pointer_id());
}
