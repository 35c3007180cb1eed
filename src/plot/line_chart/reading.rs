//! The values of the chart under the pointer.

use super::{ChartData, Curve};
use crate::plot::mark::Colour;

/// The curves' values at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub x: f64,
    pub values: Vec<Value>,
}

/// One curve's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub name: String,
    pub colour: Colour,
    pub y: f64,
}

impl ChartData {
    /// The values at the points nearest to `x`; curves without a point there are omitted.
    pub fn reading(&self, x: f64) -> Option<Reading> {
        let x = self.columns().min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()))?;
        let value = |curve: &Curve| {
            let (_, y) = curve.finite().find(|point| point.0 == x)?;
            Some(Value { name: curve.name.clone(), colour: curve.colour, y })
        };
        Some(Reading { x, values: self.curves.iter().filter_map(value).collect() })
    }

    /// The x value of the next points after `x`.
    pub fn after(&self, x: f64) -> Option<f64> {
        self.columns().filter(|&column| column > x).min_by(f64::total_cmp)
    }

    /// The x value of the last points before `x`.
    pub fn before(&self, x: f64) -> Option<f64> {
        self.columns().filter(|&column| column < x).max_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Quantity,
        examples::{only, sweep},
    };

    #[test]
    fn the_pointer_reads_the_nearest_points() {
        let input = sweep();
        let cases: [(f64, f64, &[&str]); 4] =
            [(-9.0, 1.0, &["PCA"]), (1.6, 2.0, &["PCA", "AE"]), (3.2, 3.0, &["PCA"]), (99.0, 10.0, &["PCA", "AE"])];
        for (pointer, x, names) in cases {
            let reading = input.reading(pointer).unwrap();
            let found: Vec<&str> = reading.values.iter().map(|value| value.name.as_str()).collect();
            assert_eq!((reading.x, found.as_slice()), (x, names), "{pointer}");
        }
        assert_eq!(input.reading(2.0).unwrap().values[1].y, 0.040);
        assert_eq!(only(&[]).reading(1.0), None);
    }

    #[test]
    fn arrow_keys_go_from_point_to_point() {
        let input = only(&[(1.0, 0.0), (4.0, 0.0), (9.0, 0.0)]);
        assert_eq!((input.after(1.0), input.after(2.0), input.after(9.0)), (Some(4.0), Some(4.0), None));
        assert_eq!((input.before(9.0), input.before(1.0)), (Some(4.0), None));
    }

    #[test]
    fn invisible_points_cannot_be_read() {
        let mut input = only(&[(1.0, 10.0), (2.0, 20.0), (500.0, 99.0)]);
        input.x = Quantity::whole("x").between(1.0, 100.0);
        assert_eq!(input.reading(400.0).unwrap().x, 2.0);
        assert_eq!(input.after(2.0), None);
    }
}
