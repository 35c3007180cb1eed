//! Gives the messages of a worker their turn.

use std::{cell::Cell, future::ready, rc::Rc};

use futures::{
    FutureExt,
    channel::oneshot::{Sender, channel},
    future::LocalBoxFuture,
};
use hourglass_trainer::session::Yield;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

/// A message that the worker sends itself, behind all that have arrived. A timer would wait four milliseconds as soon as it is used
/// again and again.
pub struct Turn {
    to_self: MessagePort,
    /// Receives the message. It is kept here, since a browser may collect a port that nothing refers to.
    _from_self: MessagePort,
    /// Who waits for the message.
    waiting: Rc<Cell<Option<Sender<()>>>>,
}

impl Turn {
    /// # Errors
    /// The browser refuses.
    pub fn new() -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        let waiting = Rc::new(Cell::new(None::<Sender<()>>));
        let on_message = Closure::<dyn Fn()>::new({
            let waiting = Rc::clone(&waiting);
            move || {
                if let Some(waiting) = waiting.take() {
                    // Fails if nobody waits any more.
                    let _ = waiting.send(());
                }
            }
        });
        let from_self = channel.port1();
        from_self.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The worker yields for as long as it lives.
        on_message.forget();
        Ok(Self { to_self: channel.port2(), _from_self: from_self, waiting })
    }
}

impl Yield for Turn {
    fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
        let (sender, receiver) = channel();
        self.waiting.set(Some(sender));
        if self.to_self.post_message(&JsValue::NULL).is_err() {
            return ready(()).boxed_local();
        }
        // The sender stays until the message arrives.
        receiver.map(|_| ()).boxed_local()
    }
}
