//! Helpers in the browser: the trainer's connections to them, and a helper's own side. See [`hourglass_web::helper`].

use std::{cell::RefCell, rc::Rc};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use gloo::events::EventListener;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use hourglass_trainer::session::{FromHelper, HelperPort, ToHelper, help};
use hourglass_web::{
    helper::{MARK, number, port},
    port::{pack, unpack},
};

use crate::turn::Turn;

/// Whether this worker is a helper.
pub fn is_helper(scope: &DedicatedWorkerGlobalScope) -> bool {
    scope.name().contains(MARK)
}

/// Serves the trainer whose port the page sends.
pub fn serve(scope: &DedicatedWorkerGlobalScope, turn: Turn) {
    let turn = RefCell::new(Some(turn));
    let listener = EventListener::new(scope, "message", move |event| {
        let Some(trainer) = event.dyn_ref().and_then(port) else { return };
        if let Some(turn) = turn.take() {
            let asks: UnboundedReceiver<ToHelper> = messages(&trainer);
            spawn_local(help(turn, asks, move |message| post(&trainer, &message)));
        }
    });
    listener.forget();
    // Fails only for what cannot be cloned.
    let _ = scope.post_message(&0.into());
}

/// The helpers of this trainer, by number.
#[derive(Clone, Default)]
pub struct Connections(Rc<RefCell<Vec<Connection>>>);

/// A helper that was asked for.
struct Connection {
    port: Rc<RefCell<Option<MessagePort>>>,
    sender: UnboundedSender<FromHelper>,
}

impl Connections {
    /// Listens to what the page says about the helpers, for as long as the worker lives.
    pub fn new(scope: &DedicatedWorkerGlobalScope) -> Self {
        let connections = Self::default();
        let known = connections.clone();
        let listener = EventListener::new(scope, "message", move |event| {
            let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
            if let Some(connection) =
                number(message).as_ref().and_then(|number| known.0.borrow().get(*number).map(Connection::same))
            {
                match port(message) {
                    Some(port) => connection.open(port),
                    None => connection.sender.close_channel(),
                }
            }
        });
        listener.forget();
        connections
    }

    /// Asks the page for a helper beside `open` others; `None` if there is no core for it. One core is left for the page, but two
    /// cores have two helpers: during a study, this worker only waits.
    pub fn start(&self, scope: &DedicatedWorkerGlobalScope, open: usize) -> Option<HelperPort> {
        let cores = scope.navigator().hardware_concurrency() as usize;
        let mut connections = self.0.borrow_mut();
        // A number is used only once.
        if cores < 2 || open >= (cores - 1).max(2) || open != connections.len() {
            return None;
        }
        let (sender, receiver) = unbounded();
        let connection = Connection { port: Rc::default(), sender };
        let port = Rc::clone(&connection.port);
        connections.push(connection);
        scope.post_message(&(open as u32).into()).ok()?;
        let post = move |message: &ToHelper| {
            if let Some(port) = &*port.borrow() {
                post(port, message);
            }
        };
        Some(HelperPort::new(post, receiver))
    }
}

impl Connection {
    fn same(&self) -> Self {
        Self { port: Rc::clone(&self.port), sender: self.sender.clone() }
    }

    fn open(&self, port: MessagePort) {
        let sender = self.sender.clone();
        listen(&port, move |message| {
            // Nobody listens any more once the helper counts as lost.
            let _ = sender.unbounded_send(message);
        });
        *self.port.borrow_mut() = Some(port);
    }
}

/// The messages that arrive at a port.
fn messages<T: DeserializeOwned + 'static>(port: &MessagePort) -> UnboundedReceiver<T> {
    let (sender, receiver) = unbounded();
    listen(port, move |message| {
        // The receiver is kept for as long as the worker lives.
        let _ = sender.unbounded_send(message);
    });
    receiver
}

/// Listens to a port for as long as the worker lives.
fn listen<T: DeserializeOwned>(port: &MessagePort, on_message: impl Fn(T) + 'static) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(message) = unpack(&event) {
            on_message(message);
        }
    });
    port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

fn post(port: &MessagePort, message: &impl Serialize) {
    if let Ok(parcel) = pack(message) {
        // Fails only for a list that cannot be transferred, which `pack` never creates.
        let _ = port.post_message_with_transferable(&parcel.message, &parcel.transfer);
    }
}
