//! Named curves over any quantity: variance by the number of components, error by the size of the bottleneck.
//!
//! A few curves of a few hundred points each, named at their ends. Values that are not finite are left out.

mod chart;
mod reading;

pub use chart::Chart;
pub use reading::{Reading, Value};

use super::{mark::Colour, ticks};

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    pub curves: Vec<Curve>,
    pub x: Quantity,
    pub y: Quantity,
    pub pinned: Option<Pin>,
}

/// One curve: its points from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub name: String,
    pub colour: Colour,
    pub stroke: Stroke,
    pub points: Vec<(f64, f64)>,
}

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Line,
    Dashed,
    Dots,
    /// A line, with dots if there is room for them.
    Dotted,
}

/// The quantity along an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// With its unit.
    pub title: String,
    /// The range; without it, the range of the points.
    pub domain: Option<(f64, f64)>,
    /// Whether the values are whole numbers.
    pub is_whole: bool,
}

/// A point with a label, and a hairline to an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    pub point: (f64, f64),
    pub label: String,
    pub towards: Towards,
}

/// The axis, or the axes, that a hairline meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    X,
    Y,
    Both,
}

impl Curve {
    fn finite(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().copied().filter(is_finite)
    }
}

impl Quantity {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), domain: None, is_whole: false }
    }

    /// A count: its ticks are whole numbers.
    pub fn whole(title: impl Into<String>) -> Self {
        Self { is_whole: true, ..Self::new(title) }
    }

    #[must_use]
    pub fn between(self, from: f64, to: f64) -> Self {
        Self { domain: Some((from, to)), ..self }
    }

    fn given(&self) -> Option<(f64, f64)> {
        self.domain.filter(|(from, to)| from < to && (to - from).is_finite())
    }
}

impl ChartData {
    fn pin(&self) -> Option<&Pin> {
        self.pinned.as_ref().filter(|pin| is_finite(&pin.point))
    }

    /// The x values of the visible points, in no order.
    fn columns(&self) -> impl Iterator<Item = f64> {
        let (from, to) = self.x.given().unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let points = self.curves.iter().flat_map(Curve::finite);
        points.map(|(x, _)| x).filter(move |x| (from..=to).contains(x))
    }

    /// The domains of the two axes; `None` without points.
    fn domains(&self) -> Option<((f64, f64), (f64, f64))> {
        let (left, right) = ends(self.columns())?;
        let fitted = if left < right { (left, right) } else { (left - 0.5, right + 0.5) };
        let x = self.x.given().unwrap_or(fitted);
        let seen = self.curves.iter().flat_map(Curve::finite).filter(|point| (x.0..=x.1).contains(&point.0));
        let (least, most) = ends(seen.map(|(_, y)| y))?;
        Some((x, self.y.given().unwrap_or_else(|| ticks::with_margin(least, most))))
    }
}

fn is_finite(point: &(f64, f64)) -> bool {
    point.0.is_finite() && point.1.is_finite()
}

/// The least and the greatest value.
fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((least, most)) => Some((value.min(least), value.max(most))),
    })
}

/// Charts for tests.
#[cfg(test)]
mod examples {
    use super::*;
    use hourglass_core::config::Model;

    fn curve(name: &str, colour: Colour, points: &[(f64, f64)]) -> Curve {
        Curve { name: name.into(), colour, stroke: Stroke::Dotted, points: points.to_vec() }
    }

    /// An error by bottleneck: PCA at every size, the AE at three.
    pub fn sweep() -> ChartData {
        let pca: Vec<(f64, f64)> = (1..=10).map(|k| (f64::from(k), 0.06 / f64::from(k).sqrt())).collect();
        let ae = [(2.0, 0.040), (4.0, 0.028), (10.0, 0.018)];
        ChartData {
            curves: vec![curve("PCA", Colour::Quiet, &pca), curve("AE", Colour::Model(Model::Ae), &ae)],
            x: Quantity::whole("numbers in the bottleneck"),
            y: Quantity::new("squared error per pixel"),
            pinned: Some(Pin { point: (4.0, 0.028), label: "4 numbers".into(), towards: Towards::Both }),
        }
    }

    pub fn only(points: &[(f64, f64)]) -> ChartData {
        let curves = vec![curve("a", Colour::Ink, points)];
        ChartData { curves, x: Quantity::new("x"), y: Quantity::new("y"), pinned: None }
    }
}
