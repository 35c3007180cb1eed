//! All that decides a run.

use leptos::prelude::*;

use super::{
    choices::Segmented,
    family_panel::FAMILY,
    field::Field,
    files::FileInputs,
    help::{HELP_KEY, Help, help_id},
    lead::lead_to,
    page::Page,
};
use crate::state::{State, settings, words::grouped};
use hourglass_core::config::{BackendChoice, Choice, Config, Kind, Loss, Models, Source};

/// The card's id, for those who lead there.
pub const SETTINGS: &str = "settings";

#[component]
pub fn SettingsPanel() -> impl IntoView {
    let page = Page::get();
    let kind = page.derive_setting(|config| config.source.kind());
    let is_locked = page.is_locked();
    view! {
        <section id=SETTINGS class="card settings" aria-labelledby="settings-title" tabindex="-1">
            <div class="card-head">
                <h2 id="settings-title">"Settings"</h2>
                <p class="quiet" data-testid="settings-words">
                    {move || if is_locked.get() { "set by your teacher, except the epochs" } else { "most begin a new run" }}
                </p>
                <button type="button" class="small lead to-family" data-testid="more-settings" on:click=|_| lead_to(FAMILY)>
                    "finer ↓"
                </button>
            </div>
            <div class="fields">
                <div class="field wide-field line">
                    <span class="field-label">
                        "Networks"
                        <Help key="models" label="Networks" text="Both learn from the same images in the same order, so that they can be compared; one alone is faster." />
                    </span>
                    <Segmented
                        label="Networks"
                        help="models"
                        options=vec![("both", Models::Both), ("AE", Models::Ae), ("VAE", Models::Vae)]
                        is_locked
                        value=page.derive_setting(|config| config.models)
                        choose=move |models| change(page, |config| config.models = models)
                    />
                </div>
                <DataChoice />
                <Show when=move || kind.get() == Kind::Images>
                    <DigitChoice />
                </Show>
                {move || view! { <Field setting=settings::train_of(kind.get()) beside=train_used /> }}
                <Field setting=settings::BATCH />
                <Field setting=settings::HIDDEN />
                <Field setting=settings::LATENT />
                <Field setting=settings::LEARNING_RATE />
                <Field setting=settings::EPOCHS />
                <div class="field">
                    <span class="field-label">
                        "Loss"
                        <Help key="loss" label="Loss" text="How a pixel’s error counts. BCE: cross-entropy in nats, as if a pixel were a coin. MSE: the squared difference." />
                    </span>
                    <Segmented
                        label="Loss"
                        help="loss"
                        options=vec![("BCE", Loss::Bce), ("MSE", Loss::Mse)]
                        is_locked
                        value=page.derive_setting(|config| config.loss)
                        choose=move |loss| change(page, |config| config.loss = loss)
                    />
                </div>
                <Field setting=settings::BETA />
                <Field setting=settings::SEED />
                <BackendSelect />
            </div>
        </section>
    }
    .into_any()
}

/// How many there really are to learn from.
fn train_used(state: &State) -> Option<String> {
    state.fewer_used().map(|used| format!("{} used", grouped(used)))
}

fn change(page: Page, change: impl FnOnce(&mut Config)) {
    let mut config = page.peek(|state| state.config.clone());
    change(&mut config);
    page.act(|state| state.choose(config));
}

#[component]
fn BackendSelect() -> impl IntoView {
    const NAMES: [(BackendChoice, &str); 3] =
        [(BackendChoice::Auto, "Automatic"), (BackendChoice::Webgpu, "WebGPU"), (BackendChoice::Cpu, "CPU")];
    let page = Page::get();
    let backend = page.derive_setting(|config| config.backend);
    let choose = move |event| {
        if let Some(backend) = BackendChoice::from_word(&event_target_value(&event)) {
            change(page, |config| config.backend = backend);
        }
    };
    view! {
        <div class="field">
            <span class="field-label">
                <label for="setting-backend">"Backend"</label>
                <Help key="backend" label="Backend" text="Where to compute. Automatic begins on the CPU, tries the graphics processor once nothing is trained, and takes the faster." />
            </span>
            <select id="setting-backend" data-testid="backend-select" aria-describedby=help_id("backend") aria-keyshortcuts=HELP_KEY on:change=choose prop:value=move || backend.get().word()>
                {NAMES
                    .map(|(choice, name)| {
                        view! { <option value=choice.word() selected=choice == backend.get_untracked()>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
    .into_any()
}

#[component]
fn DataChoice() -> impl IntoView {
    let page = Page::get();
    let source = page.derive_setting(|config| config.source);
    let has_mnist = page.derive(|state| state.run.prepared().is_some_and(|prepared| prepared.has_mnist));
    let has_own = page.derive(|state| state.has_own_files());
    let is_locked = page.is_locked();
    let choose = move |event| {
        if let Some(source) = Source::from_word(&event_target_value(&event)) {
            change(page, |config| config.source = source);
        }
    };
    let option = move |choice: Source, name: &'static str| {
        let disabled = move || match choice {
            Source::Mnist => !has_mnist.get(),
            Source::Own => !has_own.get(),
            _ => false,
        };
        view! { <option value=choice.word() disabled=disabled selected=move || source.get() == choice>{name}</option> }
    };
    view! {
        <div class="field wide-field">
            <span class="field-label">
                <label for="setting-data">"Data"</label>
                <Help
                    key="data"
                    label="Data"
                    text="The digits that come with this page, your own images (pick or drop IDX files, plain or .gz), points of the plane, or rows of a table. Your files never leave your computer."
                />
            </span>
            <div class="data-row">
                <select id="setting-data" data-testid="setting-data" aria-describedby=help_id("data") aria-keyshortcuts=HELP_KEY disabled=is_locked on:change=choose prop:value=move || source.get().word()>
                    {option(Source::Digits, "10,000 digits")}
                    {option(Source::Mnist, "whole MNIST")}
                    {option(Source::Own, "own files")}
                    {option(Source::Spiral, "points: a spiral")}
                    {option(Source::Circle, "points: a circle")}
                    {option(Source::Moons, "points: two moons")}
                    {option(Source::Table, "rows of a table")}
                </select>
                <Show when=move || source.get().kind() == Kind::Images && !is_locked.get()>
                    <FileInputs />
                </Show>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn DigitChoice() -> impl IntoView {
    let page = Page::get();
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
                "Digits"
                <Help key="digits" label="Digits" text="Which digits are learned from and tested with. Leave one out, then draw it." />
            </span>
            <div class="segmented digits" translate="no" role="group" aria-label="Digits" aria-describedby=help_id("digits")>
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
