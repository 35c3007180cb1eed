//! The menu of experiments, the note of the open one, and the confirmation before a run is discarded.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::{
    help::{MORE_MENU, Popover, hide, popover},
    page::Page,
};
use crate::{
    state::{
        State,
        experiments::{EXPERIMENTS, Experiment},
        words::UNKNOWN,
    },
    web::address,
};

const MENU: &str = "experiments-menu";

#[component]
pub fn ExperimentsMenu() -> impl IntoView {
    let page = Page::get();
    // Computed once for the whole menu: each evaluation searches all experiments.
    let current = page.derive(|state| state.experiment().map(|experiment| experiment.id));
    let name = Memo::new(move |_| {
        current.get().and_then(Experiment::find).map_or("Experiments", |experiment| experiment.name)
    });
    view! {
        <button
            type="button"
            class="experiments"
            data-testid="experiments"
            popovertarget=MENU
            title=name
            aria-label=move || match name.get() {
                "Experiments" => "Experiments".to_string(),
                name => format!("Experiments, current: “{name}”"),
            }
            on:keydown=|event| {
                if event.key() == "ArrowDown" {
                    event.prevent_default();
                    open_menu();
                }
            }
        >
            <span class="experiments-name">{name}</span>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 5.5h10L8 11.5z" /></svg>
        </button>
        <Popover id=MENU>
            <List current />
        </Popover>
    }
    .into_any()
}

#[component]
fn List(current: Memo<Option<&'static str>>) -> impl IntoView {
    let page = Page::get();
    let is_locked = page.is_locked();
    let has_mnist = page.derive(|state| state.run.prepared().is_some_and(|prepared| prepared.has_mnist));
    let entry = |experiment| view! { <Entry experiment current has_mnist is_locked /> };
    let words = move || match is_locked.get() {
        true => " from well-known courses. Your teacher has set up this page, so each opens in a new tab.",
        false => " from well-known courses: each sets everything but your drawing.",
    };
    view! {
        <div class="menu-head">
            <p><strong>"Experiments"</strong>{words}</p>
            <button type="button" class="close" aria-label="Close the menu" popovertarget=MENU popovertargetaction="hide">
                "✕"
            </button>
        </div>
        <ul class="menu" on:keydown=move_focus>{EXPERIMENTS.iter().map(entry).collect_view()}</ul>
    }
    .into_any()
}

/// A real link, so that it can be copied or opened in another tab. A plain click opens it here, unless a teacher has locked this page.
#[component]
fn Entry(
    experiment: &'static Experiment,
    current: Memo<Option<&'static str>>,
    has_mnist: Memo<bool>,
    is_locked: Memo<bool>,
) -> impl IntoView {
    let page = Page::get();
    let Experiment { id, name, look_for, .. } = *experiment;
    let open = move |event: MouseEvent| {
        if opens_here(page, &event) {
            event.prevent_default();
            // First, so that the focus returns to the menu's button before a confirmation opens.
            close_menu();
            page.act(|state| state.open_experiment(experiment));
        }
    };
    view! {
        <li>
            <a
                data-testid=format!("experiment-{id}")
                href=move || address::link_to(&experiment.link(has_mnist.get()).to_hash())
                target=move || is_locked.get().then_some("_blank")
                rel="noopener"
                // The focus goes here when the menu opens: to the current entry, or the first.
                autofocus=move || current.get().unwrap_or(EXPERIMENTS[0].id) == id
                aria-current=move || (current.get() == Some(id)).then_some("true")
                on:click=open
            >
                <strong>{name}</strong>
                <small>{look_for}</small>
            </a>
        </li>
    }
    .into_any()
}

fn open_menu() {
    if let Some(menu) = popover(MENU) {
        // Fails only if it is open already.
        _ = menu.show_popover();
    }
}

/// Whether a click on an experiment's link opens it in this page: a plain click, unless a teacher has locked the page.
pub fn opens_here(page: Page, event: &MouseEvent) -> bool {
    let is_plain =
        event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    is_plain && !page.is_locked().get_untracked()
}

fn close_menu() {
    hide(popover(MENU));
    hide(popover(MORE_MENU));
}

/// Moves the focus between the menu's entries with the arrow keys, Home and End, in one column or two.
fn move_focus(event: KeyboardEvent) {
    let Some(item) = document().active_element().and_then(|link| link.closest("li").ok().flatten()) else { return };
    let Some(list) = item.parent_element() else { return };
    let goal = match event.key().as_str() {
        "ArrowRight" => item.next_element_sibling(),
        "ArrowLeft" => item.previous_element_sibling(),
        "ArrowDown" => in_column(&item, Element::next_element_sibling),
        "ArrowUp" => in_column(&item, Element::previous_element_sibling),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return,
    };
    event.prevent_default();
    let link = goal.and_then(|item| item.first_element_child()).and_then(|link| link.dyn_into::<HtmlElement>().ok());
    if let Some(link) = link {
        // Fails only if the entry cannot have the focus.
        _ = link.focus();
    }
}

/// The nearest entry in the direction of `next` in the same column.
fn in_column(item: &Element, next: fn(&Element) -> Option<Element>) -> Option<Element> {
    let left = |item: &Element| item.get_bounding_client_rect().left();
    std::iter::successors(next(item), next).find(|other| (left(other) - left(item)).abs() < 1.0)
}

/// Asks whether to discard the current run.
#[component]
pub fn Question() -> impl IntoView {
    let page = Page::get();
    let name = page.derive(|state| state.asked().map(|experiment| experiment.name));
    // The text stays while the dialog closes.
    let shown = Memo::new(move |before: Option<&&'static str>| name.get().or(before.copied()).unwrap_or_default());
    let words = page.derive(|state| match state.kept() {
        Some(_) => "A new run replaces the current one. Until it trains, you can go back.",
        None => "The results so far will be discarded.",
    });
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match name.get() {
            Some(_) if !dialog.open() => _ = dialog.show_modal(),
            None if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    let answer = move |is_yes: bool| page.act(|state| state.answer(is_yes));
    // Also handles Escape, which browsers report in different ways.
    let dismissed = move |_: ev::Event| {
        if name.get_untracked().is_some() {
            answer(false);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="question"
            role="alertdialog"
            aria-labelledby="question-title"
            aria-describedby="question-words"
            data-testid="experiment-question"
            on:close=dismissed
        >
            <h2 id="question-title">"Open “"{shown}"”?"</h2>
            <p id="question-words">{words}</p>
            <div class="question-answers">
                <button type="button" data-testid="experiment-no" autofocus on:click=move |_| answer(false)>
                    "Keep the run"
                </button>
                <button type="button" class="primary" data-testid="experiment-yes" on:click=move |_| answer(true)>
                    "Open it"
                </button>
            </div>
        </dialog>
    }
    .into_any()
}

#[component]
pub fn ExperimentNote() -> impl IntoView {
    let page = Page::get();
    let id = page.derive(|state| state.noted().map(|experiment| experiment.id));
    move || {
        let experiment = id.get().and_then(|_| page.peek(|state| state.noted()));
        experiment.map(|experiment| view! { <Note experiment /> })
    }
}

#[component]
fn Note(experiment: &'static Experiment) -> impl IntoView {
    let page = Page::get();
    let Experiment { id, name, look_for, published, here, .. } = *experiment;
    let has_changed = page.derive(move |state| state.experiment().is_none_or(|current| current.id != id));
    let figure = here.map(|here| {
        let figure = page.derive(move |state| here(state).unwrap_or_else(|| UNKNOWN.into()));
        view! { <p>"Here: "<strong data-testid="experiment-here" translate="no">{figure}</strong></p> }
    });
    let figures = (published.is_some() || figure.is_some()).then(|| {
        view! {
            <div class="note-figures">
                {published.map(|published| view! { <p>{published}</p> })}
                {figure}
            </div>
        }
    });
    view! {
        <section class="card note" data-testid="experiment-note" aria-label="The experiment">
            <div class="note-name">
                <strong>{name}</strong>
                <small>{move || has_changed.get().then_some("with your own settings")}</small>
            </div>
            <p class="note-look">{look_for}</p>
            {figures}
            <button type="button" class="close" aria-label="Hide this note" on:click=move |_| page.act(State::hide_note)>
                "✕"
            </button>
        </section>
    }
    .into_any()
}
