//! Picks a digit: from the test set, from the scatters, or from the pad.

use leptos::prelude::*;

use super::super::{
    page::{Page, follow},
    pixels::Pixels,
};
use crate::{
    plot::{digit_grid, illustration::Illustration},
    state::State,
    web::random,
};
use hourglass_core::config::{Pick, Play};

/// One of the digits that a tool works with.
#[derive(Clone, Copy)]
pub struct Slot {
    /// Its name in the tool.
    pub name: &'static str,
    pub canvas: Illustration,
    pub get: fn(&Play) -> Pick,
    pub set: fn(&mut Play, Pick),
}

impl Slot {
    /// The digit's 784 bytes; `None` if there is no digit.
    pub fn image(self, page: Page) -> Memo<Option<Vec<u8>>> {
        // Converts the strokes to a digit only when they change, not on every event.
        let source =
            page.derive(move |state| (self.pick(state), state.pad.on().clone(), state.run.prepared().cloned()));
        Memo::new(move |_| {
            follow(source);
            page.peek(|state| state.picked_image(self.pick(state)))
        })
    }

    /// A description of the digit.
    pub fn words(self, page: Page) -> Memo<String> {
        page.derive(move |state| state.picked_words(self.pick(state)))
    }

    fn pick(self, state: &State) -> Pick {
        state.picked((self.get)(state.play.settings()))
    }
}

#[component]
pub fn DigitPicker(of: Slot) -> impl IntoView {
    let page = Page::get();
    let Slot { name, canvas, set, .. } = of;
    let (image, words) = (of.image(page), of.words(page));
    let pick = page.derive(move |state| of.pick(state));
    let class = page.derive(move |state| state.picked_label(of.pick(state)));
    let classes = page.derive(State::labels);
    let has_sample = page.derive(|state| state.sample_count() > 0);
    let touched = page.derive(|state| state.view.touched());

    let take = move |pick: Option<Pick>| {
        if let Some(pick) = pick {
            page.act(|state| state.play(|play| set(play, pick)));
        }
    };
    let step = move |forward| take(Some(page.peek(|state| state.beside(of.pick(state), forward))));
    let choose = move |event| {
        let label = event_target_value(&event).parse().ok();
        take(label.and_then(|label| page.peek(|state| state.first_of(label))));
    };
    let id = |what: &str| format!("{}-{what}", canvas.word());
    let option = move |label: u8| {
        view! { <option value=label.to_string() selected=move || class.get() == Some(label)>{label}</option> }
    };
    view! {
        <div class="picker" role="group" aria-label=name>
            <Pixels
                of=canvas
                label=Signal::derive(move || format!("{name}: {}", words.get()))
                picture=move || image.with_untracked(|image| digit_grid::single(image.as_deref()))
                watch=move || follow(image)
            />
            <p><b>{name}</b>" "<span data-testid=id("words")>{words}</span></p>
            <div class="picker-tools">
                <select
                    class="small"
                    class:gone=move || classes.with(Vec::is_empty)
                    data-testid=id("class")
                    aria-label=format!("{name}: class")
                    disabled=move || !has_sample.get()
                    prop:value=move || class.get().map_or_else(String::new, |class| class.to_string())
                    on:change=choose
                >
                    <option value="" disabled=true>"–"</option>
                    {move || classes.get().into_iter().map(option).collect_view()}
                </select>
                <button
                    class="small"
                    data-testid=id("previous")
                    aria-label=format!("{name}: the previous test digit of its class")
                    disabled=move || !has_sample.get()
                    on:click=move |_| step(false)
                >
                    "‹"
                </button>
                <button
                    class="small"
                    data-testid=id("next")
                    aria-label=format!("{name}: the next test digit of its class")
                    disabled=move || !has_sample.get()
                    on:click=move |_| step(true)
                >
                    "›"
                </button>
                <button
                    class="small"
                    data-testid=id("random")
                    title="Any test digit"
                    disabled=move || !has_sample.get()
                    on:click=move |_| take(Some(Pick::Sample(random::below(page.peek(State::sample_count)))))
                >
                    "Random"
                </button>
                <button
                    class="small"
                    data-testid=id("scatter")
                    title="The digit you last pointed at in a scatter above"
                    disabled=move || !has_sample.get() || touched.get().is_none()
                    on:click=move |_| take(touched.get_untracked().map(Pick::Sample))
                >
                    "Scatter"
                </button>
                <button
                    class="small"
                    data-testid=id("pad")
                    title="The digit on the pad"
                    aria-pressed=move || (pick.get() == Pick::Pad).to_string()
                    on:click=move |_| take(Some(Pick::Pad))
                >
                    "Pad"
                </button>
            </div>
        </div>
    }
    .into_any()
}
