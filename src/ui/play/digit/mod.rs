//! The digit on the pad: its posterior, its repair, how unusual it is, and similar digits.

mod alike;
mod posterior;
mod repair;
mod strange;

use alike::SimilarDigits;
use leptos::prelude::*;
use posterior::PosteriorPart;
use repair::Repair;
use strange::AnomalyTool;

use super::super::page::Page;
use crate::state::{OnPad, State};
use hourglass_core::config::Model;

/// The 784 bytes of the digit on the pad.
type PadImage = Memo<Option<Vec<u8>>>;

#[component]
pub fn Digit() -> impl IntoView {
    let page = Page::get();
    let is_empty = page.derive(|state| state.pad.is_empty());
    let has_vae = page.derive_setting(|config| config.models.contains(Model::Vae));
    // Converts the strokes to a digit only when they change, not on every event.
    let pad = page.derive(|state| state.pad.on().clone());
    let test_digit = page.derive(State::test_digit);
    let image: PadImage = Memo::new(move |_| test_digit.get().or_else(|| pad.with(OnPad::drawn_image)));
    move || match is_empty.get() {
        true => view! {
            <div class="play-line">
                <p>"Draw a digit on the pad above, or take one of the test digits."</p>
                <button data-testid="digit-example" on:click=move |_| page.act(State::next_test_digit)>
                    "Test digit"
                </button>
            </div>
        }
        .into_any(),
        false => view! {
            <div class="digit" class:alone=move || !has_vae.get()>
                <PosteriorPart />
                <Repair image />
                <AnomalyTool image />
                <SimilarDigits image />
            </div>
        }
        .into_any(),
    }
}
