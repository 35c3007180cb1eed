//! The settings that define a run.

use leptos::prelude::*;

use super::{
    family_panel::FAMILY,
    field::{Field, FieldLabel, change, label_of},
    files::FileInputs,
    help::{Help, help_id},
    lead::scroll_to_card,
    page::Page,
    select::{Options, Segments, Select},
};
use crate::state::{State, words::grouped};
use hourglass_core::config::{Choice, DataKind, Setting, Source, setting};

/// The card's id, for links to it.
pub const SETTINGS: &str = "settings";

const MODEL: &Setting = setting("model");
const BACKEND: &Setting = setting("backend");
const DATA: &Setting = setting("data");
const DIGITS: &Setting = setting("digits");
const TRAIN: &Setting = setting("train");
const BATCH: &Setting = setting("batch");
const HIDDEN: &Setting = setting("hidden");
const LATENT: &Setting = setting("latent");
const LEARNING_RATE: &Setting = setting("lr");
const EPOCHS: &Setting = setting("epochs");
const LOSS: &Setting = setting("loss");
const BETA: &Setting = setting("beta");
const SEED: &Setting = setting("seed");

#[component]
pub fn SettingsPanel() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive_setting(|config| config.source.kind());
    let is_locked = page.is_locked();
    // Recreated for another kind of data, which has another label.
    let train = move || {
        kind.track();
        view! { <Field setting=TRAIN beside=train_used /> }
    };
    view! {
        <section id=SETTINGS class="card settings" aria-labelledby="settings-title" tabindex="-1">
            <div class="card-head">
                <h2 id="settings-title">"Settings"</h2>
                <p class="quiet" data-testid="settings-words">
                    {move || if is_locked.get() { "set by your teacher, except the epochs" } else { "most restart training" }}
                </p>
                <button type="button" class="small lead to-family" aria-label="More settings" data-testid="more-settings" on:click=|_| scroll_to_card(FAMILY)>
                    "more ↓"
                </button>
            </div>
            <div class="fields">
                <div class="field wide-field line">
                    <Segments setting=MODEL />
                </div>
                <DataChoice />
                <Show when=move || kind.get() == DataKind::Images>
                    <DigitChoice />
                </Show>
                {train}
                <Field setting=BATCH />
                <Field setting=HIDDEN />
                <Field setting=LATENT />
                <Field setting=LEARNING_RATE />
                <Field setting=EPOCHS />
                <div class="field">
                    <Segments setting=LOSS />
                </div>
                <Field setting=BETA />
                <Field setting=SEED />
                <Select setting=BACKEND testid="backend-select" />
            </div>
        </section>
    }
    .into_any()
}

/// The actual number of training examples.
fn train_used(state: &State) -> Option<String> {
    state.fewer_used().map(|used| format!("{} used", grouped(used)))
}

#[component]
fn DataChoice() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive_setting(|config| config.source.kind());
    let is_locked = page.is_locked();
    view! {
        <div class="field wide-field">
            <FieldLabel setting=DATA />
            <div class="data-row">
                <Options setting=DATA testid=None is_missing />
                <Show when=move || kind.get() == DataKind::Images && !is_locked.get()>
                    <FileInputs />
                </Show>
            </div>
        </div>
    }
    .into_any()
}

/// Whether the data source at this index is not available.
fn is_missing(state: &State, index: usize) -> bool {
    match Source::at(index) {
        Source::Mnist => !state.run.prepared().is_some_and(|prepared| prepared.has_mnist),
        Source::Own => !state.has_own_files(),
        _ => false,
    }
}

#[component]
fn DigitChoice() -> impl IntoView {
    let page = Page::get();
    let label = label_of(page, DIGITS);
    let digits = page.derive_setting(|config| config.digits);
    let is_locked = page.is_locked();
    let toggle = move |digit: u8| {
        let toggled = digits.get_untracked().toggled(digit);
        // At least one digit stays.
        if !toggled.is_empty() {
            change(page, |config| config.digits = toggled);
        }
    };
    view! {
        <div class="field wide-field">
            <span class="field-label">
                {label} <Help key=DIGITS.id() label text=DIGITS.help />
            </span>
            <div class="segmented digits" translate="no" role="group" aria-label=label aria-describedby=help_id(DIGITS.id())>
                {(0..10u8)
                    .map(|digit| {
                        view! {
                            <button
                                type="button"
                                disabled=is_locked
                                aria-pressed=move || digits.get().contains(digit).to_string()
                                on:click=move |_| toggle(digit)
                            >
                                {digit}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
    .into_any()
}
