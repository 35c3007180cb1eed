//! Standardization: features scaled to mean 0 and standard deviation 1 over the training rows.

/// The mean and the population standard deviation (divided by n) of each column; a constant column has deviation 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    pub mean: Vec<f64>,
    pub deviation: Vec<f64>,
}

impl Standard {
    /// Computes the moments of rows of `columns` numbers, one after the other. Fit on the training rows only; otherwise the test
    /// rows are no longer unseen.
    pub fn fit(rows: &[f32], columns: usize) -> Self {
        let moments = |column| moments(rows.iter().skip(column).step_by(columns.max(1)).map(|&value| f64::from(value)));
        let (mean, deviation) = (0..columns).map(moments).unzip();
        Self { mean, deviation }
    }

    /// Standardizes rows.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let moments = self.mean.iter().zip(&self.deviation).cycle();
        rows.iter()
            .zip(moments)
            .map(|(&value, (mean, deviation))| ((f64::from(value) - mean) / deviation) as f32)
            .collect()
    }
}

fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    // Sums of differences from the first value, so that those of a constant column are exactly 0.
    let first = values.clone().next().unwrap_or_default();
    let mean = first + values.clone().map(|value| value - first).sum::<f64>() / count;
    let deviation = (values.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    (mean, if deviation > 0.0 { deviation } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_are_those_of_the_population() {
        let standard = Standard::fit(&[2.0, 0.1, 4.0, 0.1, 9.0, 0.1], 2);
        assert_eq!(standard.mean, [5.0, f64::from(0.1f32)]);
        assert_eq!(standard.deviation, [(26.0f64 / 3.0).sqrt(), 1.0]);
    }

    #[test]
    fn other_rows_are_put_on_the_same_scale() {
        let standard = Standard::fit(&[0.0, 10.0, 2.0, 30.0], 2);
        assert_eq!(standard.apply(&[1.0, 20.0, 4.0, 0.0]), [0.0, 0.0, 3.0, -2.0]);
    }

    #[test]
    fn empty_input_is_valid() {
        assert!(Standard::fit(&[], 0).apply(&[]).is_empty());
        assert_eq!(Standard::fit(&[], 1).apply(&[3.0]), [3.0]);
    }

    proptest! {
        #[test]
        fn fitted_rows_have_mean_0_and_deviation_1(values in proptest::collection::vec(-1e6f32..1e6, 2..50)) {
            let scaled = Standard::fit(&values, 1).apply(&values);
            let again = Standard::fit(&scaled, 1);
            prop_assert!(again.mean[0].abs() < 1e-5 && (again.deviation[0] - 1.0).abs() < 1e-5, "{again:?}");
        }
    }
}
