//! Measurements other than the losses, over the epochs.

use super::{
    line_chart::{ChartData, Curve, Quantity, Stroke},
    mark::Colour,
};
use crate::state::Curves;
use hourglass_core::{config::Model, protocol::Measure};

/// In the order of the choice on the page.
pub const MEASURES: [Measure; 8] = [
    Measure::Angle,
    Measure::Jacobian,
    Measure::Active,
    Measure::Dead,
    Measure::Accuracy,
    Measure::Precision,
    Measure::Recall,
    Measure::F1,
];

/// The name in a word or two.
pub fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Angle => "angle to PCA",
        Measure::Jacobian => "Jacobian",
        Measure::Active => "active units",
        Measure::Dead => "dead units",
        Measure::Accuracy => "accuracy",
        Measure::Precision => "precision",
        Measure::Recall => "recall",
        Measure::F1 => "F1",
    }
}

/// The title with the unit.
fn title(measure: Measure) -> &'static str {
    match measure {
        Measure::Angle => "largest angle to PCA, degrees",
        Measure::Jacobian => "squared norm of the Jacobian",
        Measure::Active => "share of active code units",
        Measure::Dead => "code units that are never active",
        Measure::Accuracy => "accuracy on the test rows",
        Measure::Precision => "precision on the test rows",
        Measure::Recall => "recall on the test rows",
        Measure::F1 => "F1 on the test rows",
    }
}

/// The range of possible values, if it is known.
fn bounds(measure: Measure) -> Option<(f64, f64)> {
    match measure {
        Measure::Angle => Some((0.0, 90.0)),
        Measure::Jacobian | Measure::Dead => None,
        Measure::Active | Measure::Accuracy | Measure::Precision | Measure::Recall | Measure::F1 => Some((0.0, 1.0)),
    }
}

/// The measures that have values.
pub fn available(curves: &Curves) -> Vec<Measure> {
    let has = |measure: &Measure| {
        Model::ALL
            .into_iter()
            .any(|model| curves.get(model).is_some_and(|series| series.measure(*measure).next().is_some()))
    };
    MEASURES.into_iter().filter(has).collect()
}

/// One measure as a chart over `epochs`.
pub fn input(curves: &Curves, measure: Measure, epochs: usize) -> ChartData {
    let curve = |model: Model| {
        let points = curves.get(model)?.measure(measure).map(|(epoch, value)| (epoch as f64, f64::from(value)));
        let points: Vec<(f64, f64)> = points.collect();
        let name = model.name().to_owned();
        (!points.is_empty()).then_some(Curve { name, colour: Colour::Model(model), stroke: Stroke::Dotted, points })
    };
    let y = Quantity::new(title(measure));
    let y = match bounds(measure) {
        Some((least, most)) => y.between(least, most),
        None => y,
    };
    ChartData {
        curves: Model::ALL.into_iter().filter_map(curve).collect(),
        x: if epochs < 2 { Quantity::new("epochs") } else { Quantity::whole("epochs") }
            .between(0.0, epochs.max(1) as f64),
        y,
        pinned: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::protocol::Measured;

    #[test]
    fn only_measures_with_values_are_offered() {
        let mut curves = Curves::default();
        assert_eq!(available(&curves), []);
        let one = |epoch, value| Measured { model: Model::Ae, measure: Measure::Angle, epoch, value };
        curves.measure(&[one(0, 80.0), one(1, f32::NAN), one(2, 20.0)]);
        assert_eq!(available(&curves), [Measure::Angle]);
        let input = input(&curves, Measure::Angle, 5);
        assert_eq!(input.curves.len(), 1);
        assert_eq!(input.curves[0].points, [(0.0, 80.0), (2.0, 20.0)]);
    }
}
