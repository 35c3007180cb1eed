//! The page's side of a trainer's worker: start, send, receive, terminate.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{fault, helpers::Helpers, journal};
use crate::state::Program;
use hourglass_core::protocol::{Command, Event, RunEvent};
use hourglass_web::{helper::number, lock, port, property};

/// The first script of every worker (`www/trainer_loader.js`): holds the worker's lock and loads its program.
pub(super) const LOADER: &str = "./trainer_loader.js";

/// The file of a program.
fn file(program: Program) -> &'static str {
    match program {
        Program::Cpu => "trainer",
        Program::Webgpu => "trainer-gpu",
    }
}

/// All files needed to start a program.
pub fn files(program: Program) -> [String; 3] {
    let name = file(program);
    [LOADER.into(), format!("./{name}.js"), format!("./{name}_bg.wasm")]
}

/// Whether this browser supports WebGPU.
pub fn offers_webgpu() -> bool {
    property(&property(&js_sys::global(), "navigator"), "gpu").is_object()
}

/// News from the worker.
pub enum News {
    Event(Event),
    /// It has crashed; the journal says why.
    Crashed,
    /// It has crashed without ever sending a message: its files may be missing.
    NeverResponded,
}

/// A running worker.
pub struct Trainer {
    program: Program,
    worker: Worker,
    helpers: Rc<RefCell<Helpers>>,
    /// A crash is reported once, even if several errors announce it.
    is_dead: Rc<Cell<bool>>,
    /// Kept while the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Trainer {
    /// Starts the worker of a program, which passes its news to `on_news`.
    ///
    /// # Errors
    /// Fails if the browser refuses to start workers.
    pub fn spawn(program: Program, on_news: impl Fn(News) + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // Unique among all workers, in this page or another; the loader reads the program from it.
        let name = format!("{}/{}", file(program), js_sys::Math::random());
        options.set_name(&name);
        let worker = Worker::new_with_options(LOADER, &options)?;
        journal::write(&format!("{}: started", program.word()));
        let (is_dead, has_responded) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        let on_news = Rc::new(on_news);
        let die = {
            let (is_dead, has_responded, on_news) =
                (Rc::clone(&is_dead), Rc::clone(&has_responded), Rc::clone(&on_news));
            Rc::new(move |why: &str| {
                if !is_dead.replace(true) {
                    journal::write(&format!("{}: died: {why}", program.word()));
                    on_news(if has_responded.get() { News::Crashed } else { News::NeverResponded });
                }
            })
        };
        let helpers = Rc::new(RefCell::new(Helpers::new(file(program), &worker)));
        let on_message = Closure::new({
            let (is_dead, die, helpers) = (Rc::clone(&is_dead), Rc::clone(&die), Rc::clone(&helpers));
            move |message: MessageEvent| {
                if fault::has_happened() {
                    helpers.borrow_mut().end();
                    return terminate_sender(&message);
                }
                // The loader sends an empty message once it holds the lock. A text is the worker's last message, about its panic.
                if message.data().is_null() {
                    let die = Rc::clone(&die);
                    lock::wait(&name, move || die("it was ended from outside"));
                } else if let Some(text) = message.data().as_string() {
                    die(&text);
                } else if let Some(number) = number(&message) {
                    helpers.borrow_mut().start(number);
                } else if let Some(event) = port::unpack(&message).filter(|_| !is_dead.get()) {
                    has_responded.set(true);
                    note(program, &event, port::size(&message));
                    on_news(News::Event(event));
                }
            }
        });
        let on_error = Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            die(&why);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { program, worker, helpers, is_dead, _on_message: on_message, _on_error: on_error })
    }

    pub fn send(&self, command: &Command) {
        if let Ok(parcel) = port::pack(command) {
            let bytes = parcel.message.byte_length();
            journal::write(&format!("→ {} {}, {bytes} B", self.program.word(), command.brief()));
            _ = self.worker.post_message_with_transfer(&parcel.message, &parcel.transfer);
        }
    }

    /// Terminates the worker. It may be inside a callback right now, so its listeners are dropped a little later.
    pub fn end(self) {
        self.is_dead.set(true);
        self.helpers.borrow_mut().end();
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        journal::write(&format!("{}: ended", self.program.word()));
        Timeout::new(0, move || drop(self)).forget();
    }
}

/// Writes an event to the journal.
fn note(program: Program, event: &Event, bytes: u32) {
    if let Event::Run { event: RunEvent::Prepared(prepared), .. } = event {
        journal::computed_by(&prepared.backend);
    }
    journal::write(&format!("← {} {}, {bytes} B", program.word(), event.brief()));
}

/// Terminates a worker whose page no longer listens.
fn terminate_sender(message: &MessageEvent) {
    if let Some(worker) = message.target().and_then(|target| target.dyn_into::<Worker>().ok()) {
        worker.terminate();
    }
}
