//! What a page, its trainer and the trainer's helpers agree on.
//!
//! A helper is a worker that trains networks for the trainer. The page starts it, since Firefox may hang if a worker starts
//! another. Besides messages as bytes, there are some numbers:
//!
//! - The trainer sends the page the number of the helper that it wants.
//! - The helper sends the page a 0 once it is listening. The page then makes a channel, and sends one port to the helper and the
//!   other, with the helper's number, to the trainer.
//! - The page sends the trainer the number without a port if the helper has ended.

use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, MessagePort};

/// What a helper's name contains. Its first part names the program, as in every worker's name.
pub const MARK: &str = "/helper/";

/// The number in a message.
pub fn number(message: &MessageEvent) -> Option<usize> {
    message.data().as_f64().map(|number| number as usize)
}

/// The port that comes with a message.
pub fn port(message: &MessageEvent) -> Option<MessagePort> {
    message.ports().get(0).dyn_into().ok()
}
