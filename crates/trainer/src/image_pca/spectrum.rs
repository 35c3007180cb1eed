//! The principal components, the variance along all of them, and the error of keeping the first few.

use nalgebra::{DMatrix, DMatrixView, linalg::SymmetricEigen};

use super::Covariance;
use hourglass_core::latent_pca::with_canonical_sign;

/// The maximum number of eigenvalue iterations per column; two or three are usual.
const MOST_TURNS: usize = 60;
/// The number of rows that are projected at a time.
const CHUNK: usize = 500;

/// The directions of the greatest variance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Principal {
    pub mean: Vec<f32>,
    /// Orthonormal vectors in descending order of their variance; as many as were requested.
    pub axes: Vec<Vec<f32>>,
    /// The variance along every axis, including those not kept, in descending order: as many as there are columns.
    pub variances: Vec<f64>,
}

impl Principal {
    /// The first `keep` components, and the variance along all of them; `None` if the covariance is not a matrix of
    /// finite numbers.
    pub fn of(Covariance { mean, matrix }: Covariance, keep: usize) -> Option<Self> {
        let columns = mean.len();
        if columns == 0 || matrix.len() != columns * columns || !matrix.iter().all(|value| value.is_finite()) {
            return None;
        }
        let matrix = DMatrix::from_vec(columns, columns, matrix);
        let eigen = SymmetricEigen::try_new(matrix, f64::EPSILON, MOST_TURNS * columns)?;
        let mut order: Vec<usize> = (0..columns).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let axis = |&k: &usize| with_canonical_sign(eigen.eigenvectors.column(k).as_slice());
        Some(Self {
            mean,
            axes: order.iter().take(keep).map(axis).collect(),
            variances: order.iter().map(|&k| eigen.eigenvalues[k].max(0.0)).collect(),
        })
    }

    /// The share of the variance along the first component, the first two, and so on to all; 1 if nothing varies.
    pub fn cumulative(&self) -> Vec<f32> {
        self.shares().into_iter().map(|share| share as f32).collect()
    }

    /// The minimum number of components that have this share of the variance.
    pub fn components_for(&self, share: f64) -> usize {
        let below = self.shares().into_iter().take_while(|&found| found < share).count();
        (below + 1).min(self.variances.len())
    }

    /// The squared error per value of keeping the first `count` components, averaged over the rows of the covariance: the
    /// variance along the other components.
    pub fn reconstruction_error(&self, count: usize) -> f64 {
        self.variances.iter().skip(count).sum::<f64>() / self.variances.len() as f64
    }

    /// The same error for other rows and several counts; counts beyond the number of kept axes mean all of them.
    pub fn error_on(&self, rows: &[f32], counts: &[usize]) -> Vec<f64> {
        let columns = self.mean.len();
        let most = counts.iter().copied().max().unwrap_or(0).min(self.axes.len());
        // Squares summed over the rows: of the rows minus the mean, and of their coordinates along each axis.
        let mut whole = 0.0;
        let mut along = vec![0.0; most];
        for chunk in rows.chunks(CHUNK * columns) {
            let centred = self.centred(chunk);
            whole += centred.norm_squared();
            let coordinates = self.coordinates(&centred, most);
            along.iter_mut().zip(coordinates.row_iter()).for_each(|(sum, row)| *sum += row.norm_squared());
        }
        let values = (rows.len() / columns * columns).max(1) as f64;
        let left = |&count: &usize| whole - along.iter().take(count).sum::<f64>();
        counts.iter().map(|count| left(count).max(0.0) / values).collect()
    }

    /// The coordinates of rows along the kept axes.
    pub fn project(&self, rows: &[f32]) -> Vec<f32> {
        self.coordinates(&self.centred(rows), self.axes.len()).iter().map(|&value| value as f32).collect()
    }

    /// The rows with these coordinates, `count` each, along the first axes, and the mean's along all other directions.
    pub fn reconstruct(&self, coordinates: &[f32], count: usize) -> Vec<f32> {
        let mut rows = Vec::new();
        for coordinates in coordinates.chunks_exact(count.max(1)) {
            let mut row = self.mean.clone();
            for (axis, along) in self.axes.iter().zip(coordinates) {
                row.iter_mut().zip(axis).for_each(|(value, part)| *value += along * part);
            }
            rows.extend(row);
        }
        rows
    }

    fn shares(&self) -> Vec<f64> {
        let sum = |sum: &mut f64, variance: &f64| {
            *sum += variance;
            Some(*sum)
        };
        let sums: Vec<f64> = self.variances.iter().scan(0.0, sum).collect();
        let total = sums.last().copied().unwrap_or(0.0);
        sums.iter().map(|sum| if total > 0.0 { sum / total } else { 1.0 }).collect()
    }

    /// Rows minus the mean; `[columns, rows]`.
    fn centred(&self, rows: &[f32]) -> DMatrix<f64> {
        let columns = self.mean.len();
        let values = rows.chunks_exact(columns).flat_map(|row| row.iter().zip(&self.mean));
        let values = values.map(|(value, mean)| f64::from(*value) - f64::from(*mean));
        DMatrix::from_iterator(columns, rows.len() / columns, values)
    }

    /// The coordinates along the first `count` axes; `[count, rows]`.
    fn coordinates(&self, centred: &DMatrix<f64>, count: usize) -> DMatrix<f64> {
        let axes: Vec<f64> = self.axes.iter().take(count).flatten().map(|&value| f64::from(value)).collect();
        DMatrixView::from_slice(&axes, self.mean.len(), count).transpose() * centred
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, io::Read, path::PathBuf, rc::Rc};

    use burn::tensor::Device;
    use flate2::read::GzDecoder;
    use futures::executor::block_on;
    use proptest::prelude::*;

    use super::{
        super::{Gathering, fit},
        *,
    };
    use hourglass_core::{
        config::{ImageSize, Range},
        data::{examples::Examples, image::PIXELS, images::Images},
        latent_pca::Components,
    };

    fn fitted(rows: &[f32], centre: Vec<f32>, keep: usize) -> Principal {
        let mut gathering = Gathering::new(centre.clone(), &Device::flex());
        for chunk in rows.chunks(CHUNK * centre.len()) {
            block_on(gathering.add(chunk.to_vec())).unwrap();
        }
        Principal::of(gathering.finish().unwrap(), keep).unwrap()
    }

    #[test]
    fn variances_along_the_columns_are_found() {
        let matrix = vec![1.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 3.0];
        let principal = Principal::of(Covariance { mean: vec![0.0; 3], matrix }, 2).unwrap();
        assert_eq!(principal.variances, [6.0, 3.0, 1.0]);
        assert_eq!(principal.axes, [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        assert_eq!(principal.cumulative(), [0.6, 0.9, 1.0]);
        assert!((principal.reconstruction_error(1) - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!(principal.reconstruction_error(9), 0.0);
        for (share, count) in [(0.0, 1), (0.6, 1), (0.61, 2), (0.95, 3), (1.0, 3), (1.5, 3)] {
            assert_eq!(principal.components_for(share), count, "{share}");
        }
    }

    #[test]
    fn equal_rows_have_no_variance() {
        let principal = fitted(&[0.25; 30], vec![0.25; 3], 3);
        assert_eq!(principal.variances, [0.0; 3]);
        assert_eq!(principal.cumulative(), [1.0; 3]);
        assert_eq!(principal.components_for(0.9), 1);
        assert_eq!(principal.error_on(&[], &[0, 1]), [0.0; 2]);
    }

    #[test]
    fn an_invalid_covariance_is_refused() {
        let cases = [(0, vec![]), (2, vec![1.0; 3]), (1, vec![f64::NAN]), (1, vec![f64::INFINITY])];
        for (columns, matrix) in cases {
            assert_eq!(Principal::of(Covariance { mean: vec![0.0; columns], matrix }, 1), None);
        }
    }

    fn rows(columns: usize) -> impl Strategy<Value = Vec<f32>> {
        proptest::collection::vec(-1f32..1.0, columns * 40)
    }

    proptest! {
        #[test]
        fn it_agrees_with_latent_pca(rows in rows(6)) {
            let ours = fitted(&rows, vec![0.1; 6], 6);
            let theirs = Components::of(&rows, 6, 6).unwrap();
            let near = |a: f32, b: f32| (a - b).abs() < 1e-4;
            prop_assert!(ours.mean.iter().zip(&theirs.mean).all(|(a, b)| near(*a, *b)));
            for (a, b) in ours.variances.iter().zip(&theirs.variances) {
                prop_assert!(near(*a as f32, *b), "{a} {b}");
            }
            for row in rows.chunks(6) {
                // Coordinates rather than axes: axes are not unique when variances are equal.
                let length = |values: &[f32]| values.iter().map(|value| value * value).sum::<f32>();
                prop_assert!(near(length(&ours.project(row)), length(&theirs.project(row))));
            }
        }

        #[test]
        fn the_error_matches_the_reconstruction(rows in rows(5), count in 1..5usize) {
            let principal = fitted(&rows, vec![0.0; 5], 5);
            let kept: Vec<f32> = principal.project(&rows).chunks(5).flat_map(|row| row[..count].to_vec()).collect();
            let back = principal.reconstruct(&kept, count);
            let squares = rows.iter().zip(&back).map(|(a, b)| f64::from(a - b).powi(2));
            let measured = squares.sum::<f64>() / rows.len() as f64;
            prop_assert!((measured - principal.reconstruction_error(count)).abs() < 1e-6);
            prop_assert!((measured - principal.error_on(&rows, &[0, count])[1]).abs() < 1e-6);
        }
    }

    #[test]
    #[ignore = "needs the official MNIST test images in the folder MNIST_DIR"]
    fn mnist_has_its_known_spectrum() {
        let path = PathBuf::from(std::env::var("MNIST_DIR").unwrap()).join("t10k-images-idx3-ubyte.gz");
        let mut bytes = vec![];
        GzDecoder::new(File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        let images = Rc::new(Images::from_idx(&bytes, None).unwrap());
        let images = Examples::Images { images, size: ImageSize::Full, range: Range::Unit };
        let indices: Vec<usize> = (0..images.len()).collect();
        let rows = images.gather(&indices);
        assert_eq!(rows.len(), 10_000 * PIXELS);

        let device = Device::flex();
        let fitting = fit(&images, &indices, 100, &device, async |_| ());
        let principal = block_on(fitting).unwrap();
        assert_eq!(principal.components_for(0.9), 84);
        assert!((principal.cumulative()[83] - 0.9007).abs() < 5e-5, "{}", principal.cumulative()[83]);
        let known = [0.06064, 0.05555, 0.05141, 0.04775, 0.04436, 0.04150, 0.03927, 0.03728, 0.03544, 0.03390];
        let counts: Vec<usize> = (1..=10).collect();
        for (count, (expected, measured)) in counts.iter().zip(known.iter().zip(principal.error_on(&rows, &counts))) {
            let error = principal.reconstruction_error(*count);
            assert!((error - expected).abs() < 5.1e-6, "{count}: {error}");
            assert!((error - measured).abs() < 1e-7, "{count}: {error}, {measured}");
        }
    }
}
