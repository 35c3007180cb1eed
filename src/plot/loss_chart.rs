//! The loss curves: a thin line for training, a bold one with dots for validation, the mean image as a baseline, and PCA if it is
//! comparable.
//!
//! The epoch axis spans the whole run from the start. The loss axis has room for the baseline and for losses after the first epoch;
//! the steep fall before it enters from above, so the axis does not jump.

use super::{
    axes::{self, Side},
    mark::{Align, Colour, Frame, LABEL, Mark, Place, Size},
    names::{NAME_GAP, move_apart, name},
    scale::Axis,
    thin::thinned,
    ticks,
};
use crate::state::{CurveSample, Curves, Scale, Series, Term};
use hourglass_core::config::Model;

/// Room for tick labels, the axis titles and the curves' names.
const MARGIN: Frame = Frame { left: 44.0, top: 26.0, right: 38.0, bottom: 36.0 };
/// The width of a network's name, and a little more.
const NAME_WIDTH: f64 = 30.0;
/// The combined width of the baseline's name and a curve's.
const BASELINE_NAME: f64 = 110.0;
/// The distance of a line's name from the line.
const NAME_HEIGHT: f64 = 9.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct LossData<'a> {
    pub curves: &'a Curves,
    pub term: Term,
    pub scale: Scale,
    /// The loss of always predicting the mean of the training data, and its name.
    pub baseline: Option<f32>,
    pub baseline_name: &'a str,
    /// The number of principal components for PCA's reconstruction: the size of the code.
    pub components: usize,
    /// The unit of the reconstruction loss.
    pub unit: &'a str,
    pub epochs: usize,
    /// Whether to mark the epoch of the least validation loss, to which early stopping returns.
    pub marks_best: bool,
}

impl Term {
    pub fn of(self, sample: &CurveSample) -> f32 {
        match self {
            Self::Total => sample.terms.loss,
            Self::Reconstruction => sample.terms.reconstruction,
            Self::Kl => sample.terms.kl,
        }
    }
}

impl LossData<'_> {
    /// The curves that the chart draws: an autoencoder has no KL.
    pub fn series(&self) -> impl Iterator<Item = (Model, &Series)> {
        Model::ALL
            .into_iter()
            .filter(|&model| !(self.term == Term::Kl && model == Model::Ae))
            .filter_map(|model| Some((model, self.curves.get(model)?)))
    }

    /// The baseline, if it is comparable.
    fn baseline(&self) -> Option<f64> {
        self.baseline.filter(|value| self.term != Term::Kl && value.is_finite()).map(f64::from)
    }

    /// PCA's loss, if it is known and comparable.
    pub fn pca(&self) -> Option<f64> {
        self.curves.pca().filter(|_| self.term != Term::Kl).map(|pca| f64::from(pca.validation))
    }

    /// The name of PCA's line.
    pub fn pca_name(&self) -> String {
        format!("PCA, {} component{}", self.components, if self.components == 1 { "" } else { "s" })
    }

    fn unit(&self) -> &str {
        match self.unit.rsplit(' ').next() {
            _ if self.term != Term::Kl => self.unit,
            Some("point") => "nats per point",
            Some("row") => "nats per row",
            _ => "nats per image",
        }
    }

    /// The range of the loss axis.
    fn domain(&self) -> Option<(f64, f64)> {
        let samples = || self.series().flat_map(|(_, series)| series.training.iter().chain(&series.validation));
        let value = |sample: &CurveSample| f64::from(self.term.of(sample));
        let least = samples().map(value).fold(f64::INFINITY, f64::min);
        let settled = samples().filter(|sample| sample.epoch >= 1.0).map(value).fold(f64::NEG_INFINITY, f64::max);
        let most = match self.baseline() {
            Some(baseline) => settled.max(baseline * 1.2),
            None if settled.is_finite() => settled,
            None => samples().map(value).fold(f64::NEG_INFINITY, f64::max),
        };
        if !(least.is_finite() && most.is_finite()) {
            return None;
        }
        let most = most.max(self.pca().unwrap_or(most));
        let least = least.min(self.baseline().unwrap_or(least)).min(self.pca().unwrap_or(least)).min(most * 0.98);
        Some(match self.scale {
            Scale::Linear => ticks::with_margin(least, most),
            Scale::Log => {
                // Steps of ten percent, so that the axis is stable between them.
                let step = 1.1f64.ln();
                let least = least.max(most * 1e-6).max(1e-9);
                (((least.ln() / step).floor() * step).exp(), ((most.max(1e-8).ln() / step).ceil() * step).exp())
            }
        })
    }
}

/// A chart laid out for a size: the scales and the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chart {
    pub frame: Frame,
    pub epochs: Axis,
    pub losses: Axis,
}

impl Chart {
    /// `None` while there is nothing to show.
    pub fn layout(input: &LossData, size: Size) -> Option<Self> {
        let frame = axes::frame(size, MARGIN);
        let domain = input.domain()?;
        let vertical = (frame.bottom, frame.top);
        Some(Self {
            frame,
            epochs: Axis::linear((0.0, input.epochs.max(1) as f64), (frame.left, frame.right)),
            losses: match input.scale {
                Scale::Linear => Axis::linear(domain, vertical),
                Scale::Log => Axis::logarithmic(domain, vertical),
            },
        })
    }

    /// Everything to draw, with a hairline at `cursor` (in epochs) if there is one.
    pub fn marks(&self, input: &LossData, cursor: Option<f64>) -> Vec<Mark> {
        let mut marks = self.axes(input);
        let mut inside = vec![];
        if let Some(epoch) = cursor {
            let x = self.epochs.pixel(epoch);
            inside.push(Mark::hairline(Place::new(x, self.frame.top), Place::new(x, self.frame.bottom)));
        }
        let names = self.names(input);
        if let Some(value) = input.baseline() {
            inside.extend(self.baseline(value, input.baseline_name, NAME_HEIGHT, &names));
        }
        if let Some(value) = input.pca() {
            // Below its line if the baseline's name is above it.
            let is_close = input.baseline().is_some_and(|baseline| {
                (self.losses.pixel(value) - self.losses.pixel(baseline)).abs() < 2.0 * NAME_GAP
            });
            let above = if is_close { -NAME_HEIGHT } else { NAME_HEIGHT };
            inside.extend(self.baseline(value, &input.pca_name(), above, &names));
        }
        for (model, series) in input.series() {
            inside.extend(self.curve(input, model, series));
        }
        if input.marks_best {
            inside.extend(input.series().filter_map(|(model, series)| self.best(input, model, series)).flatten());
        }
        marks.push(axes::inside(&self.frame, inside));
        marks.extend(names);
        marks
    }

    fn axes(&self, input: &LossData) -> Vec<Mark> {
        let (least, most) = self.losses.domain();
        let rows = axes::rows(&self.frame);
        let ticks = match input.scale {
            Scale::Linear => ticks::linear(least, most, rows),
            Scale::Log => ticks::logarithmic(least, most, rows),
        };
        let losses = Side { axis: &self.losses, ticks, title: input.unit() };
        let ticks = ticks::of_epochs(self.epochs.domain().1, axes::columns(&self.frame));
        let epochs = Side { axis: &self.epochs, ticks, title: "epochs" };
        axes::marks(&self.frame, &epochs, &losses)
    }

    /// A horizontal line, with its name `above` it at the right end, or at the left if a curve's name is in the way.
    fn baseline(&self, value: f64, line_name: &str, above: f64, names: &[Mark]) -> [Mark; 2] {
        let Frame { left, right, .. } = self.frame;
        let y = self.losses.pixel(value);
        let is_taken = names.iter().any(|name| {
            matches!(name, Mark::Text { place, .. } if place.x > right - BASELINE_NAME && (place.y - y + above).abs() < NAME_GAP)
        });
        let (x, align) = if is_taken { (left + 6.0, Align::Left) } else { (right, Align::Right) };
        let places = vec![Place::new(left, y), Place::new(right, y)];
        [
            Mark::Line { places, ink: Colour::Quiet.at(0.8), width: 1.0, dashed: true },
            Mark::label(Place::new(x, y - above), line_name, align),
        ]
    }

    fn curve(&self, input: &LossData, model: Model, series: &Series) -> Vec<Mark> {
        let training = if series.training.is_empty() { &series.epochs } else { &series.training };
        let thin = thinned(training.iter().map(|sample| self.place(input, sample)));
        // The untrained network's loss is far higher: a line from it would only look like learning.
        let trained =
            &series.validation[usize::from(series.validation.len() > 1 && series.validation[0].epoch == 0.0)..];
        let bold: Vec<Place> = trained.iter().map(|sample| self.place(input, sample)).collect();
        let dots = if bold.len() as f64 * 7.0 < self.frame.width() {
            bold.clone()
        } else {
            bold.last().copied().into_iter().collect()
        };
        let ink = Colour::Model(model);
        vec![
            Mark::Line { places: thin, ink: ink.at(0.5), width: 1.0, dashed: false },
            Mark::Line { places: bold, ink: ink.into(), width: 2.0, dashed: false },
            Mark::Dots { places: dots, ink: ink.into(), radius: 2.6 },
        ]
    }

    /// The best epoch: a ring around its point, a line down to the axis, and a label.
    fn best(&self, input: &LossData, model: Model, series: &Series) -> Option<[Mark; 3]> {
        let place = self.place(input, &series.best()?);
        let foot = Place { y: self.frame.bottom, ..place };
        let ink = Colour::Model(model);
        let word = Place { x: place.x + 4.0, y: self.frame.bottom - if model == Model::Ae { 8.0 } else { 22.0 } };
        Some([
            Mark::Line { places: vec![place, foot], ink: ink.at(0.6), width: 1.0, dashed: true },
            Mark::Dots { places: vec![place], ink: ink.at(0.35), radius: 6.0 },
            name(word, "best", ink),
        ])
    }

    /// The models' names at the ends of their curves, moved apart if they would overlap.
    fn names(&self, input: &LossData) -> Vec<Mark> {
        let mut ends: Vec<(Model, Place)> = input
            .series()
            .filter_map(|(model, series)| {
                let last = series.validation.last().or(series.training.last())?;
                let end = self.place(input, last);
                // To the right of the training line, which is ahead of the validation line.
                let ahead = series.training.last().map_or(end.x, |sample| self.place(input, sample).x);
                Some((model, Place { x: end.x.max(ahead), ..end }))
            })
            .collect();
        move_apart(&mut ends, NAME_WIDTH, (self.frame.top, self.frame.bottom - LABEL / 2.0));
        ends.into_iter().map(|(model, end)| name(end, model.name(), Colour::Model(model))).collect()
    }

    pub fn place(&self, input: &LossData, sample: &CurveSample) -> Place {
        let y = self.losses.pixel(f64::from(input.term.of(sample)));
        // Values far outside are clamped, which looks the same and is safer to draw.
        Place::new(self.epochs.pixel(f64::from(sample.epoch)), y.clamp(-4_000.0, 4_000.0))
    }
}
