//! The product of two matrices on one core, tile by tile.
//!
//! Both matrices are packed in the order in which they are read (Goto & van de Geijn 2008, "Anatomy of high-performance
//! matrix multiplication"), in blocks that stay in the caches. A tile of 4 rows and 8 columns stays in the registers of
//! 128-bit SIMD: eight for its sums, the others for the factors.

use wide::f32x8;

use super::super::plan::LANES;

/// The number of rows in a tile.
pub const TILE: usize = 4;
/// The maximum number of terms that are summed before the sums are written to memory.
const DEPTH: usize = 256;
/// The number of values in a packed block: 128 KiB.
const BLOCK: usize = 128 * DEPTH;

/// A matrix in memory: its values from the first one on, and the strides from row to row and from column to column, one of
/// which is 1.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub values: &'a [f32],
    pub row: usize,
    pub column: usize,
}

impl<'a> View<'a> {
    /// Rows of `stride` numbers.
    pub fn rows(values: &'a [f32], stride: usize) -> Self {
        Self { values, row: stride, column: 1 }
    }

    /// The same numbers, transposed.
    pub fn columns(values: &'a [f32], stride: usize) -> Self {
        Self { values, row: 1, column: stride }
    }
}

/// Buffers for packing, reused by every product.
pub struct Scratch {
    block: Vec<f32>,
    panel: Vec<f32>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self { block: vec![0.0; BLOCK], panel: vec![0.0; DEPTH * LANES] }
    }
}

impl Scratch {
    /// Multiplies `left [rows, depth]` by `right [depth, columns]`, into rows of `stride` numbers. Rows are rounded up to a
    /// multiple of [`TILE`]; columns are a multiple of [`LANES`]. `finish` maps eight sums, which start at a row and a column, to
    /// their final values.
    pub fn product(
        &mut self,
        (left, right): (View<'_>, View<'_>),
        [rows, depth, columns]: [usize; 3],
        (answers, stride): (&mut [f32], usize),
        finish: impl Fn(f32x8, usize, usize) -> f32x8,
    ) {
        let rows = rows.next_multiple_of(TILE);
        for from in (0..depth).step_by(DEPTH) {
            let terms = DEPTH.min(depth - from);
            let is_last = from + terms == depth;
            let height = BLOCK / terms / TILE * TILE;
            for top in (0..rows).step_by(height) {
                let height = height.min(rows - top);
                pack::<TILE>(
                    &mut self.block,
                    left.values,
                    (top * left.row, left.row),
                    from,
                    terms,
                    left.column,
                    height,
                );
                for column in (0..columns).step_by(LANES) {
                    let first = (column * right.column, right.column);
                    pack::<LANES>(&mut self.panel, right.values, first, from, terms, right.row, LANES);
                    let panel = &self.panel[..terms * LANES];
                    for (i, tile) in self.block[..height * terms].chunks_exact(terms * TILE).enumerate() {
                        for (r, sums) in sums(tile, panel).into_iter().enumerate() {
                            let row = top + TILE * i + r;
                            let slot = &mut answers[row * stride + column..][..LANES];
                            let sums = if from > 0 { sums + load8(slot) } else { sums };
                            let sums = if is_last { finish(sums, row, column) } else { sums };
                            slot.copy_from_slice(sums.as_array());
                        }
                    }
                }
            }
        }
    }
}

/// Packs `count` lines (rows of the left matrix, columns of the right one) in strips of `N`, term by term. `first` is the index
/// of the first number and the stride between lines; the terms are the `terms` from `from` on, `step` apart.
fn pack<const N: usize>(
    packed: &mut [f32],
    values: &[f32],
    first: (usize, usize),
    from: usize,
    terms: usize,
    step: usize,
    count: usize,
) {
    let (first, line) = first;
    for (strip, packed) in packed[..count * terms].chunks_exact_mut(terms * N).enumerate() {
        let begin = first + strip * N * line + from * step;
        let (packed, _) = packed.as_chunks_mut::<N>();
        if line == 1 {
            for (packed, values) in packed.iter_mut().zip(values[begin..].chunks(step)) {
                packed.copy_from_slice(&values[..N]);
            }
        } else {
            for n in 0..N {
                let values = &values[begin + n * line..][..terms];
                packed.iter_mut().zip(values).for_each(|(packed, value)| packed[n] = *value);
            }
        }
    }
}

/// The sums of a tile.
#[inline]
fn sums(tile: &[f32], panel: &[f32]) -> [f32x8; TILE] {
    let mut sums = [f32x8::ZERO; TILE];
    let (tile, _) = tile.as_chunks::<TILE>();
    let (panel, _) = panel.as_chunks::<LANES>();
    for (left, right) in tile.iter().zip(panel) {
        let right = f32x8::new(*right);
        for (sum, &left) in sums.iter_mut().zip(left) {
            *sum = f32x8::splat(left).mul_add(right, *sum);
        }
    }
    sums
}

/// Loads eight numbers.
#[inline]
pub fn load8(values: &[f32]) -> f32x8 {
    let mut lanes = [0.0; LANES];
    lanes.copy_from_slice(&values[..LANES]);
    f32x8::new(lanes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The product by definition.
    fn expected(left: View<'_>, right: View<'_>, [rows, depth, columns]: [usize; 3]) -> Vec<f32> {
        let at = |view: View<'_>, i, j| view.values[i * view.row + j * view.column];
        let sum = |i, j| (0..depth).map(|k| at(left, i, k) * at(right, k, j)).sum();
        (0..rows * columns).map(|place| sum(place / columns, place % columns)).collect()
    }

    #[test]
    fn products_of_every_layout_match_the_definition() {
        // Small integers: their sums are exact in any order.
        let values: Vec<f32> = (0..400_000).map(|i| ((i * 7) % 11) as f32 - 5.0).collect();
        for [rows, depth, columns] in [[4, 1, 8], [8, 9, 16], [12, 300, 24], [260, 520, 8]] {
            for left in [View::rows(&values, depth + 3), View::columns(&values, rows + 5)] {
                for right in [View::rows(&values[9..], columns + 1), View::columns(&values[5..], depth + 2)] {
                    let stride = columns + 2;
                    let mut answers = vec![0.0; rows * stride];
                    let sizes = [rows, depth, columns];
                    let finish = |sums: f32x8, _, _| sums * 2.0;
                    Scratch::default().product((left, right), sizes, (&mut answers, stride), finish);
                    let expected = expected(left, right, sizes);
                    for (ours, theirs) in answers.chunks_exact(stride).zip(expected.chunks_exact(columns)) {
                        let doubled: Vec<f32> = theirs.iter().map(|sum| sum * 2.0).collect();
                        assert_eq!(ours[..columns], doubled, "{sizes:?}");
                    }
                }
            }
        }
    }
}
