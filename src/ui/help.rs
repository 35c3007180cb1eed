//! Explanations, one tap away.

use leptos::prelude::*;

/// A text that a button with its id as `popovertarget` shows and hides.
#[component]
pub fn Popover(#[prop(into)] id: String, children: Children) -> impl IntoView {
    view! {
        <div id=id class="popover" popover="auto">
            {children()}
        </div>
    }
    .into_any()
}

/// A question mark that explains a setting.
#[component]
pub fn Help(key: &'static str, label: &'static str, text: &'static str) -> impl IntoView {
    let id = format!("help-{key}");
    view! {
        <button type="button" class="help" popovertarget=id.clone() aria-label=format!("What is “{label}”?")>
            "?"
        </button>
        <Popover id>{text}</Popover>
    }
    .into_any()
}
