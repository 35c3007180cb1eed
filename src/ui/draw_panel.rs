//! The drawing, the digit made from it, and the networks' reconstructions.

use leptos::prelude::*;

use super::{
    numbers::{is_untrained, model_class},
    pad::PadCanvas,
    page::{Page, follow},
    pixels::Pixels,
    skip::INPUT,
};
use crate::{
    plot::{digit_grid, illustration::Illustration},
    state::{OnPad, State},
    web::frame::NextFrame,
};
use hourglass_core::{
    config::{Model, Range},
    data::examples::{as_bytes, as_input},
};

#[component]
pub fn DrawPanel() -> impl IntoView {
    let page = Page::get();
    // Converts the strokes to a digit only when they change, not on every event.
    let pad = page.derive(|state| state.pad.on().clone());
    send_drawing(page, pad);
    let test_digit = page.derive(State::test_digit);
    let size = page.derive_setting(|config| config.size);
    let image = Memo::new(move |_| {
        let image = test_digit.get().or_else(|| pad.with(OnPad::drawn_image))?;
        // The range of the numbers is not visible.
        Some(as_bytes(&as_input(&image, size.get(), Range::Unit), size.get(), Range::Unit))
    });
    let is_empty = page.derive(|state| state.pad.is_empty());
    let can_undo = page.derive(|state| state.pad.can_undo());
    let hint = page.derive(hint);
    let has_samples =
        page.derive(|state| state.run.prepared().is_some_and(|prepared| !prepared.sample.images.is_empty()));
    let input_label = move || {
        let words = if image.with(Option::is_some) { "The digit as the networks see it" } else { "No digit yet" };
        words.to_string()
    };
    view! {
        <section id=INPUT class="card draw" aria-labelledby="draw-title" tabindex="-1">
            <div class="card-head">
                <h2 id="draw-title">"Draw"</h2>
                <div class="card-tools">
                    <button
                        class="small"
                        title="Undo the last change (Ctrl+Z). Ctrl+Y redoes it; the right mouse button erases strokes."
                        aria-disabled=move || (!can_undo.get()).to_string()
                        on:click=move |_| page.act(|state| state.pad.undo())
                    >
                        "Undo"
                    </button>
                    <button
                        class="small"
                        data-testid="clear-pad"
                        aria-disabled=move || is_empty.get().to_string()
                        on:click=move |_| page.act(|state| state.pad.clear())
                    >
                        "Clear"
                    </button>
                    <button
                        class="small"
                        data-testid="test-digit"
                        title="Put a test digit on the pad instead of drawing; press again for another"
                        aria-disabled=move || (!has_samples.get()).to_string()
                        on:click=move |_| page.act(State::next_test_digit)
                    >
                        "Test digit"
                    </button>
                </div>
            </div>
            <PadCanvas pad test_digit is_empty />
            <div class="outputs">
                <figure>
                    <Pixels
                        of=Illustration::PadInput
                        label=Signal::derive(input_label)
                        picture=move || image.with_untracked(|image| digit_grid::single(image.as_deref()))
                        watch=move || follow(image)
                    />
                    <figcaption translate="no">{move || format!("{side} × {side}", side = size.get().side())}</figcaption>
                </figure>
                <span class="arrow" aria-hidden="true">"→"</span>
                <Output model=Model::Ae is_empty />
                <Output model=Model::Vae is_empty />
            </div>
            <p class="hint-line">{hint}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Output(model: Model, is_empty: Memo<bool>) -> impl IntoView {
    let page = Page::get();
    let pictures = page.derive(move |state| state.run.pictures().get(model).cloned());
    let picture = move || {
        pictures.with_untracked(|pictures| {
            let drawn =
                pictures.as_ref().filter(|_| !is_empty.get_untracked()).and_then(|pictures| pictures.drawn.as_ref());
            digit_grid::single(drawn.map(|drawn| drawn.image.as_slice()))
        })
    };
    let watch = move || {
        follow(pictures);
        follow(is_empty);
    };
    let label = Signal::derive(move || {
        let has_drawn = pictures.with(|pictures| pictures.as_ref().is_some_and(|pictures| pictures.drawn.is_some()));
        let name = model.name();
        if has_drawn && !is_empty.get() {
            format!("The digit as the {name} rebuilds it")
        } else {
            format!("Nothing from the {name} yet")
        }
    });
    view! {
        <figure class=model_class(model) class:gone=is_untrained(page, model)>
            <Pixels of=Illustration::Rebuilt(model) label picture watch />
            <figcaption>{model.name()}</figcaption>
        </figure>
    }
    .into_any()
}

/// Sends the drawing on the pad, at most once a frame.
fn send_drawing(page: Page, pad: Memo<OnPad>) {
    let frame = NextFrame::new();
    Effect::new(move |before: Option<()>| {
        follow(pad);
        // The first one is sent when the trainer is ready.
        if before.is_some() {
            frame.ask(move |_| page.act(State::show_pad));
        }
    });
}

fn hint(state: &State) -> &'static str {
    let is_trained = state.run.progress().step > 0;
    match state.pad.on() {
        pad if pad.is_full() => "The pad is full. Undo strokes, or clear it, to keep drawing.",
        OnPad::Strokes(drawing) if drawing.is_empty() => {
            "The networks squeeze your digit into the latent space and rebuild it."
        }
        _ if !is_trained && state.studies_first() => "The networks have learned nothing yet: the study comes first.",
        _ if !is_trained => "The networks have learned nothing yet. Press Train.",
        OnPad::Strokes(_) => "○ marks your digit’s place in the latent spaces.",
        OnPad::Sample { .. } => "A test digit, new to the networks. ○\u{a0}marks its place.",
    }
}
