//! The message after a panic of the page: shown once, using only the document and the browser's own functions, since the page's state
//! may be broken.

use std::{cell::Cell, panic::PanicHookInfo};

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlButtonElement, HtmlTextAreaElement};

use super::{address, journal};
use hourglass_web::property;

const WORDS: &str = "Hourglass has hit an internal error and has stopped. Reload the page; what was learned is kept.";

thread_local! {
    static HAS_HAPPENED: Cell<bool> = const { Cell::new(false) };
}

/// Whether the page has panicked.
pub fn has_happened() -> bool {
    HAS_HAPPENED.get()
}

/// The page's panic hook.
pub fn panic_hook(panic: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(panic);
    if HAS_HAPPENED.replace(true) {
        return;
    }
    let message = panic.to_string();
    // If even this fails, the message is in the console.
    _ = show(&journal::details(&message, &address::link()));
}

/// Puts a box over the page, which no longer responds.
fn show(details: &str) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    if let Some(page) = document.get_element_by_id("page") {
        _ = page.set_attribute("inert", "");
    }
    let place = add(&document, document.body()?.as_ref(), "div", "message page-fault")?;
    _ = place.set_attribute("data-kind", "fault");
    _ = place.set_attribute("data-testid", "page-fault");
    _ = place.set_attribute("role", "alert");
    add(&document, &place, "p", "")?.set_text_content(Some(WORDS));
    let clipboard: JsValue = property(&window.navigator(), "clipboard");
    button(&document, &place, "Reload", &method(&window.location(), "reload", None))?;
    if let Some(copy) = method(&clipboard, "writeText", Some(details)) {
        button(&document, &place, "Copy details", &Some(copy))?;
    }
    let text: HtmlTextAreaElement = add(&document, &place, "textarea", "details")?.dyn_into().ok()?;
    text.set_read_only(true);
    text.set_value(details);
    text.set_attribute("aria-label", "Details").ok()
}

fn add(document: &Document, place: &Element, name: &str, class: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_class_name(class);
    place.append_child(&element).ok()?;
    Some(element)
}

/// A button that calls a function of the browser.
fn button(document: &Document, place: &Element, words: &str, act: &Option<Function>) -> Option<()> {
    let button: HtmlButtonElement = add(document, place, "button", "small")?.dyn_into().ok()?;
    button.set_text_content(Some(words));
    button.set_onclick(act.as_ref());
    Some(())
}

/// A method of a browser object, bound to the object and its argument, if any.
fn method(object: &JsValue, name: &str, argument: Option<&str>) -> Option<Function> {
    let method: Function = property(object, name).dyn_into().ok()?;
    Some(match argument {
        Some(argument) => method.bind1(object, &argument.into()).unchecked_into(),
        None => method.bind0(object),
    })
}
