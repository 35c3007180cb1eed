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
pub enum SliderMove {
    Back,
    On,
    ToFirst,
    ToLast,
}

/// The change for a slider's key; `None` for every other key.
pub fn slider_move(event: &KeyboardEvent) -> Option<SliderMove> {
    Some(match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => SliderMove::Back,
        "ArrowRight" | "ArrowUp" => SliderMove::On,
        "Home" => SliderMove::ToFirst,
        "End" => SliderMove::ToLast,
        _ => return None,
    })
}
