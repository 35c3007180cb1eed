//! The angle between two subspaces.

use nalgebra::DMatrix;

/// The minimum sine of the angle between a column and those before it; a smaller one may come from rounding to 32 bits.
const LEAST_SINE: f64 = 1e-6;

/// The largest principal angle in degrees between the span of `basis`, `k` orthonormal vectors of `d` numbers, and the span of
/// the columns of a matrix `[d, k]`, row by row (Björck & Golub 1973, "Numerical methods for computing angles between linear
/// subspaces"). If the columns span fewer than `k` dimensions, the angle is 90.
///
/// The sine is accurate for small angles and the cosine near 90 degrees, so both are used.
pub fn largest_angle(basis: &[Vec<f32>], columns: &[f32]) -> f64 {
    match spanned(columns, basis.len()) {
        Some(spanned) if basis.iter().all(|axis| axis.len() == spanned.nrows()) => between(&matrix(basis), &spanned),
        _ => 90.0,
    }
}

/// An orthonormal basis of the span of `count` columns; `None` if they span fewer dimensions.
fn spanned(columns: &[f32], count: usize) -> Option<DMatrix<f64>> {
    let is_matrix = count > 0 && columns.len().is_multiple_of(count) && columns.len() >= count * count;
    if !is_matrix || !columns.iter().all(|value| value.is_finite()) {
        return None;
    }
    let values = columns.iter().map(|&value| f64::from(value));
    let mut columns = DMatrix::from_row_iterator(columns.len() / count, count, values);
    // The length of a column does not affect the span.
    columns.column_iter_mut().for_each(|mut column| _ = column.try_normalize_mut(0.0));
    let (basis, triangle) = columns.qr().unpack();
    triangle.diagonal().iter().all(|sine| sine.abs() > LEAST_SINE).then_some(basis)
}

fn matrix(basis: &[Vec<f32>]) -> DMatrix<f64> {
    let rows = basis.first().map_or(0, Vec::len);
    DMatrix::from_iterator(rows, basis.len(), basis.iter().flatten().map(|&value| f64::from(value)))
}

/// The largest angle, in degrees, between the spans of two orthonormal bases `[d, k]`.
fn between(basis: &DMatrix<f64>, other: &DMatrix<f64>) -> f64 {
    let along = basis.transpose() * other; // [k, k]
    let across = other - basis * &along; // [d, k]
    let squares = |matrix: DMatrix<f64>| (matrix.transpose() * matrix).symmetric_eigenvalues();
    let (cosine, sine) = (squares(along).min().max(0.0).sqrt(), squares(across).max().max(0.0).sqrt());
    sine.atan2(cosine).to_degrees()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first two of four dimensions.
    fn plane() -> Vec<Vec<f32>> {
        vec![vec![1.0, 0.0, 0.0, 0.0], vec![0.0, 1.0, 0.0, 0.0]]
    }

    #[test]
    fn angles_are_correct() {
        let turned = |degrees: f32| {
            let (sine, cosine) = degrees.to_radians().sin_cos();
            vec![1.0, 0.0, 0.0, cosine, 0.0, sine, 0.0, 0.0]
        };
        let cases = [
            ("the same", vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], 0.0),
            ("the same, mixed", vec![3.0, 1.0, -2.0, 0.5, 0.0, 0.0, 0.0, 0.0], 0.0),
            ("of other lengths", vec![1e-5, 0.0, 0.0, 1e5, 0.0, 0.0, 0.0, 0.0], 0.0),
            ("one at right angles", vec![1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0], 90.0),
            ("both at right angles", vec![0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0], 90.0),
            ("turned", turned(30.0), 30.0),
            ("turned a little", turned(0.01), 0.01),
            ("turned far", turned(89.99), 89.99),
            ("the same column twice", vec![1.0, 2.0, 3.0, 6.0, 0.0, 0.0, 0.0, 0.0], 90.0),
            ("an empty column", vec![1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0], 90.0),
            ("no numbers", vec![f32::NAN; 8], 90.0),
            ("another size", vec![1.0; 6], 90.0),
            ("nothing", vec![], 90.0),
        ];
        for (what, columns, degrees) in cases {
            let found = largest_angle(&plane(), &columns);
            assert!((found - degrees).abs() < 1e-4, "{what}: {found}");
        }
        assert_eq!(largest_angle(&[], &[1.0]), 90.0);
    }

    proptest! {
        #[test]
        fn mixing_the_columns_changes_nothing(
            values in proptest::collection::vec(-1f32..1.0, 4..=4),
            mix in proptest::collection::vec(-1f32..1.0, 4..=4),
        ) {
            prop_assume!((mix[0] * mix[3] - mix[1] * mix[2]).abs() > 0.1);
            let columns = [1.0, 0.0, 0.0, 1.0, values[0], values[1], values[2], values[3]];
            let mixed: Vec<f32> = columns
                .chunks(2)
                .flat_map(|row| [row[0] * mix[0] + row[1] * mix[2], row[0] * mix[1] + row[1] * mix[3]])
                .collect();
            let (before, after) = (largest_angle(&plane(), &columns), largest_angle(&plane(), &mixed));
            prop_assert!((before - after).abs() < 1e-3, "{before} {after}");
            prop_assert!((0.0..=90.0).contains(&before));
        }
    }
}
