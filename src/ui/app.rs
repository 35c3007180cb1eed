//! The whole page: its layout, and what it listens to besides its own controls.

use gloo::timers::callback::Timeout;
use leptos::{ev, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    doors,
    draw_panel::DrawPanel,
    experiments::ExperimentNote,
    files::DropZone,
    help::listen_to_help,
    keep,
    latent_panel::LatentPanel,
    later::{Later, Rest},
    lesson::Reading,
    loss_panel::LossPanel,
    message::MessageBar,
    numbers::Numbers,
    page::{Page, follow},
    reconstructions::Reconstructions,
    skip::SkipLinks,
    teaching::TeacherNote,
    tour,
    train_bar::TrainBar,
};
use crate::{
    config::{Kind, Study},
    lesson::Lesson,
    state::State,
    web::{address, frame::NextFrame, storage, trainer::offers_webgpu},
};

/// Milliseconds for which settings rest before the address follows them.
const REST: u32 = 300;
/// Milliseconds in which nothing goes on before WebGPU is tried.
const IDLE: u32 = 1_000;
/// Milliseconds after which a link that trains at once does so, though the code that looks for an earlier run has not come.
const LATEST: u32 = 10_000;

#[component]
pub fn App() -> impl IntoView {
    let hash = address::hash();
    let (lesson, notices) = Lesson::from_address(&address::query(), &hash);
    // Settings in the query count as if the hash held them.
    let hash = if hash.is_empty() { lesson.to_link() } else { hash };
    provide_context(Rest::new());
    provide_context(Reading::new(lesson.teaching.opens_lesson, tour::is_first_visit(&hash)));
    let may_be_kept = storage::load(keep::KEY).is_some();
    let state = State::new(lesson, notices)
        .with_webgpu(offers_webgpu())
        .with_secure_address(address::is_secure())
        .that_asks_first(may_be_kept);
    let page = Page::new(state);
    provide_context(page);
    page.staff();
    if may_be_kept {
        wait_no_longer(page);
    }
    try_webgpu(page);
    keep_address(page);
    answer_pictures(page);
    listen_to_space(page);
    listen_to_help();

    view! {
        <DropZone>
            <SkipLinks />
            <TrainBar />
            <Later door=doors::announcer />
            <Later door=move || doors::earlier(hash.clone()) />
            <Later door=doors::lesson />
            <main>
                <TeacherNote />
                <ExperimentNote />
                <div class="columns">
                    <div class="column">
                        <Input />
                        <Numbers />
                    </div>
                    <div class="column">
                        <Stage />
                    </div>
                    <div class="column">
                        <LossPanel />
                        // The chart above takes what is left of the column.
                        <Later door=doors::settings place="card settings awaited" />
                    </div>
                </div>
                <Later door=doors::playground />
                <Later door=doors::family />
            </main>
            <MessageBar />
            <Later door=doors::update />
            <Later door=doors::tour />
        </DropZone>
    }
}

/// What goes in, by the kind of data.
#[component]
fn Input() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive(|state| state.config.source.kind());
    move || match kind.get() {
        Kind::Images => view! { <DrawPanel /> }.into_any(),
        Kind::Plane => view! { <Later door=doors::points /> }.into_any(),
        Kind::Table => view! { <Later door=doors::table /> }.into_any(),
    }
}

/// What is learned: the study that is open, or the run's pictures by the kind of data.
#[component]
fn Stage() -> impl IntoView {
    let page = Page::get();
    let shown = page.derive(|state| (state.study.study != Study::None, state.config.source.kind()));
    move || match shown.get() {
        (true, _) => view! { <Later door=doors::study /> }.into_any(),
        (false, Kind::Images) => view! { <LatentPanel /><Reconstructions /> }.into_any(),
        (false, Kind::Plane) => view! { <Later door=doors::plane /> }.into_any(),
        (false, Kind::Table) => view! { <LatentPanel /><Later door=doors::table_metrics /> }.into_any(),
    }
}

/// The address follows the settings, and the settings an edited address.
fn keep_address(page: Page) {
    let hash = page.derive(|state| state.lesson().to_hash());
    let resting = StoredValue::new_local(None);
    Effect::new(move |_| {
        follow(hash);
        let write = move || address::set_hash(&hash.get_untracked());
        resting.set_value(Some(Timeout::new(REST, write)));
    });
    let listener = address::on_change(move |hash| {
        let (lesson, notices) = Lesson::from_hash(&hash);
        page.act(|state| state.load(lesson, notices));
    });
    StoredValue::new_local(listener);
}

/// Lets the link's run begin if nobody has looked for an earlier one by then.
fn wait_no_longer(page: Page) {
    StoredValue::new_local(Timeout::new(LATEST, move || page.act(State::look_no_further)));
}

/// Tries WebGPU once nothing else has gone on for a while.
fn try_webgpu(page: Page) {
    let can_try = page.derive(State::can_try_webgpu);
    let waiting = StoredValue::new_local(None);
    Effect::new(move |_| {
        let wait = || Timeout::new(IDLE, move || page.act(State::try_webgpu));
        waiting.set_value(can_try.get().then(wait));
    });
}

/// Tells the trainer when pictures have been painted: two frames later, since the canvases paint on the first.
fn answer_pictures(page: Page) {
    let seen = page.derive(|state| state.pictures_seen);
    let (first, second) = (NextFrame::new(), NextFrame::new());
    Effect::new(move |_| {
        if seen.get() > 0 {
            let second = second.clone();
            first.ask(move |_| second.ask(move |_| page.act(|state| state.painted())));
        }
    });
}

/// The space bar trains and pauses, unless a control has the focus and means something else by it.
fn listen_to_space(page: Page) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_free =
            document().active_element().is_none_or(|element| ["BODY", "CANVAS"].contains(&element.tag_name().as_str()));
        let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
        if event.key() == " " && is_free && !has_modifier && !event.repeat() {
            event.prevent_default();
            page.act(State::toggle);
        }
    });
    on_cleanup(move || listener.remove());
}
