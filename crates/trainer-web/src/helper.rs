//! Helpers in the browser: workers of this worker, each with the same program.

use futures::channel::mpsc::unbounded;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use hourglass_trainer::session::{FromHelper, HelperPort, ToHelper, help};
use hourglass_web::{
    lock,
    port::{pack, unpack},
};

use crate::{
    turn::Turn,
    worker::{messages, post},
};

/// The first script of every worker; this worker's own.
const LOADER: &str = "./trainer_loader.js";
/// What a helper's name contains. Its first part names the program, as in every worker's name.
const MARK: &str = "/helper/";

/// Whether this worker is a helper.
pub fn is_helper(scope: &DedicatedWorkerGlobalScope) -> bool {
    scope.name().contains(MARK)
}

/// Serves the worker that has started this one.
pub fn serve(scope: DedicatedWorkerGlobalScope, turn: Turn) {
    let asks = messages(&scope);
    spawn_local(help(turn, asks, move |message| post(&scope, &message)));
}

/// Starts a helper beside `open` others; `None` if there is no core for it, or if the browser refuses. One core is left for the page,
/// but two cores have two helpers: during a study, this worker only waits.
pub fn start(scope: &DedicatedWorkerGlobalScope, open: usize) -> Option<HelperPort> {
    let cores = scope.navigator().hardware_concurrency() as usize;
    if cores < 2 || open >= (cores - 1).max(2) {
        return None;
    }
    let own = scope.name();
    let program = own.split('/').next().unwrap_or_default();
    // Unique among all workers, like the name of this one.
    let name = format!("{program}{MARK}{}", js_sys::Math::random());
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(&name);
    let worker = Worker::new_with_options(LOADER, &options).ok()?;
    let (sender, receiver) = unbounded();
    let on_message = Closure::new({
        let sender = sender.clone();
        move |message: MessageEvent| {
            // The loader sends an empty message once it holds the lock. A text is the helper's last message, about its panic.
            if message.data().is_null() {
                let sender = sender.clone();
                lock::wait(&name, move || sender.close_channel());
            } else if message.data().is_string() {
                sender.close_channel();
            } else if let Some(message) = unpack::<FromHelper>(&message) {
                // Nobody listens any more once the port is dropped.
                let _ = sender.unbounded_send(message);
            }
        }
    });
    let on_error = Closure::new(move |event: Event| {
        event.prevent_default();
        sender.close_channel();
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let started = Started { worker, _on_message: on_message, _on_error: on_error };
    Some(HelperPort::new(move |message| started.post(message), receiver))
}

/// A running helper, which ends when this is dropped.
struct Started {
    worker: Worker,
    /// Kept while the helper may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Started {
    fn post(&self, message: &ToHelper) {
        if let Ok(parcel) = pack(message) {
            // Fails only for a list that cannot be transferred, which `pack` never creates.
            let _ = self.worker.post_message_with_transfer(&parcel.message, &parcel.transfer);
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
