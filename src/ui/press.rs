//! A button that acts on the run.

use leptos::{html, prelude::*};

use super::page::Page;
use crate::state::State;

/// A button that does nothing while it is off.
#[component]
pub fn Press(
    #[prop(optional)] node: NodeRef<html::Button>,
    class: &'static str,
    #[prop(into, optional)] is_primary: Signal<bool>,
    testid: &'static str,
    title: &'static str,
    is_off: Memo<bool>,
    act: fn(&mut State),
    children: Children,
) -> impl IntoView {
    let page = Page::get();
    let press = move |_| {
        if !is_off.get_untracked() {
            page.act(act);
        }
    };
    view! {
        <button
            node_ref=node
            class=class
            class:primary=move || is_primary.get()
            data-testid=testid
            aria-disabled=move || is_off.get().to_string()
            title=title
            on:click=press
        >
            {children()}
        </button>
    }
    .into_any()
}
