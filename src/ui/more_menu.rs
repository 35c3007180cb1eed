//! The bar's other controls: inline if there is room, otherwise in a menu that a button opens.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    badge::Badge,
    copy_link::CopyLink,
    experiments::ExperimentsMenu,
    help::{MORE_MENU, hide, popover},
    lesson::LessonButton,
    page::Page,
    save_panel::SavePanel,
    step_and_reset::{NewSeed, StepAndReset},
    theme::ThemeSwitch,
};
use crate::state::State;

const CONTROLS: &str = "button, select";
/// Controls that close the menu, because they lead elsewhere.
const CLOSING: &str = ".more-training button, .to-lesson";

/// If everything fits into the bar, the menu's box is not rendered (www/styles/bar.css).
#[component]
pub fn MoreMenu() -> impl IntoView {
    let page = Page::get();
    let words = page.derive(State::progress_words);
    let menu = NodeRef::<html::Div>::new();
    let is_open = RwSignal::new(false);
    let toggled = move |_: ev::Event| {
        let Some(menu) = menu.get_untracked() else { return };
        is_open.set(menu.matches(":popover-open").unwrap_or(false));
        if is_open.get_untracked()
            && let Some(first) = first_shown(&menu)
        {
            // Fails only if the control cannot have the focus.
            _ = first.focus();
        }
    };
    let pressed = move |event: ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_done = target.and_then(|target| target.closest(CLOSING).ok().flatten()).is_some();
        if is_done {
            hide(popover(MORE_MENU));
        }
    };
    view! {
        <button
            type="button"
            class="more"
            data-testid="more"
            popovertarget=MORE_MENU
            aria-label="More"
            aria-controls=MORE_MENU
            aria-expanded=move || is_open.get().to_string()
        >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 3h14v2H1zM1 7h14v2H1zM1 11h14v2H1z" /></svg>
            <span class="more-word">"More"</span>
        </button>
        <div id=MORE_MENU node_ref=menu class="more-menu" popover="auto" on:toggle=toggled on:click=pressed>
            <p class="more-note">{words}</p>
            <div class="more-training">
                <StepAndReset step="more-step-epoch" reset="more-reset" />
                <NewSeed />
            </div>
            <ExperimentsMenu />
            <LessonButton />
            <SavePanel />
            <Badge />
            <ThemeSwitch />
            <CopyLink />
        </div>
    }
    .into_any()
}

fn first_shown(menu: &Element) -> Option<HtmlElement> {
    let controls = menu.query_selector_all(CONTROLS).ok()?;
    (0..controls.length())
        .filter_map(|i| controls.get(i)?.dyn_into::<HtmlElement>().ok())
        .find(|control| control.offset_width() > 0)
}
