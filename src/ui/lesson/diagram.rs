//! An interactive diagram of the reparameterization trick: epsilon above, the bell of mu and sigma below, and z between them.

use leptos::prelude::*;

use crate::plot::bell::Bell;

const BELL: Bell = Bell { least: -6.0, most: 6.0, width: 340.0, base: 70.0, height: 52.0 };
/// The distance of the lower axis from the upper one.
const DOWN: f64 = 100.0;

/// A slider: its name for tests, its symbol, its label, its range, and its initial value.
const MU: Slider = Slider { key: "mu", sign: "μ", label: "mu, the mean", least: "-2", most: "2", begin: 1.0 };
const SIGMA: Slider =
    Slider { key: "sigma", sign: "σ", label: "sigma, the width", least: "0.3", most: "2", begin: 0.5 };
const EPSILON: Slider =
    Slider { key: "epsilon", sign: "ε", label: "epsilon, the random draw", least: "-2", most: "2", begin: 1.5 };

#[derive(Clone, Copy)]
struct Slider {
    key: &'static str,
    sign: &'static str,
    label: &'static str,
    least: &'static str,
    most: &'static str,
    begin: f64,
}

#[component]
pub fn Diagram() -> impl IntoView {
    let [mu, sigma, epsilon] = [MU, SIGMA, EPSILON].map(|slider| RwSignal::new(slider.begin));
    let z = Signal::derive(move || mu.get() + sigma.get() * epsilon.get());
    let words = move || {
        let signed = |value: f64| format!("{value:.1}").replace('-', "−");
        let product = format!("{} × {}", signed(sigma.get()), signed(epsilon.get()));
        format!("z = {} + {product} = {}", signed(mu.get()), format!("{:.2}", z.get()).replace('-', "−"))
    };
    let lower = move |value: f64| (BELL.x(value), BELL.y(value, mu.get(), sigma.get()) + DOWN);
    let axis = |base: f64| format!("M0 {base}H{}", BELL.width);
    view! {
        <figure class="diagram" translate="no">
            <svg viewBox="0 0 340 180" role="img" aria-label="Epsilon on the standard normal above, z on the bell of mu and sigma below">
                <path class="diagram-axis" d=axis(BELL.base) />
                <path class="diagram-prior" d=BELL.path(0.0, 1.0) />
                <path class="diagram-axis" d=axis(BELL.base + DOWN) />
                <g transform=format!("translate(0 {DOWN})")>
                    <path class="diagram-bell" data-testid="reparam-bell" d=move || BELL.path(mu.get(), sigma.get()) />
                </g>
                <path
                    class="diagram-way"
                    d=move || {
                        let (from, (to, _)) = (BELL.x(epsilon.get()), lower(z.get()));
                        format!("M{from:.1} {}L{to:.1} {}", BELL.base, BELL.base + DOWN)
                    }
                />
                <circle class="diagram-epsilon" r="5" cx=move || BELL.x(epsilon.get()) cy=BELL.base />
                <circle class="diagram-z" r="6" cx=move || lower(z.get()).0 cy=BELL.base + DOWN />
                <text x="4" y="12">"ε ~ N(0, 1)"</text>
                <text x="4" y="112">"z ~ N(μ, σ²)"</text>
            </svg>
            <div class="sliders">
                <Slide slider=MU value=mu />
                <Slide slider=SIGMA value=sigma />
                <Slide slider=EPSILON value=epsilon />
            </div>
            <figcaption data-testid="reparam-z">{words}</figcaption>
        </figure>
    }
    .into_any()
}

#[component]
fn Slide(slider: Slider, value: RwSignal<f64>) -> impl IntoView {
    let slide = move |event| {
        if let Ok(number) = event_target_value(&event).parse() {
            value.set(number);
        }
    };
    view! {
        <label>
            <i>{slider.sign}</i>
            <input
                type="range"
                data-testid=format!("reparam-{}", slider.key)
                aria-label=slider.label
                min=slider.least
                max=slider.most
                step="0.1"
                value=slider.begin
                on:input=slide
            />
            <span>{move || format!("{:.1}", value.get()).replace('-', "−")}</span>
        </label>
    }
    .into_any()
}
