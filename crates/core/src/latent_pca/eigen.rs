//! Eigenvectors of a symmetric positive semidefinite matrix.
//!
//! For few dimensions, Jacobi rotations compute all of them; otherwise subspace iteration computes the leading ones, so that 64
//! dimensions take only a millisecond or two.

/// The maximum number of dimensions for which every eigenvector is computed.
const SMALL: usize = 12;
/// The number of extra directions in subspace iteration, which speed up convergence.
const SPARE: usize = 6;
/// The maximum number of iterations; directions that still change after it have eigenvalues too similar to matter.
const MOST_ITERATIONS: usize = 80;
/// The maximum number of Jacobi sweeps; what remains off the diagonal after it is rounding error.
const MOST_SWEEPS: usize = 30;

/// An eigenvalue and its unit eigenvector.
pub type Pair = (f64, Vec<f64>);

/// The eigenvectors with the greatest eigenvalues, in descending order.
pub fn leading(matrix: Vec<f64>, dims: usize, count: usize) -> Vec<Pair> {
    let mut pairs = if dims <= SMALL { all(matrix, dims) } else { iterated(&matrix, dims, count) };
    pairs.truncate(count);
    pairs
}

/// All eigenvectors, in descending order of their eigenvalues.
pub fn all(mut matrix: Vec<f64>, dims: usize) -> Vec<Pair> {
    let mut vectors = vec![0.0; dims * dims];
    for i in 0..dims {
        vectors[i * dims + i] = 1.0;
    }
    for _ in 0..MOST_SWEEPS {
        let below = (0..dims).flat_map(|i| (0..i).map(move |j| (i, j)));
        let off: f64 = below.map(|(i, j)| matrix[i * dims + j].powi(2)).sum();
        let on: f64 = (0..dims).map(|i| matrix[i * dims + i].powi(2)).sum();
        if off <= on * 1e-20 {
            break;
        }
        for p in 0..dims {
            for q in p + 1..dims {
                rotate(&mut matrix, &mut vectors, dims, p, q);
            }
        }
    }
    let column = |k: usize| (0..dims).map(|row| vectors[row * dims + k]).collect();
    let mut pairs: Vec<Pair> = (0..dims).map(|k| (matrix[k * dims + k], column(k))).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs
}

/// The leading eigenvectors by subspace iteration with Rayleigh-Ritz steps (Golub & Van Loan, "Matrix Computations", 8.2.4).
fn iterated(matrix: &[f64], dims: usize, count: usize) -> Vec<Pair> {
    let size = (count + SPARE).min(dims);
    // Any start works that is not orthogonal to a leading eigenvector: multiples of the golden ratio, the same each time.
    let start =
        |k: usize| (0..dims).map(|i| ((k * dims + i + 1) as f64 * 0.618_033_988_749_895).fract() - 0.5).collect();
    let mut basis: Vec<Vec<f64>> = (0..size).map(start).collect();
    let mut pairs: Vec<Pair> = vec![];
    for _ in 0..MOST_ITERATIONS {
        orthonormalise(&mut basis);
        let images: Vec<Vec<f64>> = basis.iter().map(|vector| times(matrix, vector)).collect();
        let small = basis.iter().flat_map(|a| images.iter().map(|b| inner(a, b))).collect();
        let turned: Vec<Pair> = all(small, size);
        let settled =
            turned.iter().zip(&pairs).take(count).all(|(new, old)| (new.0 - old.0).abs() <= 1e-10 * new.0.abs());
        let is_settled = settled && !pairs.is_empty();
        let mix = |parts: &[f64], of: &[Vec<f64>]| {
            let mut sum = vec![0.0; dims];
            for (part, vector) in parts.iter().zip(of) {
                sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += part * value);
            }
            sum
        };
        pairs = turned.iter().map(|(value, parts)| (*value, mix(parts, &basis))).collect();
        if is_settled {
            break;
        }
        basis = turned.iter().map(|(_, parts)| mix(parts, &images)).collect();
    }
    pairs
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &[f64], vector: &[f64]) -> Vec<f64> {
    matrix.chunks_exact(vector.len()).map(|row| inner(row, vector)).collect()
}

/// Makes the vectors orthonormal (Gram-Schmidt, twice for stability); a vector that depends on the previous ones becomes zero.
fn orthonormalise(vectors: &mut [Vec<f64>]) {
    for _ in 0..2 {
        for k in 0..vectors.len() {
            let (before, rest) = vectors.split_at_mut(k);
            let vector = &mut rest[0];
            let length = inner(vector, vector).sqrt();
            for other in before.iter() {
                let along = inner(other, vector);
                vector.iter_mut().zip(other).for_each(|(value, part)| *value -= along * part);
            }
            let left = inner(vector, vector).sqrt();
            let scale = if left > length * 1e-12 { 1.0 / left } else { 0.0 };
            vector.iter_mut().for_each(|value| *value *= scale);
        }
    }
}

/// One Jacobi rotation, which zeroes the entry (p, q) (Golub & Van Loan, "Matrix Computations", 8.5).
fn rotate(matrix: &mut [f64], vectors: &mut [f64], dims: usize, p: usize, q: usize) {
    let off = matrix[p * dims + q];
    if off == 0.0 {
        return;
    }
    let tau = (matrix[q * dims + q] - matrix[p * dims + p]) / (2.0 * off);
    let tangent = tau.signum() / (tau.abs() + tau.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |values: &mut [f64], a: usize, b: usize| {
        let (x, y) = (values[a], values[b]);
        values[a] = cosine * x - sine * y;
        values[b] = sine * x + cosine * y;
    };
    for row in 0..dims {
        turn(matrix, row * dims + p, row * dims + q);
    }
    for column in 0..dims {
        turn(matrix, p * dims + column, q * dims + column);
    }
    for row in 0..dims {
        turn(vectors, row * dims + p, row * dims + q);
    }
}
