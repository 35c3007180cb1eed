//! A compact encoding of numbers and text for an address: variable-length integers in base64url.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Encodes text as base64url of the difference of each character to the previous one, as variable-length integers with the sign
/// in the lowest bit. The letters of a script lie close together, so most take one byte instead of the six letters of two percent
/// escapes.
pub fn words_to_text(words: &str) -> String {
    let mut bytes = Vec::new();
    let mut last = 0;
    for c in words.chars() {
        let here = c as i32;
        push_varint(&mut bytes, zigzag(here - last));
        last = here;
    }
    to_base64(&bytes)
}

/// Decodes the text; `None` if [`words_to_text`] could not have written it.
pub fn words_from_text(text: &str) -> Option<String> {
    let bytes = from_base64(text)?;
    let mut rest = bytes.as_slice();
    let (mut words, mut last) = (String::new(), 0i32);
    while !rest.is_empty() {
        last = last.checked_add(unzigzag(take_varint(&mut rest)?))?;
        words.push(char::from_u32(u32::try_from(last).ok()?)?);
    }
    Some(words)
}

pub fn to_base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

pub fn unzigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

pub fn push_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
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
