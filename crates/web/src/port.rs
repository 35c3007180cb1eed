//! Messages between the page and its workers, as bytes in a transferred buffer.
//!
//! Postcard keeps them small. A transferred buffer is moved, not copied, whatever its size.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsCast;
use web_sys::MessageEvent;

/// A message, and the list of the buffers that are transferred with it.
pub struct Parcel {
    pub message: ArrayBuffer,
    pub transfer: Array,
}

/// Packs a message.
///
/// # Errors
/// Memory ran out.
pub fn pack(message: &impl Serialize) -> Result<Parcel, postcard::Error> {
    let bytes = postcard::to_allocvec(message)?;
    let message = Uint8Array::from(bytes.as_slice()).buffer();
    let transfer = Array::of1(&message);
    Ok(Parcel { message, transfer })
}

/// Unpacks a message; `None` for anything that is not one of ours.
pub fn unpack<T: DeserializeOwned>(event: &MessageEvent) -> Option<T> {
    let buffer: ArrayBuffer = event.data().dyn_into().ok()?;
    postcard::from_bytes(&Uint8Array::new(&buffer).to_vec()).ok()
}

/// The size of a message in bytes.
pub fn size(event: &MessageEvent) -> u32 {
    event.data().dyn_ref::<ArrayBuffer>().map_or(0, ArrayBuffer::byte_length)
}
