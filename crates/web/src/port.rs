//! Messages between the page and its workers, as bytes in a transferred buffer.
//!
//! Postcard keeps them small. A transferred buffer is moved, not copied, whatever its size.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use postcard::{experimental::serialized_size, ser_flavors::Flavor, serialize_with_flavor};
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
    let message = serialize_with_flavor(message, Writer::new(serialized_size(message)?))?;
    let transfer = Array::of1(&message);
    Ok(Parcel { message, transfer })
}

/// Fewer bytes than this are gathered before they are copied.
const LARGE: usize = 1 << 16;

/// Writes a message into the buffer that is transferred, so that a file in it is copied once.
struct Writer {
    array: Uint8Array,
    /// The number of bytes in the array so far.
    written: u32,
    /// What comes next.
    small: Vec<u8>,
}

impl Writer {
    fn new(bytes: usize) -> Self {
        Self { array: Uint8Array::new_with_length(bytes as u32), written: 0, small: vec![] }
    }

    fn write(&mut self, bytes: &[u8]) {
        let end = self.written + bytes.len() as u32;
        self.array.subarray(self.written, end).copy_from(bytes);
        self.written = end;
    }

    fn flush(&mut self) {
        let small = std::mem::take(&mut self.small);
        self.write(&small);
    }
}

impl Flavor for Writer {
    type Output = ArrayBuffer;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.small.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        if bytes.len() < LARGE {
            self.small.extend_from_slice(bytes);
        } else {
            self.flush();
            self.write(bytes);
        }
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<ArrayBuffer> {
        self.flush();
        Ok(self.array.buffer())
    }
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
