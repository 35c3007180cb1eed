//! Keys that mean the same in several places.

use leptos::ev::KeyboardEvent;

/// The direction of an arrow key, as columns to the right and rows down; `None` for every other key.
pub fn arrow(event: &KeyboardEvent) -> Option<(i8, i8)> {
    Some(match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return None,
    })
}

/// How a key changes a slider's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Back,
    On,
    ToFirst,
    ToLast,
}

/// The change for a slider's key; `None` for every other key.
pub fn way(event: &KeyboardEvent) -> Option<Way> {
    Some(match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => Way::Back,
        "ArrowRight" | "ArrowUp" => Way::On,
        "Home" => Way::ToFirst,
        "End" => Way::ToLast,
        _ => return None,
    })
}
