//! The lesson: a drawer beside the page if it is wide enough, otherwise a sheet at the bottom of the screen.

mod chapter;
mod diagram;
mod teachers;

use leptos::{ev, html, prelude::*};
use web_sys::HtmlDialogElement;

use self::{chapter::ChapterText, teachers::Teachers};
use super::{
    reading::{Reader, WIDE},
    tour,
};
use crate::{state::chapters::CHAPTERS, web::screen};

/// The place after the last chapter.
const TEACHERS: usize = CHAPTERS.len();

#[component]
pub fn LessonButton() -> impl IntoView {
    let Reader { is_open, .. } = Reader::get();
    view! {
        <button
            type="button"
            class="to-lesson"
            data-testid="lesson"
            title="A fifteen-minute text beside the page"
            aria-expanded=move || is_open.get().to_string()
            aria-controls="lesson"
            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            "Lesson"
        </button>
    }
    .into_any()
}

#[component]
pub fn LessonPanel() -> impl IntoView {
    let reading = Reader::get();
    let Reader { is_open, dialog, is_wide, .. } = reading;
    let listener = screen::on_media_change(WIDE, move || is_wide.set(screen::matches(WIDE)));
    StoredValue::new_local(listener);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        show(&dialog, is_open.get());
    });
    // If a link opens it, it does not take the focus.
    let is_by_link = StoredValue::new(is_open.get_untracked());
    // However the browser closed it.
    let closed = move |_: ev::Event| {
        if dialog.get_untracked().is_some_and(|dialog| !dialog.open()) {
            is_by_link.set_value(false);
            is_open.set(false);
        }
    };
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            reading.close();
        }
    };
    let is_beside = move || is_open.get() && is_wide.get();
    view! {
        // Beside the page it is part of the page.
        <div
            role=move || is_beside().then_some("complementary")
            aria-label=move || is_beside().then_some("Lesson")
        >
            <dialog
                id="lesson"
                node_ref=dialog
                class="lesson"
                open=is_by_link.get_value()
                data-testid="lesson-panel"
                aria-labelledby="lesson-title"
                on:close=closed
                on:keydown=escape
            >
                <Head />
                {move || is_open.get().then(|| view! { <Body takes_focus=!is_by_link.get_value() /> })}
            </dialog>
        </div>
    }
    .into_any()
}

/// Never modal: the parts of the page that it describes stay visible and usable.
fn show(dialog: &HtmlDialogElement, is_open: bool) {
    match is_open {
        true if !dialog.open() => dialog.show(),
        false if dialog.open() => dialog.close(),
        _ => {}
    }
}

#[component]
fn Head() -> impl IntoView {
    let reading = Reader::get();
    let Reader { place, .. } = reading;
    let start_tour = move |_| {
        reading.close();
        tour::start(reading.tour);
    };
    view! {
        <div class="lesson-head">
            <h2 id="lesson-title">"Lesson"</h2>
            <button type="button" class="small" data-testid="tour" on:click=start_tour>"Tour"</button>
            <button
                type="button"
                class="small"
                data-testid="teachers"
                aria-pressed=move || (place.get() == TEACHERS).to_string()
                on:click=move |_| place.update(|place| *place = if *place == TEACHERS { 0 } else { TEACHERS })
            >
                "For teachers"
            </button>
            <button type="button" class="close" data-testid="lesson-close" aria-label="Close the lesson" on:click=move |_| reading.close()>
                "✕"
            </button>
        </div>
    }
    .into_any()
}

/// The contents, and the current chapter.
#[component]
fn Body(takes_focus: bool) -> impl IntoView {
    let Reader { place, .. } = Reader::get();
    // A memo of its own: `place` keeps all subscribers forever, and this component is created often.
    let here = Memo::new(move |_| place.get());
    let body = NodeRef::<html::Div>::new();
    let contents = NodeRef::<html::Details>::new();
    let turn = move |to: usize| {
        place.set(to);
        if let Some(contents) = contents.get_untracked() {
            contents.set_open(false);
        }
        if let Some(body) = body.get_untracked() {
            body.set_scroll_top(0);
            _ = body.focus();
        }
    };
    let entries = CHAPTERS.iter().enumerate().map(|(i, chapter)| {
        view! {
            <li>
                <button
                    type="button"
                    data-testid=format!("chapter-{}", i + 1)
                    aria-current=move || (here.get() == i).then_some("true")
                    on:click=move |_| turn(i)
                >
                    {chapter.title}
                </button>
            </li>
        }
    });
    let words = move || match CHAPTERS.get(here.get()) {
        Some(chapter) => format!("{} of {}: {}", here.get() + 1, CHAPTERS.len(), chapter.title),
        None => "Contents".into(),
    };
    view! {
        <details node_ref=contents class="contents" data-testid="contents">
            <summary data-testid="lesson-place">{words}</summary>
            <ol>{entries.collect_view()}</ol>
        </details>
        <div node_ref=body class="lesson-body" data-testid="lesson-body" tabindex="0" autofocus=takes_focus role="region" aria-label="Chapter">
            {move || match CHAPTERS.get(here.get()) {
                Some(chapter) => view! { <ChapterText chapter /><Turn turn /> }.into_any(),
                None => view! { <Teachers /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Links to the previous chapter and the next.
#[component]
fn Turn(turn: impl Fn(usize) + Copy + 'static) -> impl IntoView {
    let Reader { place, .. } = Reader::get();
    let place = place.get_untracked();
    let button = move |to: usize, testid: &'static str, way: &'static str| {
        CHAPTERS.get(to).map(|chapter| {
            view! {
                <button type="button" data-testid=testid on:click=move |_| turn(to)>
                    <small>{way}</small>
                    {chapter.title}
                </button>
            }
        })
    };
    view! {
        <nav class="turn" aria-label="Chapters">
            {button(place.wrapping_sub(1), "chapter-before", "Previous")}
            {button(place + 1, "chapter-next", "Next")}
        </nav>
    }
    .into_any()
}
