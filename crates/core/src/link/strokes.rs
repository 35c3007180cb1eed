//! A drawing as short text for the address.

use super::pack::{from_base64, push_varint, take_varint, to_base64, unzigzag, zigzag};
use crate::data::digit::{Drawing, Point};

/// Encodes strokes as base64url of, for each stroke: the number of points, the first point, then the difference of each point to
/// the previous one, all as variable-length integers, the differences with their sign in the lowest bit.
pub fn to_text(drawing: &Drawing) -> String {
    let mut bytes = Vec::new();
    for stroke in drawing.strokes() {
        push_varint(&mut bytes, stroke.len() as u32);
        let mut last = (0, 0);
        for point in stroke {
            let here = (i32::from(point.x), i32::from(point.y));
            push_varint(&mut bytes, zigzag(here.0 - last.0));
            push_varint(&mut bytes, zigzag(here.1 - last.1));
            last = here;
        }
    }
    to_base64(&bytes)
}

/// Decodes the text; `None` if [`to_text`] could not have written it.
pub fn from_text(text: &str) -> Option<Drawing> {
    let bytes = from_base64(text)?;
    let mut rest = bytes.as_slice();
    let mut strokes = Vec::new();
    while !rest.is_empty() {
        let count = take_varint(&mut rest)? as usize;
        // A point takes at least two bytes, so a larger count is invalid; checked before anything is allocated.
        if count == 0 || count > rest.len() / 2 {
            return None;
        }
        let mut last = (0i32, 0i32);
        let mut stroke = Vec::with_capacity(count);
        for _ in 0..count {
            last.0 = last.0.checked_add(unzigzag(take_varint(&mut rest)?))?;
            last.1 = last.1.checked_add(unzigzag(take_varint(&mut rest)?))?;
            stroke.push(Point { x: u16::try_from(last.0).ok()?, y: u16::try_from(last.1).ok()? });
        }
        strokes.push(stroke);
    }
    Some(Drawing::new(strokes))
}
