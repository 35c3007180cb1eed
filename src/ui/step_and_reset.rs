//! One epoch, a reset, a new seed: in the bar, or in its menu.

use leptos::prelude::*;

use super::{page::Page, press::Press};
use crate::state::State;

/// The buttons in the bar or, if they do not fit there, in the menu.
#[component]
pub fn StepAndReset(step: &'static str, reset: &'static str) -> impl IntoView {
    let page = Page::get();
    let cannot_step = page.derive(State::cannot_step);
    view! {
        <Press
            class="step-or-reset"
            testid=step
            title="Train to the end of the epoch, then pause"
            is_off=cannot_step
            act=State::step_epoch
        >
            "1 epoch"
        </Press>
        <button class="step-or-reset" data-testid=reset title="Back to the initial weights" on:click=move |_| page.act(State::reset)>
            "Reset"
        </button>
    }
    .into_any()
}

#[component]
pub fn NewSeed() -> impl IntoView {
    view! {
        <Press
            class="new-seed"
            testid="new-seed"
            title="New random initial weights, split and order"
            is_off=Page::get().is_locked()
            act=State::another_seed
        >
            "New seed"
        </Press>
    }
    .into_any()
}
