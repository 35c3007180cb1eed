//! Explanations, one tap away, or one key from their field.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Opens and closes the help of the focused field.
pub const HELP_KEY: &str = "F1";
/// Elements that have their own help.
const HELPED: &str = ".field, .rule, .features-block";

/// A text that is shown and hidden by a button with its id as `popovertarget`.
#[component]
pub fn Popover(#[prop(into)] id: String, children: Children) -> impl IntoView {
    view! {
        <div id=id class="popover" popover="auto">
            {children()}
        </div>
    }
    .into_any()
}

/// The id of the bar's menu (`more_menu.rs`). When it is hidden, the focus returns to its button.
pub const MORE_MENU: &str = "more-menu";

/// The popover with this id.
pub fn popover(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

pub fn hide(popover: Option<HtmlElement>) {
    if let Some(popover) = popover {
        // Fails only if it is hidden already.
        _ = popover.hide_popover();
    }
}

/// The id of a help text, which describes its field.
pub fn help_id(key: &str) -> String {
    format!("help-{key}")
}

/// A question mark that explains a setting. The tab key skips it: a key in the field opens it.
#[component]
pub fn Help(key: &'static str, label: &'static str, text: &'static str) -> impl IntoView {
    let id = help_id(key);
    view! {
        <button
            type="button"
            class="help"
            tabindex="-1"
            popovertarget=id.clone()
            aria-label=format!("What is “{label}”?")
        >
            "?"
        </button>
        <Popover id>{text}</Popover>
    }
    .into_any()
}

/// F1, or a question mark outside text fields, opens and closes the help of the focused field.
pub fn listen_to_help() {
    let listener = window_event_listener(ev::keydown, |event: KeyboardEvent| {
        let Some(control) = document().active_element() else { return };
        match event.key().as_str() {
            HELP_KEY => {}
            "?" if !control.matches("input").unwrap_or(false) => {}
            // Leaving the field closes its help.
            "Tab" => return hide_open(),
            _ => return,
        }
        if let Some(help) = help_of(&control) {
            event.prevent_default();
            help.click();
        }
    });
    on_cleanup(move || listener.remove());
}

fn help_of(control: &Element) -> Option<HtmlElement> {
    let field = control.closest(HELPED).ok()??;
    field.query_selector(".help").ok()??.dyn_into().ok()
}

fn hide_open() {
    let open = document().query_selector(".help + .popover:popover-open").ok().flatten();
    hide(open.and_then(|open| open.dyn_into().ok()));
}
