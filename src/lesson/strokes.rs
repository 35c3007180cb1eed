//! A drawing as a short text for the address.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::data::digit::{Drawing, Point};

/// Strokes as base64url of: the points of a stroke, the first point, then the difference of each to the one before, all
/// as variable-length integers, the differences with their sign in the lowest bit.
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
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads them back; `None` for what [`to_text`] does not write.
pub fn from_text(text: &str) -> Option<Drawing> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let mut rest = bytes.as_slice();
    let mut strokes = Vec::new();
    while !rest.is_empty() {
        let count = take_varint(&mut rest)? as usize;
        // Two bytes a point at least: a promise of more is a lie, found before anything is allocated.
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

fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

fn unzigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

fn push_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..28).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
