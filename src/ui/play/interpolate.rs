//! The interpolation between two digits: pixel by pixel, and through each network's codes.

use std::time::Duration;

use leptos::{leptos_dom::helpers::IntervalHandle, prelude::*};

use super::{
    super::page::Page,
    picker::{DigitPicker, Slot},
    strip::{RowNames, Strip, answers, nth},
};
use crate::{
    plot::illustration::Illustration,
    state::play::ways::{WAY, blend, swing},
    web::screen,
};
use hourglass_core::config::Model;

/// How long a frame of the animation is shown.
const TICK: Duration = Duration::from_millis(150);

const ENDS: [Slot; 2] = [
    Slot {
        name: "From",
        canvas: Illustration::PickFrom,
        get: |play| play.ends[0],
        set: |play, pick| play.ends[0] = pick,
    },
    Slot { name: "To", canvas: Illustration::PickTo, get: |play| play.ends[1], set: |play, pick| play.ends[1] = pick },
];

#[component]
pub fn Interpolate() -> impl IntoView {
    let page = Page::get();
    let images = ENDS.map(|slot| slot.image(page));
    let words = ENDS.map(|slot| slot.words(page));
    let pixels = Memo::new(move |_| {
        let [from, to] = images.map(|image| image.get());
        Some(blend(&from?, &to?))
    });
    let networks = answers(page, WAY);
    // Without both ends there is no interpolation, even if an old reply is left.
    let rows = Memo::new(move |_| match pixels.get() {
        Some(pixels) => [pixels].into_iter().chain(networks.get().into_iter().map(|(_, row)| row)).collect(),
        None => vec![vec![]; 1 + networks.with(Vec::len)],
    });
    let label = Signal::derive(move || {
        let [from, to] = words.map(|words| words.get());
        match pixels.with(Option::is_some) {
            true => format!("From {from} to {to} in {WAY} frames: a row of blended pixels, then one for each network"),
            false => format!("No frames yet. {from}; {to}"),
        }
    });
    let row_of = move |model: Model| {
        move || networks.with(|rows| rows.iter().position(|(of, _)| *of == model)).map(|row| row + 1)
    };
    let tick = RwSignal::new(0);
    let frame = Memo::new(move |_| swing(tick.get()));
    view! {
        <div class="pickers">{ENDS.map(|slot| view! { <DigitPicker of=slot /> }).collect_view()}</div>
        <div class="ways">
            <div class="ways-rows">
                <RowNames first="pixels" />
                <div class="ways-strip" style=("--column", move || frame.get().to_string())>
                    <Strip of=Illustration::Interpolation label rows columns=WAY />
                    <span class="ways-frame"></span>
                </div>
            </div>
            <div class="ways-film">
                <div class="ways-now">
                    <Now name="pixels" class="" of=Illustration::InterpolatedPixels rows row=move || Some(0) frame />
                    <Now name="AE" class="ae" of=Illustration::InterpolatedCodes(Model::Ae) rows row=row_of(Model::Ae) frame />
                    <Now name="VAE" class="vae" of=Illustration::InterpolatedCodes(Model::Vae) rows row=row_of(Model::Vae) frame />
                </div>
                <Player tick />
            </div>
        </div>
    }
    .into_any()
}

/// The frame that the animation shows, from one of the rows.
#[component]
fn Now(
    name: &'static str,
    class: &'static str,
    of: Illustration,
    rows: Memo<Vec<Vec<u8>>>,
    /// `None` if that network is not trained.
    row: impl Fn() -> Option<usize> + Copy + Send + Sync + 'static,
    frame: Memo<usize>,
) -> impl IntoView {
    let digit = Memo::new(move |_| {
        rows.with(|rows| vec![row().and_then(|row| rows.get(row)).map_or_else(Vec::new, |row| nth(row, frame.get()))])
    });
    let label = Signal::derive(move || format!("Frame {} of {WAY}, {name}", frame.get() + 1));
    view! {
        <figure class=class class:gone=move || row().is_none()>
            <Strip of label rows=digit columns=1 />
            <figcaption>{name}</figcaption>
        </figure>
    }
    .into_any()
}

/// Plays the frames there and back; a slider holds one.
#[component]
fn Player(tick: RwSignal<usize>) -> impl IntoView {
    let timer = StoredValue::new(None::<IntervalHandle>);
    let is_playing = RwSignal::new(false);
    // Users who prefer reduced motion move the frames by hand.
    let holds_still = screen::prefers_reduced_motion();
    let advance = move || tick.update(|tick| *tick = (*tick + 1) % (2 * (WAY - 1)));
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        _ = is_playing.try_set(false);
    };
    let press = move |_| match (holds_still, is_playing.get_untracked()) {
        (true, _) => advance(),
        (false, true) => stop(),
        (false, false) => {
            timer.set_value(set_interval_with_handle(advance, TICK).ok());
            is_playing.set(true);
        }
    };
    let slide = move |event| {
        stop();
        if let Ok(frame) = event_target_value(&event).parse::<usize>() {
            tick.set(frame.min(WAY - 1));
        }
    };
    on_cleanup(stop);
    let words = move || format!("{}% of the way", swing(tick.get()) * 100 / (WAY - 1));
    view! {
        <div class="ways-player">
            <button data-testid="interpolate-play" on:click=press>
                {move || match (holds_still, is_playing.get()) {
                    (true, _) => "Next frame",
                    (false, true) => "Pause",
                    (false, false) => "Play",
                }}
            </button>
            <input
                type="range"
                data-testid="interpolate-frame"
                aria-label="Frame"
                aria-valuetext=words
                min="0"
                max=(WAY - 1).to_string()
                prop:value=move || swing(tick.get()).to_string()
                on:input=slide
            />
            <span class="quiet" data-testid="interpolate-part">{words}</span>
        </div>
    }
    .into_any()
}
