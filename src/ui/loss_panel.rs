//! The loss curves, and their values under the pointer.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::{
    canvas::{Again, Canvas},
    choices::Segmented,
    driven::{Driven, SliderValue},
    keys::{SliderMove, slider_move},
    numbers::model_class,
    page::{Page, follow},
};
use crate::{
    plot::{
        illustration::Illustration,
        line_chart,
        loss_chart::{Chart, LossData},
        measure_chart::{self, MEASURES},
        reading::{LossReading, Losses},
    },
    state::{
        Phase, Scale, State, Term, View,
        words::{UNKNOWN, significant},
    },
    web::{canvas::Surface, pointer},
};
use hourglass_core::{
    config::{DataKind, Model},
    protocol::Measure,
};

#[component]
pub fn LossPanel() -> impl IntoView {
    let page = Page::get();
    let plot = Plot::new(page);
    let node = NodeRef::<html::Canvas>::new();
    let rebuilt = page.derive_setting(|config| match config.source.kind() {
        DataKind::Images => "pixels",
        DataKind::Plane => "points",
        DataKind::Table => "classes",
    });
    let scale = page.derive(|state| state.view.scale());
    let measured_on = page.derive(State::measured_on);
    let moved = move |event: PointerEvent| {
        if let Some(canvas) = node.get_untracked() {
            plot.point_at(pointer::place(&canvas, &event).x);
        }
    };
    let left = move |event: PointerEvent| {
        // A finger leaves after every tap; its reading stays.
        if event.pointer_type() != "touch" {
            plot.cursor.set(None);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            return plot.cursor.set(None);
        }
        let Some(slider_move) = slider_move(&event) else { return };
        event.prevent_default();
        plot.step(match slider_move {
            SliderMove::Back => -0.1,
            SliderMove::On => 0.1,
            SliderMove::ToFirst => f64::NEG_INFINITY,
            SliderMove::ToLast => f64::INFINITY,
        });
    };
    view! {
        <section class="card loss" aria-labelledby="loss-title">
            <div class="card-head">
                <h2 id="loss-title" class="unseen">"Loss"</h2>
                <MeasureChoice />
                <div class="card-tools" class:gone=move || plot.measured.with(Option::is_some)>
                    {move || view! {
                        <Segmented
                            label="Part of the loss"
                            options=vec![("total", Term::Total), (rebuilt.get(), Term::Reconstruction), ("KL", Term::Kl)]
                            titles=vec![
                                "Reconstruction plus β times KL",
                                "Reconstruction: how far the output is from the original",
                                "KL without its weight β: how far the VAE’s codes are from the standard normal",
                            ]
                            value=page.derive(|state| state.view.term())
                            choose=move |term| page.act(|state| state.view.show_term(term))
                        />
                    }}
                    <Segmented
                        label="Scale"
                        options=vec![("linear", Scale::Linear), ("log", Scale::Log)]
                        titles=vec!["Even steps", "Steps of equal ratio"]
                        value=scale
                        choose=move |scale| page.act(|state| state.view.choose_scale(scale))
                    />
                </div>
            </div>
            <div class="chart" on:pointermove=moved on:pointerdown=moved on:pointerleave=left on:keydown=key>
                <Canvas
                    of=Illustration::LossChart
                    label=plot.label()
                    watch=move || plot.watch()
                    paint=move |surface: &Surface, _now| plot.paint(surface)
                    driven=Driven::Slider(plot.slider_value())
                    node
                />
                <p class="empty" class:gone=move || plot.empty.get().is_none()>{plot.empty}</p>
            </div>
            <Show when=move || measured_on.with(Option::is_some)>
                <p class="quiet measured-on" data-testid="measured-on">{measured_on}</p>
            </Show>
            <div class="reading">{move || plot.reading_view()}</div>
        </section>
    }
    .into_any()
}

/// The chart's derived data, and the pointer's position.
#[derive(Clone, Copy)]
struct Plot {
    page: Page,
    version: Memo<(u32, View, usize, Option<f32>)>,
    /// The text shown if there are no curves.
    empty: Memo<Option<&'static str>>,
    /// The measure that is shown instead of the loss, and its last values.
    measured: Memo<Option<(Measure, String)>>,
    chart: StoredValue<Option<Chart>>,
    /// In epochs.
    cursor: RwSignal<Option<f64>>,
}

impl Plot {
    fn new(page: Page) -> Self {
        Self {
            page,
            version: page.derive(|state| {
                let baseline = state.run.prepared().map(|prepared| prepared.baseline);
                (state.run.curves().version(), state.view.clone(), state.config().epochs, baseline)
            }),
            empty: page.derive(|state| match input(state).series().next() {
                Some(_) => None,
                None if state.run.curves().is_empty() && state.studies_first() => {
                    Some("The study comes first: no run is being trained")
                }
                None if state.run.curves().is_empty() => Some("Press Train to see the losses fall"),
                None => Some("An autoencoder has no KL: its codes may lie anywhere"),
            }),
            measured: page.derive(|state| {
                let measure = measure_shown(state)?;
                Some((measure, values(state, measure)))
            }),
            chart: StoredValue::new(None),
            cursor: RwSignal::new(None),
        }
    }

    fn watch(self) {
        follow(self.version);
        self.cursor.track();
    }

    fn paint(self, surface: &Surface) -> Again {
        self.page.peek(|state| {
            if let Some(measure) = measure_shown(state) {
                let input = measure_chart::input(state.run.curves(), measure, state.config().epochs);
                if let Some(chart) = line_chart::Chart::layout(&input, surface.size) {
                    surface.draw(&chart.marks(&input, None));
                }
                return self.chart.set_value(None);
            }
            let input = input(state);
            let chart = Chart::layout(&input, surface.size);
            if let Some(chart) = &chart {
                let reading = self.cursor.get_untracked().and_then(|epoch| LossReading::at(&input, epoch));
                surface.draw(&chart.marks(&input, reading.map(|reading| reading.epoch)));
            }
            self.chart.set_value(chart);
        });
        Again::No
    }

    fn point_at(self, x: f64) {
        let epoch = self.chart.get_value().map(|chart| chart.epochs.value(x).clamp(0.0, chart.epochs.domain().1));
        self.cursor.set(epoch);
    }

    /// Moves the cursor by a fraction of an epoch, starting from the last point.
    fn step(self, by: f64) {
        let last =
            self.page.peek(|state| LossReading::at(&input(state), f64::MAX).map_or(0.0, |reading| reading.epoch));
        self.cursor.update(|cursor| *cursor = Some((cursor.unwrap_or(last) + by).clamp(0.0, last)));
    }

    fn reading(self) -> Option<LossReading> {
        follow(self.version);
        let epoch = self.cursor.get()?;
        self.page.peek(|state| LossReading::at(&input(state), epoch))
    }

    fn reading_view(self) -> AnyView {
        if let Some((measure, values)) = self.measured.get() {
            return view! { <p class="quiet">{measure_chart::name(measure)}" now: "<span translate="no">{values}</span></p> }
                .into_any();
        }
        let Some(reading) = self.reading() else {
            return view! { <p class="quiet">"thin: training · bold: validation"<br />"point at the chart to read it"</p> }
                .into_any();
        };
        let number = |value: Option<f32>| value.map_or_else(|| UNKNOWN.into(), |value| significant(value, 5));
        let losses = reading.losses.into_iter().map(|Losses { model, training, validation }| {
            view! {
                <span class=model_class(model)>
                    <b>{model.name()}</b>
                    {format!(" {} / {}", number(training), number(validation))}
                </span>
            }
        });
        view! {
            <p class="quiet">{format!("epoch {:.1} · training / validation", reading.epoch)}</p>
            <p class="reading-losses" translate="no">{losses.collect_view()}</p>
        }
        .into_any()
    }

    /// The chart's name, without the losses: a screen reader would read a changing name again and again.
    fn label(self) -> Signal<String> {
        let label = self.page.derive(|state| {
            if let Some(measure) = measure_shown(state) {
                return format!("{} by epoch", measure_chart::name(measure));
            }
            let input = input(state);
            let pca = input.pca().map(|value| format!("; {}: {}", input.pca_name(), significant(value as f32, 5)));
            let what = match (input.series().next(), state.view.term()) {
                (None, _) => ", empty",
                (_, Term::Total) => "",
                (_, Term::Reconstruction) => ", the reconstruction alone",
                (_, Term::Kl) => ", the KL alone",
            };
            format!("Loss curves{what}{}", pca.unwrap_or_default())
        });
        Signal::derive(move || label.get())
    }

    /// The values at the cursor for screen readers; without a cursor, the end of the curves once they stop changing.
    fn slider_value(self) -> Signal<SliderValue> {
        let end = self.page.derive(|state| {
            if state.run.phase() == Phase::Training {
                return None;
            }
            if let Some(measure) = measure_shown(state) {
                let epoch = state.run.progress().epoch;
                return Some((epoch as f64, format!("epoch {epoch}: {}", values(state, measure))));
            }
            LossReading::at(&input(state), f64::MAX).map(|reading| (reading.epoch, reading.words()))
        });
        let epochs = self.page.derive_setting(|config| config.epochs);
        let slider_value = Memo::new(move |_| {
            let read = self.reading().filter(|_| self.measured.with(Option::is_none));
            let read = read.map(|reading| (reading.epoch, reading.words()));
            let (value, words) = read.or(end.get()).unwrap_or((0.0, "Read the curves with the arrow keys".into()));
            SliderValue { value, least: 0.0, most: epochs.get() as f64, words }
        });
        slider_value.into()
    }
}

fn input(state: &State) -> LossData<'_> {
    LossData {
        curves: state.run.curves(),
        term: state.view.term(),
        scale: state.view.scale(),
        baseline: state.run.prepared().map(|prepared| prepared.baseline),
        baseline_name: state.baseline_word(),
        components: state.config().latent,
        unit: state.unit(),
        epochs: state.config().epochs,
        marks_best: state.config().patience > 0,
    }
}

/// The measure to show instead of the loss, if any.
fn measure_shown(state: &State) -> Option<Measure> {
    state.view.measure().filter(|measure| measure_chart::available(state.run.curves()).contains(measure))
}

/// The last values of a measure, by network.
fn values(state: &State, measure: Measure) -> String {
    let last = |model: Model| {
        let (_, value) = state.run.curves().get(model)?.measure(measure).last()?;
        Some(format!("{} {}", model.name(), significant(value, 3)))
    };
    Model::ALL.into_iter().filter_map(last).collect::<Vec<_>>().join(", ")
}

/// Chooses what the chart shows, in place of its title: the loss, or one of the run's other measures.
#[component]
fn MeasureChoice() -> impl IntoView {
    let page = Page::get();
    let available = page.derive(|state| measure_chart::available(state.run.curves()));
    let shown = page.derive(measure_shown);
    let choose = move |event| {
        let name = event_target_value(&event);
        let measure = MEASURES.into_iter().find(|measure| measure_chart::name(*measure) == name);
        page.act(|state| state.view.show_measure(measure));
    };
    view! {
        <select
            class="chart-title"
            class:short=move || shown.with(Option::is_none)
            data-testid="measure"
            aria-label="What the chart shows"
            on:change=choose
            prop:value=move || shown.get().map_or("loss", measure_chart::name)
        >
            <option value="loss">"Loss"</option>
            {move || {
                let options = available.get().into_iter();
                options.map(|measure| view! { <option value=measure_chart::name(measure) selected=shown.get_untracked() == Some(measure)>{measure_chart::name(measure)}</option> }).collect_view()
            }}
        </select>
    }
    .into_any()
}
