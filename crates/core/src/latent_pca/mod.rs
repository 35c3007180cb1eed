//! Principal component analysis of a set of points.
//!
//! The components are the directions of the greatest variance: the eigenvectors of the covariance. This module works on plain
//! slices, for the few dimensions of a latent space (at most 64), and does not depend on Burn.

mod eigen;

use eigen::leading;

/// The directions of the greatest variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    pub mean: Vec<f32>,
    /// Orthonormal vectors, in descending order of their variance.
    pub axes: Vec<Vec<f32>>,
    /// The variance along each axis.
    pub variances: Vec<f32>,
}

impl Components {
    /// The first `count` components of points with `dims` coordinates each; `None` if there are no points.
    pub fn of(points: &[f32], dims: usize, count: usize) -> Option<Self> {
        if dims == 0 || points.len() < dims {
            return None;
        }
        let mean = mean(points, dims);
        let pairs = leading(covariance(points, &mean), dims, count).into_iter();
        let (variances, axes) =
            pairs.map(|(value, vector)| (value.max(0.0) as f32, with_canonical_sign(&vector))).unzip();
        Some(Self { mean: mean.iter().map(|&value| value as f32).collect(), axes, variances })
    }

    /// The same components, with each axis flipped to match the side of the previous one, so that a picture does not flip.
    #[must_use]
    pub fn aligned_with(mut self, before: &Self) -> Self {
        for (axis, old) in self.axes.iter_mut().zip(&before.axes) {
            if dot(axis, old) < 0.0 {
                axis.iter_mut().for_each(|value| *value = -*value);
            }
        }
        self
    }

    /// A point's coordinates along the axes.
    pub fn project(&self, point: &[f32]) -> Vec<f32> {
        let centred: Vec<f32> = point.iter().zip(&self.mean).map(|(value, mean)| value - mean).collect();
        self.axes.iter().map(|axis| dot(axis, &centred)).collect()
    }

    /// The point with these coordinates along the axes, and the mean's along all other directions.
    pub fn lift(&self, coordinates: &[f32]) -> Vec<f32> {
        let mut point = self.mean.clone();
        for (axis, along) in self.axes.iter().zip(coordinates) {
            for (value, part) in point.iter_mut().zip(axis) {
                *value += along * part;
            }
        }
        point
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The axis or its opposite, whichever is positive in its largest coordinate.
pub fn with_canonical_sign(axis: &[f64]) -> Vec<f32> {
    let largest = axis.iter().copied().fold(0.0f64, |most, value| if value.abs() > most.abs() { value } else { most });
    let side = if largest < 0.0 { -1.0 } else { 1.0 };
    axis.iter().map(|value| (side * value) as f32).collect()
}

fn mean(points: &[f32], dims: usize) -> Vec<f64> {
    let count = (points.len() / dims) as f64;
    let mut sums = vec![0.0; dims];
    for point in points.chunks_exact(dims) {
        for (sum, value) in sums.iter_mut().zip(point) {
            *sum += f64::from(*value);
        }
    }
    sums.iter().map(|sum| sum / count).collect()
}

fn covariance(points: &[f32], mean: &[f64]) -> Vec<f64> {
    let dims = mean.len();
    let count = (points.len() / dims) as f64;
    let mut matrix = vec![0.0; dims * dims];
    let mut centred = vec![0.0; dims];
    for point in points.chunks_exact(dims) {
        for (value, (coordinate, mean)) in centred.iter_mut().zip(point.iter().zip(mean)) {
            *value = f64::from(*coordinate) - mean;
        }
        for (row, value) in centred.iter().enumerate() {
            for (sum, other) in matrix[row * dims + row..(row + 1) * dims].iter_mut().zip(&centred[row..]) {
                *sum += value * other;
            }
        }
    }
    for row in 0..dims {
        for column in row..dims {
            let value = matrix[row * dims + column] / count;
            matrix[row * dims + column] = value;
            matrix[column * dims + row] = value;
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_has_one_component() {
        let points: Vec<f32> = (0..10).flat_map(|i| [3.0 * i as f32, 4.0 * i as f32 + 1.0]).collect();
        let components = Components::of(&points, 2, 2).unwrap();
        assert!((components.axes[0][0] - 0.6).abs() < 1e-6 && (components.axes[0][1] - 0.8).abs() < 1e-6);
        assert!(components.variances[1].abs() < 1e-4, "{:?}", components.variances);
        assert_eq!(components.mean, [13.5, 19.0]);
    }

    #[test]
    fn without_points_there_are_no_components() {
        assert_eq!(Components::of(&[], 2, 2), None);
        assert_eq!(Components::of(&[1.0], 0, 2), None);
    }

    #[test]
    fn equal_points_have_no_variance() {
        let components = Components::of(&[5.0; 30], 3, 2).unwrap();
        assert_eq!(components.variances, [0.0, 0.0]);
    }

    #[test]
    fn the_leading_components_match_the_full_decomposition() {
        let dims = 40;
        // Noise of a different strength in each dimension, correlated by mixing neighbours.
        let noise = |i: usize| ((i * 7919 % 10_007) as f32 * 0.37).sin();
        let points: Vec<f32> = (0..300 * dims)
            .map(|i| noise(i) * 3.0 / (1.0 + (i % dims) as f32) + if i > 0 { 0.5 * noise(i - 1) } else { 0.0 })
            .collect();
        let mean = mean(&points, dims);
        let whole = eigen::all(covariance(&points, &mean), dims);
        let components = Components::of(&points, dims, 2).unwrap();
        for (k, (value, vector)) in whole.iter().take(2).enumerate() {
            assert!((f64::from(components.variances[k]) - value).abs() < 1e-4 * value);
            let alike = dot(&components.axes[k], &with_canonical_sign(vector)).abs();
            assert!(alike > 0.999, "axis {k}: {alike}");
        }
    }

    #[test]
    fn many_equal_points_have_no_variance() {
        let components = Components::of(&[1.0; 64 * 20], 64, 2).unwrap();
        assert_eq!(components.variances, [0.0, 0.0]);
        assert!(components.lift(&[1.0, 1.0]).iter().all(|value| value.is_finite()));
    }

    fn points(dims: usize) -> impl Strategy<Value = Vec<f32>> {
        proptest::collection::vec(-10f32..10.0, dims * 40)
    }

    proptest! {
        #[test]
        fn axes_are_orthonormal(points in points(6)) {
            let components = Components::of(&points, 6, 6).unwrap();
            for (i, a) in components.axes.iter().enumerate() {
                for (j, b) in components.axes.iter().enumerate() {
                    let expected = if i == j { 1.0 } else { 0.0 };
                    prop_assert!((dot(a, b) - expected).abs() < 1e-4);
                }
            }
            prop_assert!(components.variances.windows(2).all(|pair| pair[0] >= pair[1]));
        }

        #[test]
        fn the_variance_along_an_axis_is_the_measured_one(points in points(5)) {
            let components = Components::of(&points, 5, 2).unwrap();
            for (k, variance) in components.variances.iter().enumerate() {
                let along: Vec<f32> = points.chunks(5).map(|point| components.project(point)[k]).collect();
                let measured = along.iter().map(|value| value * value).sum::<f32>() / along.len() as f32;
                prop_assert!((measured - variance).abs() < 1e-2 * variance.max(1.0), "{measured} {variance}");
            }
        }

        #[test]
        fn lifted_coordinates_project_back(points in points(8), x in -5f32..5.0, y in -5f32..5.0) {
            let components = Components::of(&points, 8, 2).unwrap();
            let back = components.project(&components.lift(&[x, y]));
            prop_assert!((back[0] - x).abs() < 1e-3 && (back[1] - y).abs() < 1e-3, "{back:?}");
        }

        #[test]
        fn aligned_axes_never_flip(points in points(4)) {
            let before = Components::of(&points, 4, 2).unwrap();
            let mut flipped = before.clone();
            flipped.axes.iter_mut().flatten().for_each(|value| *value = -*value);
            prop_assert_eq!(flipped.aligned_with(&before), before);
        }
    }
}
