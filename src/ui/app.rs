//! The whole page: its layout, and the events that it handles outside its controls.

use gloo::timers::callback::Timeout;
use leptos::{ev, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    announce::Announcer,
    draw_panel::DrawPanel,
    experiments::ExperimentNote,
    family_panel::FamilyPanel,
    files::DropZone,
    help::listen_to_help,
    keep::{self, EarlierRun},
    latent_panel::LatentPanel,
    lesson::LessonPanel,
    loss_panel::LossPanel,
    message::MessageBar,
    numbers::Numbers,
    page::{Page, follow},
    plane_panel::PlanePanel,
    play::Playground,
    points_panel::PointsPanel,
    reading::Reader,
    reconstructions::Reconstructions,
    settings_panel::SettingsPanel,
    skip::SkipLinks,
    study_panel::StudyPanel,
    table_metrics::TableMetrics,
    table_panel::TablePanel,
    teaching::TeacherNote,
    tour::{self, Tour},
    train_bar::TrainBar,
    update::Update,
};
use crate::{
    state::State,
    web::{address, frame::NextFrame, storage, trainer::offers_webgpu},
};
use hourglass_core::{config::DataKind, link::Link};

/// Milliseconds without a change of settings before the address is updated.
const REST: u32 = 300;
/// Milliseconds of idling before WebGPU is tried.
const IDLE: u32 = 1_000;

#[component]
pub fn App() -> impl IntoView {
    let hash = address::hash();
    let (link, notices) = Link::from_address(&address::query(), &hash);
    // Settings in the query count as if they were in the hash.
    let hash = if hash.is_empty() { link.to_short_hash() } else { hash };
    provide_context(Reader::new(link.teaching.opens_lesson, tour::is_first_visit(&hash)));
    let may_be_kept = storage::load(keep::KEY).is_some();
    let state = State::new(link, notices)
        .with_webgpu(offers_webgpu())
        .with_secure_address(address::is_secure())
        .with_held_goal(may_be_kept);
    let page = Page::new(state);
    provide_context(page);
    page.sync_trainers();
    try_webgpu(page);
    keep_address(page);
    acknowledge_pictures(page);
    listen_to_space(page);
    listen_to_help();

    view! {
        <DropZone>
            <SkipLinks />
            <TrainBar />
            <Announcer />
            <EarlierRun hash />
            <LessonPanel />
            <main>
                <TeacherNote />
                <ExperimentNote />
                <div class="columns">
                    <div class="column">
                        <InputPanel />
                        <Numbers />
                    </div>
                    <div class="column">
                        <MainPanel />
                    </div>
                    <div class="column">
                        <LossPanel />
                        <SettingsPanel />
                    </div>
                </div>
                <Playground />
                <FamilyPanel />
            </main>
            <MessageBar />
            <Update />
            <Tour />
        </DropZone>
    }
}

/// The input, by the kind of data.
#[component]
fn InputPanel() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive_setting(|config| config.source.kind());
    move || match kind.get() {
        DataKind::Images => view! { <DrawPanel /> }.into_any(),
        DataKind::Plane => view! { <PointsPanel /> }.into_any(),
        DataKind::Table => view! { <TablePanel /> }.into_any(),
    }
}

/// The results: the open study, or the run's pictures by the kind of data.
#[component]
fn MainPanel() -> impl IntoView {
    let page = Page::get();
    let shown = page.derive(|state| (state.has_study(), state.config().source.kind()));
    move || match shown.get() {
        (true, _) => view! { <StudyPanel /> }.into_any(),
        (false, DataKind::Images) => view! { <LatentPanel /><Reconstructions /> }.into_any(),
        (false, DataKind::Plane) => view! { <PlanePanel /> }.into_any(),
        (false, DataKind::Table) => view! { <LatentPanel /><TableMetrics /> }.into_any(),
    }
}

/// Keeps the address and the settings in sync, in both directions.
fn keep_address(page: Page) {
    // Writes a hash only once it is needed.
    let link = page.derive(State::link);
    let resting = StoredValue::new_local(None);
    Effect::new(move |_| {
        follow(link);
        let write = move || address::set_hash(&link.with_untracked(Link::to_hash));
        resting.set_value(Some(Timeout::new(REST, write)));
    });
    let listener = address::on_change(move |hash| {
        let (link, notices) = Link::from_hash(&hash);
        page.act(|state| state.load(link, notices));
    });
    StoredValue::new_local(listener);
}

/// Tries WebGPU once the page has been idle for a while.
fn try_webgpu(page: Page) {
    let can_try = page.derive(State::can_try_webgpu);
    let waiting = StoredValue::new_local(None);
    Effect::new(move |_| {
        let wait = || Timeout::new(IDLE, move || page.act(State::try_webgpu));
        waiting.set_value(can_try.get().then(wait));
    });
}

/// Notifies the trainer when pictures have been painted: two frames later, since the canvases paint on the first.
fn acknowledge_pictures(page: Page) {
    let seen = page.derive(|state| state.run.pictures_seen());
    let (first, second) = (NextFrame::new(), NextFrame::new());
    Effect::new(move |_| {
        if seen.get() > 0 {
            let second = second.clone();
            first.ask(move |_| second.ask(move |_| page.act(State::painted)));
        }
    });
}

/// Makes the space bar train and pause, unless the focused control uses it.
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
