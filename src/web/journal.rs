//! The page's journal: a line for whatever page and trainers say to each other, kept for the details of a fault, and shown in the
//! browser's console where the address asks for it (`?log=debug`).

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::JsCast;

use super::{address, screen::clock};
use crate::state::{
    details::Details,
    journal::{Journal, Wish},
};
use hourglass_core::protocol::Backend;
use hourglass_web::property;

thread_local! {
    static JOURNAL: RefCell<Journal> = RefCell::default();
    static BACKEND: RefCell<Option<Backend>> = const { RefCell::new(None) };
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Reads what the address asks for.
pub fn open() {
    let wish = Wish::of(&address::query());
    IS_SHOWN.set(wish == Wish::Debug);
    if wish == Wish::Unknown {
        console("warn", "Hourglass: the address asks for an unknown log; ?log=debug is the only one.");
    }
}

/// Writes a line.
pub fn write(words: &str) {
    // While it is written nobody else writes: what cannot be borrowed is a page that has met a fault.
    let line = JOURNAL
        .with(|journal| journal.try_borrow_mut().ok().map(|mut journal| journal.write(clock(), words).to_owned()));
    if let (Some(line), true) = (line, IS_SHOWN.get()) {
        console("log", &format!("Hourglass {line}"));
    }
}

/// Remembers where the networks compute.
pub fn computed_by(backend: &Backend) {
    BACKEND.with(|known| {
        if let Ok(mut known) = known.try_borrow_mut() {
            *known = Some(backend.clone());
        }
    });
}

/// A message with all that may help to understand it, as plain text.
pub fn details(message: &str, link: &str) -> String {
    let lines = JOURNAL.with(|journal| {
        let journal = journal.try_borrow();
        journal.map(|journal| journal.lines().map(Into::into).collect::<Vec<String>>()).unwrap_or_default()
    });
    let backend = BACKEND.with(|known| known.try_borrow().ok().and_then(|known| known.clone()));
    let browser = web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default();
    Details { message, backend: backend.as_ref(), link, browser: &browser, lines: &lines }.to_string()
}

/// The browser's console, by reflection: its interface in web-sys is none of the features that are built.
fn console(method: &str, text: &str) {
    let console = property(&js_sys::global(), "console");
    if let Some(method) = property(&console, method).dyn_ref::<Function>() {
        // A console that fails has no better place to say so.
        _ = method.call1(&console, &text.into());
    }
}
