//! The trainer's interface to the browser: a session's host in a dedicated worker.

use futures::{
    channel::mpsc::{UnboundedReceiver, unbounded},
    future::LocalBoxFuture,
};
use gloo::{events::EventListener, timers::future::TimeoutFuture};
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DedicatedWorkerGlobalScope, MessageEvent, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair,
    Response,
};

use hourglass_core::protocol::{Command, Event};
use hourglass_trainer::{
    session::{self, BoundedBuffer, DataError, HelperPort, Host, MOST_UNPACKED, Yield},
    train::Compute,
};
use hourglass_web::{
    port::{pack, unpack},
    property,
};

use crate::{
    helper::{self, Connections},
    open_webgpu,
    turn::Turn,
};

/// Starts to handle commands; returns at once.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    std::panic::set_hook(Box::new(report_panic));
    // Every browser that has workers has channels.
    let Ok(turn) = Turn::new() else { return };
    if helper::is_helper(&scope) {
        return helper::serve(&scope, turn);
    }
    let (commands, helpers) = (commands(&scope), Connections::new(&scope));
    spawn_local(session::serve(Browser { scope, turn, helpers }, commands));
}

/// Reports a panic, which terminates the worker. Its message is posted as plain text, so that the page can show the reason.
fn report_panic(panic: &std::panic::PanicHookInfo<'_>) {
    console_error_panic_hook::hook(panic);
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        // If this fails, the panic cannot be reported.
        let _ = scope.post_message(&panic.to_string().into());
    }
}

/// The commands of the page, for as long as the worker lives.
fn commands(scope: &DedicatedWorkerGlobalScope) -> UnboundedReceiver<Command> {
    let (sender, receiver) = unbounded();
    let listener = EventListener::new(scope, "message", move |event| {
        if let Some(command) = event.dyn_ref::<MessageEvent>().and_then(unpack) {
            // The session keeps the receiver for as long as the worker lives.
            let _ = sender.unbounded_send(command);
        }
    });
    listener.forget();
    receiver
}

struct Browser {
    scope: DedicatedWorkerGlobalScope,
    turn: Turn,
    helpers: Connections,
}

impl Yield for Browser {
    fn yield_now(&self) -> LocalBoxFuture<'_, ()> {
        self.turn.yield_now()
    }
}

impl Host for Browser {
    fn now(&self) -> f64 {
        self.scope.performance().map_or_else(js_sys::Date::now, |performance| performance.now())
    }

    fn emit(&self, event: Event) {
        if let Ok(parcel) = pack(&event) {
            // Fails only for a list that cannot be transferred, which `pack` never creates.
            let _ = self.scope.post_message_with_transfer(&parcel.message, &parcel.transfer);
        }
    }

    async fn sleep(&self, milliseconds: u32) {
        TimeoutFuture::new(milliseconds).await;
    }

    async fn fetch(&self, name: &str, loaded: &dyn Fn(u64)) -> Result<Vec<u8>, DataError> {
        let fault = |why: String| DataError::Fetch { name: name.into(), why };
        let response = JsFuture::from(self.scope.fetch_with_str(&format!("./data/{name}"))).await;
        let response: Response = response.map_err(|error| fault(text(&error)))?.unchecked_into();
        if !response.ok() {
            return Err(fault(format!("the server answered {}", response.status())));
        }
        let body = response.body().ok_or_else(|| fault("the response is empty".into()))?;
        read_all(&body, usize::MAX, loaded).await.map_err(|error| match error {
            StreamError::Broken(error) => fault(text(&error)),
            StreamError::TooLong => DataError::TooLarge,
        })
    }

    async fn unpack(&self, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
        let body = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes)))
            .ok()
            .and_then(|response| response.body())
            .ok_or(DataError::Unpack)?;
        let gunzip = gunzip().map_err(|_| DataError::Unpack)?;
        let unpacked = body.pipe_through(&gunzip);
        read_all(&unpacked, MOST_UNPACKED, &|_| ()).await.map_err(|error| match error {
            StreamError::Broken(_) => DataError::Unpack,
            StreamError::TooLong => DataError::TooLarge,
        })
    }

    fn open_helper(&self, open: usize) -> Option<HelperPort> {
        self.helpers.start(&self.scope, open)
    }

    async fn open_webgpu(&self) -> Result<(Compute, String), String> {
        open_webgpu().await
    }
}

/// The browser's `DecompressionStream` for gzip, which web-sys does not offer yet.
fn gunzip() -> Result<ReadableWritablePair, JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    Ok(Reflect::construct(&class, &Array::of1(&"gzip".into()))?.unchecked_into())
}

enum StreamError {
    Broken(JsValue),
    TooLong,
}

/// Reads all of a stream, at most `most` bytes.
async fn read_all(stream: &ReadableStream, most: usize, loaded: &dyn Fn(u64)) -> Result<Vec<u8>, StreamError> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut arrived = BoundedBuffer::at_most(most);
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(StreamError::Broken)?;
        if property(&chunk, "done").is_truthy() {
            return Ok(arrived.into_bytes());
        }
        if arrived.take(&Uint8Array::new(&property(&chunk, "value")).to_vec()).is_err() {
            let _ = reader.cancel();
            return Err(StreamError::TooLong);
        }
        loaded(arrived.len() as u64);
    }
}

/// The message of an error.
fn text(error: &JsValue) -> String {
    property(error, "message").as_string().unwrap_or_else(|| "the network failed".into())
}
