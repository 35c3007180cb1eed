//! The digit damaged by noise or by a hole, and the networks' repair of it.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::{
    super::{
        super::{
            canvas::{Again, Canvas},
            keys::arrow,
            numbers::model_class,
            page::{Page, follow},
        },
        film::Film,
    },
    PadImage,
};
use crate::{
    plot::{digit_grid, illustration::Illustration},
    state::experiments::EXPERIMENTS,
    web::{canvas::Surface, pointer},
};
use hourglass_core::{
    config::{Damage, LEVEL, Model, Noise, Range},
    data::{
        damage::damaged,
        examples::{as_bytes, as_input},
        image::SIDE,
    },
    protocol::Asker,
};

/// The experiment that trains repair.
const DENOISING: &str = "denoising";

#[component]
pub fn Repair(image: PadImage) -> impl IntoView {
    let page = Page::get();
    let damage = page.derive(|state| state.play.settings().damage);
    let models = page.derive_setting(|config| config.models);
    let change = move |change: &dyn Fn(&mut Damage)| page.act(|state| state.play(|play| change(&mut play.damage)));
    let slide = move |event| {
        if let Ok(noise) = event_target_value(&event).parse::<f32>() {
            change(&|damage| damage.noise = noise);
        }
    };
    let repaired = move |model: Model| {
        let label = Signal::derive(move || format!("The damaged digit as the {} repairs it", model.name()));
        view! {
            <figure class:gone=move || !models.get().contains(model)>
                <Film model of=Illustration::Repaired(model) label columns=1 asker=Asker::Images />
                <figcaption><b class=model_class(model)>{model.name()}</b></figcaption>
            </figure>
        }
    };
    view! {
        <section class="digit-part" aria-labelledby="digit-repair">
            <h3 id="digit-repair">"Repair"</h3>
            <p class="quiet">"Erase a hole in your digit: drag, or use the arrow keys. Add noise. What do the networks make of it?"</p>
            <div class="digit-repair">
                <DamagedDigit image />
                <div class="digit-repaired">
                    {Model::ALL.map(repaired).collect_view()}
                </div>
            </div>
            <label class="digit-noise">
                <span>"noise"</span>
                <input
                    type="range"
                    data-testid="repair-noise"
                    min=LEVEL.least.to_string()
                    max=LEVEL.most.to_string()
                    step="0.05"
                    prop:value=move || damage.get().noise.to_string()
                    aria-valuetext=move || format!("deviation {:.2}", damage.get().noise)
                    on:input=slide
                />
                <output translate="no">{move || format!("{:.2}", damage.get().noise)}</output>
            </label>
            <div class="play-line">
                <button
                    class="small"
                    data-testid="repair-clear"
                    aria-disabled=move || (damage.get() == Damage::default()).to_string()
                    on:click=move |_| change(&|damage| *damage = Damage::default())
                >
                    "No damage"
                </button>
            </div>
            <DenoisingHint />
        </section>
    }
    .into_any()
}

/// Says whether the networks were trained on damaged digits, and links to an experiment that does so.
#[component]
fn DenoisingHint() -> impl IntoView {
    let page = Page::get();
    let noise = page.derive_setting(|config| config.noise);
    let experiment = EXPERIMENTS.iter().find(|experiment| experiment.id == DENOISING);
    let open = move |_| {
        if let Some(experiment) = experiment {
            page.act(|state| state.open_experiment(experiment));
        }
    };
    let words = move || match noise.get() {
        Noise::None => "These networks were trained without noise, so they have not learned to repair.",
        Noise::Gaussian => "These networks were trained to remove Gaussian noise. A hole is new to them.",
        Noise::SaltPepper => {
            "These networks were trained to remove salt and pepper: other noise and holes are new to them."
        }
        Noise::Mask => "These networks were trained to fill holes. Noise is new to them.",
    };
    view! {
        <p class="quiet" data-testid="repair-taught">{words}</p>
        <div class="play-line" class:gone=move || noise.get() != Noise::None>
            <button class="small" data-testid="repair-denoising" on:click=open>"Train networks to repair"</button>
        </div>
    }
    .into_any()
}

/// The damaged digit, enlarged; a pointer or the arrow keys move the hole on it.
#[component]
fn DamagedDigit(image: PadImage) -> impl IntoView {
    let page = Page::get();
    let node = NodeRef::<html::Canvas>::new();
    let damage = page.derive(|state| state.play.settings().damage);
    let (size, seed) = (page.derive_setting(|config| config.size), page.derive_setting(|config| config.seed));
    // At the networks' own size; the range of the numbers is not visible.
    let damaged = Memo::new(move |_| {
        let damaged = image.with(|image| damaged(image.as_ref()?, damage.get(), seed.get()))?;
        Some(as_bytes(&as_input(&damaged, size.get(), Range::Unit), size.get(), Range::Unit))
    });
    let finger = StoredValue::new(None::<i32>);

    let rub = move |event: &PointerEvent| {
        let Some(canvas) = node.get_untracked() else { return };
        let at = pointer::part(&canvas, event);
        let pixel = |part: f64| (part * SIDE as f64).floor().clamp(0.0, SIDE as f64 - 1.0) as u8;
        put(page, Some((pixel(at.x), pixel(at.y))));
    };
    let down = move |event: PointerEvent| {
        if event.button() != 0 || finger.get_value().is_some() {
            return;
        }
        finger.set_value(Some(event.pointer_id()));
        if let Some(canvas) = node.get_untracked() {
            pointer::capture(&canvas, &event);
        }
        rub(&event);
    };
    let moved = move |event: PointerEvent| {
        if finger.get_value() == Some(event.pointer_id()) {
            rub(&event);
        }
    };
    let up = move |event: PointerEvent| {
        if finger.get_value() == Some(event.pointer_id()) {
            finger.set_value(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Escape" | "Delete" | "Backspace") {
            return put(page, None);
        }
        let Some((dx, dy)) = arrow(&event) else { return };
        event.prevent_default();
        // The first key makes a hole in the middle.
        let moved = |(x, y): (u8, u8)| (x.saturating_add_signed(dx), y.saturating_add_signed(dy));
        put(page, Some(damage.get_untracked().hole.map_or((14, 14), moved)));
    };
    let hole = Memo::new(move |_| match damage.get().hole {
        Some((x, y)) => format!("a hole around column {}, row {}", x + 1, y + 1),
        None => "no hole".into(),
    });
    let label = Signal::derive(move || {
        let noise = damage.get().noise;
        let noise = if noise > 0.0 { format!("noise of {noise:.2}") } else { "no noise".into() };
        format!("Your digit with {noise} and {}", hole.get())
    });
    let paint = move |surface: &Surface, _now: f64| {
        damaged.with_untracked(|image| surface.fill_with(&digit_grid::single(image.as_deref())));
        Again::No
    };
    view! {
        <div
            class="digit-rubbed"
            data-testid="repair-hole"
            tabindex="0"
            role="application"
            aria-roledescription="digit with a hole"
            aria-label="The hole in your digit"
            aria-describedby="repair-hole-how"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:lostpointercapture=up
            on:keydown=key
        >
            <Canvas of=Illustration::Damaged label watch=move || follow(damaged) paint node />
            <span id="repair-hole-how" class="gone">"Arrow keys move the hole, Escape removes it."</span>
            <span class="unseen" aria-live="polite">{hole}</span>
        </div>
    }
    .into_any()
}

fn put(page: Page, hole: Option<(u8, u8)>) {
    if page.peek(|state| state.play.settings().damage.hole != hole) {
        page.act(|state| state.play(|play| play.damage.hole = hole));
    }
}
