//! Keys that mean the same in several places.

use leptos::ev::KeyboardEvent;

/// Where an arrow key points: so many columns to the right and rows down; `None` for every other key.
pub fn arrow(event: &KeyboardEvent) -> Option<(i8, i8)> {
    Some(match event.key().as_str() {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return None,
    })
}
