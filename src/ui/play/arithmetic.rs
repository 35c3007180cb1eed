//! One digit's code minus another's plus a third's.

use leptos::prelude::*;

use super::{
    super::page::Page,
    picker::{DigitPicker, Slot},
    strip::{RowNames, Strip, answers, nth},
};
use crate::{plot::illustration::Illustration, state::play::ways::SUM};

const TERMS: [Slot; 3] = [
    Slot {
        name: "a",
        canvas: Illustration::PickedA,
        get: |play| play.terms[0],
        set: |play, pick| play.terms[0] = pick,
    },
    Slot {
        name: "b",
        canvas: Illustration::PickedB,
        get: |play| play.terms[1],
        set: |play, pick| play.terms[1] = pick,
    },
    Slot {
        name: "c",
        canvas: Illustration::PickedC,
        get: |play| play.terms[2],
        set: |play, pick| play.terms[2] = pick,
    },
];
/// The sign after each term.
const SIGNS: [&str; 3] = ["−", "+", "="];

#[component]
pub fn Arithmetic() -> impl IntoView {
    let page = Page::get();
    let images = TERMS.map(|slot| slot.image(page));
    let words = TERMS.map(|slot| slot.words(page));
    let networks = answers(page, SUM);
    let is_whole = Memo::new(move |_| images.iter().all(|image| image.with(Option::is_some)));
    // Without all terms there is no sum, even if an old reply is left.
    let decoded = move |index: usize| {
        let digit = move |row: &[u8]| if is_whole.get() { nth(row, index) } else { vec![] };
        networks.with(|rows| rows.iter().map(|(_, row)| digit(row)).collect::<Vec<_>>())
    };
    let label = Signal::derive(move || {
        let [a, b, c] = words.map(|words| words.get());
        match is_whole.get() {
            true => format!("What the networks decode from the code of {a}, minus {b}, plus {c}"),
            false => format!("No result yet. a: {a}; b: {b}; c: {c}"),
        }
    });
    let term = move |(index, of): (usize, Illustration)| {
        let (image, words) = (images[index], words[index]);
        let rows = Memo::new(move |_| [vec![image.get().unwrap_or_default()], decoded(index)].concat());
        let name = TERMS[index].name;
        let label = Signal::derive(move || format!("{name}: {}, and as the networks rebuild it", words.get()));
        view! {
            <figure>
                <Strip of label rows columns=1 />
                <figcaption>{name}</figcaption>
            </figure>
            <span class="sum-sign" aria-hidden="true">{SIGNS[index]}</span>
        }
    };
    let result = Memo::new(move |_| decoded(SUM - 1));
    view! {
        <div class="pickers">{TERMS.map(|slot| view! { <DigitPicker of=slot /> }).collect_view()}</div>
        <div class="sum">
            <RowNames first="digit" />
            {[(0, Illustration::RebuiltA), (1, Illustration::RebuiltB), (2, Illustration::RebuiltC)].map(term).collect_view()}
            <figure>
                <Strip of=Illustration::Sum label rows=result columns=1 />
                <figcaption>"result"</figcaption>
            </figure>
        </div>
        <p class="quiet ways-text" data-testid="arithmetic-words" aria-live="polite">{label}"."</p>
    }
    .into_any()
}
