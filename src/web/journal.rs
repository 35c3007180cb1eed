//! The page's journal: a line for each message between page and trainers, kept for the details of an error, and shown in the browser's
//! console if the address asks for it (`?log=debug`).

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::JsCast;

use super::{address, screen::clock};
use crate::state::{
    details::Details,
    journal::{Console, Journal},
};
use hourglass_core::protocol::Backend;
use hourglass_web::property;

thread_local! {
    static JOURNAL: RefCell<Journal> = RefCell::default();
    static BACKEND: RefCell<Option<Backend>> = const { RefCell::new(None) };
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Opens the journal, with the options in the address.
pub fn open() {
    let wanted = Console::of(&address::query());
    IS_SHOWN.set(wanted == Console::Debug);
    if wanted == Console::Unknown {
        console("warn", "Hourglass: the address asks for an unknown log; ?log=debug is the only one.");
    }
}

/// Writes a line.
pub fn write(words: &str) {
    // If the journal is already borrowed, the page has panicked while writing.
    let line = JOURNAL
        .with(|journal| journal.try_borrow_mut().ok().map(|mut journal| journal.write(clock(), words).to_owned()));
    if let (Some(line), true) = (line, IS_SHOWN.get()) {
        console("log", &format!("Hourglass {line}"));
    }
}

/// Records which backend computes.
pub fn computed_by(backend: &Backend) {
    BACKEND.with(|known| {
        if let Ok(mut known) = known.try_borrow_mut() {
            *known = Some(backend.clone());
        }
    });
}

/// A message with everything that may help to understand it, as plain text.
pub fn details(message: &str, link: &str) -> String {
    let lines = JOURNAL.with(|journal| {
        let journal = journal.try_borrow();
        journal.map(|journal| journal.lines().map(Into::into).collect::<Vec<String>>()).unwrap_or_default()
    });
    let backend = BACKEND.with(|known| known.try_borrow().ok().and_then(|known| known.clone()));
    let browser = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    Details { message, backend: backend.as_ref(), link, browser: &browser, lines: &lines }.to_string()
}

/// Calls the browser's console by reflection: its web-sys interface is not among the enabled features.
fn console(method: &str, text: &str) {
    let console = property(&js_sys::global(), "console");
    if let Some(method) = property(&console, method).dyn_ref::<Function>() {
        // If the console fails, the error cannot be reported anywhere.
        _ = method.call1(&console, &text.into());
    }
}
