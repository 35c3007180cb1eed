//! A grid of codes over a latent space, and which of them lie near data.
//!
//! A decoder's output for a code far from all training data means nothing, even if it looks like a digit.

use super::{codes, quantile::normal_quantile};
use hourglass_core::config::Model;

/// The number of codes along an axis.
pub const SIDE: usize = 15;
/// The largest number of digits in the sample whose distance to their nearest neighbour is measured.
const MEASURED: usize = 200;
/// The share of those distances that count as near.
const NEAR: f32 = 0.95;

/// Codes row by row from the top left: the first axis points right, the second up.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The number of dimensions of a code.
    dims: usize,
    codes: Vec<f32>,
}

impl Grid {
    /// The grid of a network, over the one or two numbers that vary most in `latents`; all others are at their mean. The VAE's
    /// grid follows the quantiles of the prior, so that all cells are equally likely; the AE's follows the data.
    pub fn over(model: Model, latents: &[f32], dims: usize) -> Self {
        let axes = widest(latents, dims);
        let (middle, reach) = (codes::middle(model, latents, dims), codes::reach(model, latents, dims));
        let value = |dim: usize, at: usize| match model {
            Model::Vae => normal_quantile((at as f64 + 0.5) / SIDE as f64) as f32,
            Model::Ae => {
                let (least, most) = reach[dim];
                least + (most - least) * at as f32 / (SIDE - 1) as f32
            }
        };
        let rows = if axes.len() > 1 { SIDE } else { 1 };
        let mut codes = Vec::with_capacity(rows * SIDE * dims);
        for row in (0..rows).rev() {
            for column in 0..SIDE {
                let start = codes.len();
                codes.extend_from_slice(&middle);
                for (&dim, at) in axes.iter().zip([column, row]) {
                    codes[start + dim] = value(dim, at);
                }
            }
        }
        Self { dims, codes }
    }

    /// The grid that has these codes; `None` if their number does not fit a grid.
    pub fn of(codes: &[f32], dims: usize) -> Option<Self> {
        let rows = if dims > 1 { SIDE } else { 1 };
        (dims > 0 && codes.len() == rows * SIDE * dims).then(|| Self { dims, codes: codes.to_vec() })
    }

    pub fn into_codes(self) -> Vec<f32> {
        self.codes
    }

    pub fn rows(&self) -> usize {
        self.cells() / SIDE
    }

    pub fn cells(&self) -> usize {
        self.codes.len() / self.dims
    }

    pub fn code(&self, cell: usize) -> Option<&[f32]> {
        self.codes.chunks_exact(self.dims).nth(cell)
    }

    /// The cell at a point of the picture, which is given as shares of its width and height.
    pub fn cell_at(&self, across: f64, down: f64) -> usize {
        let at = |part: f64, count: usize| ((part * count as f64) as usize).min(count - 1);
        at(down, self.rows()) * SIDE + at(across, SIDE)
    }

    /// The cell this many steps right of and below another one, within the grid; the middle cell if there is no other.
    pub fn cell_beside(&self, cell: Option<usize>, right: isize, down: isize) -> usize {
        let Some(cell) = cell.filter(|&cell| cell < self.cells()) else { return self.cells() / 2 };
        let step = |at: usize, by: isize, count: usize| at.saturating_add_signed(by).min(count - 1);
        step(cell / SIDE, down, self.rows()) * SIDE + step(cell % SIDE, right, SIDE)
    }

    /// Each axis: the index of its number in the code, its minimum and its maximum.
    pub fn axes(&self) -> Vec<(usize, f32, f32)> {
        let (Some(first), Some(last)) = (self.code(0), self.code(self.cells() - 1)) else { return vec![] };
        let ends = first.iter().zip(last).enumerate();
        ends.filter(|(_, (a, b))| a != b).map(|(dim, (a, b))| (dim, a.min(*b), a.max(*b))).collect()
    }

    /// Which cells lie near data. A cell is near if its distance to a code of `latents` is at most the usual distance between
    /// neighbouring codes (outliers excepted), plus half the diagonal step between cells.
    pub fn trusted(&self, latents: &[f32]) -> Vec<bool> {
        let (Some(first), Some(last)) = (self.code(0), self.code(self.cells() - 1)) else { return vec![] };
        let spacing = distance(first, last) / (SIDE - 1) as f32;
        let near = nearness(latents, self.dims) + spacing / 2.0;
        self.codes.chunks_exact(self.dims).map(|code| nearest(code, latents, None) <= near).collect()
    }
}

/// The indices of the numbers that vary most, at most two, in ascending order.
fn widest(latents: &[f32], dims: usize) -> Vec<usize> {
    let mean = codes::middle(Model::Ae, latents, dims);
    let variance = |dim: usize| {
        let values = latents.iter().skip(dim).step_by(dims);
        values.map(|value| (value - mean[dim]).powi(2)).sum::<f32>()
    };
    let mut order: Vec<(usize, f32)> = (0..dims).map(|dim| (dim, variance(dim))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut axes: Vec<usize> = order.into_iter().take(2).map(|(dim, _)| dim).collect();
    axes.sort_unstable();
    axes
}

/// The usual distance from a code to its nearest neighbour.
fn nearness(latents: &[f32], dims: usize) -> f32 {
    let step = (latents.len() / dims).div_ceil(MEASURED).max(1);
    let codes = latents.chunks_exact(dims).enumerate().step_by(step);
    let mut distances: Vec<f32> = codes.map(|(index, code)| nearest(code, latents, Some(index))).collect();
    distances.sort_by(f32::total_cmp);
    let at = (distances.len().saturating_sub(1) as f32 * NEAR).round() as usize;
    distances.get(at).copied().filter(|distance| distance.is_finite()).unwrap_or_default()
}

/// The distance to the nearest of several codes, leaving out one of them; infinite if there are none.
fn nearest(code: &[f32], latents: &[f32], without: Option<usize>) -> f32 {
    let others = latents.chunks_exact(code.len()).enumerate().filter(|(index, _)| Some(*index) != without);
    others.fold(f32::INFINITY, |least, (_, other)| least.min(distance(code, other)))
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use hourglass_core::{config::LATENT, protocol::MOST_CODES};

    #[test]
    fn the_vaes_grid_follows_the_quantiles_of_its_prior() {
        let grid = Grid::over(Model::Vae, &[], 2);
        assert_eq!((grid.cells(), grid.rows()), (SIDE * SIDE, SIDE));
        let end = normal_quantile(0.5 / SIDE as f64) as f32;
        assert_eq!(grid.axes(), [(0, end, -end), (1, end, -end)]);
        assert_eq!(grid.code(0), Some([end, -end].as_slice()), "the second axis runs upwards");
        assert_eq!(grid.code(SIDE * SIDE / 2), Some([0.0, 0.0].as_slice()));
        assert_eq!(grid.code(SIDE * SIDE), None);
    }

    #[test]
    fn the_aes_grid_covers_the_range_of_the_data() {
        let grid = Grid::over(Model::Ae, &[0.0, 5.0, 8.0, -7.0], 2);
        assert_eq!(grid.axes(), [(0, 0.0, 8.0), (1, -7.0, 5.0)]);
    }

    #[test]
    fn the_grid_of_a_larger_code_spans_the_numbers_that_vary_most() {
        let latents = [[1.0, 0.0, -2.0, 0.3], [1.0, 4.0, 2.0, 0.1]].concat();
        let grid = Grid::over(Model::Ae, &latents, 4);
        assert_eq!(grid.axes(), [(1, 0.0, 4.0), (2, -2.0, 2.0)]);
        assert_eq!(grid.code(0), Some([1.0, 0.0, 2.0, 0.2].as_slice()), "the others at their mean");
        assert_eq!(Grid::over(Model::Vae, &latents, 4).code(0).map(|code| (code[0], code[3])), Some((0.0, 0.0)));
    }

    #[test]
    fn the_grid_of_a_one_number_code_is_a_strip() {
        let grid = Grid::over(Model::Ae, &[2.0, -1.0], 1);
        assert_eq!((grid.cells(), grid.rows(), grid.axes()), (SIDE, 1, vec![(0, -1.0, 2.0)]));
    }

    #[test]
    fn cells_are_found_by_position_and_by_steps() {
        let (sheet, strip) = (Grid::over(Model::Vae, &[], 2), Grid::over(Model::Vae, &[], 1));
        assert_eq!(
            [(0.0, 0.0), (0.999, 0.0), (0.0, 1.0), (-3.0, 9.0)].map(|(x, y)| sheet.cell_at(x, y)),
            [0, 14, 210, 210]
        );
        assert_eq!(strip.cell_at(0.5, 0.9), 7);
        assert_eq!(sheet.cell_beside(None, 1, 0), 112);
        assert_eq!(
            [(1, 0), (-1, 0), (0, 1), (0, -1)].map(|(x, y)| sheet.cell_beside(Some(14), x, y)),
            [14, 13, 29, 14]
        );
        assert_eq!(strip.cell_beside(Some(3), 0, 1), 3);
    }

    #[test]
    fn cells_without_data_are_not_trusted() {
        // Two clouds, far from each other.
        let cloud = |x: f32| (0..100).flat_map(move |i| [x + (i % 10) as f32 / 10.0, (i / 10) as f32 / 10.0]);
        let latents: Vec<f32> = cloud(0.0).chain(cloud(9.0)).collect();
        let grid = Grid::over(Model::Ae, &latents, 2);
        let trusted = grid.trusted(&latents);
        let row: String = trusted[..SIDE].iter().map(|&is| if is { '#' } else { '.' }).collect();
        assert_eq!(row, "##...........##");
        assert!(grid.trusted(&[]).iter().all(|is| !is), "there is no data");
    }

    #[test]
    fn if_data_lies_everywhere_all_cells_are_trusted() {
        let latents: Vec<f32> = (0..400).flat_map(|i| [(i % 20) as f32, (i / 20) as f32]).collect();
        assert!(Grid::over(Model::Ae, &latents, 2).trusted(&latents).iter().all(|&is| is));
    }

    proptest! {
        #[test]
        fn any_latents_have_a_grid(latents in proptest::collection::vec(-9f32..9.0, 0..200), dims in 1..=LATENT.most) {
            for model in Model::ALL {
                let grid = Grid::over(model, &latents, dims);
                prop_assert!(grid.cells() <= MOST_CODES);
                prop_assert_eq!(grid.axes().len(), dims.min(2));
                prop_assert_eq!(grid.trusted(&latents).len(), grid.cells());
                let codes = grid.clone().into_codes();
                prop_assert!(codes.iter().all(|value| value.is_finite()));
                prop_assert_eq!(Grid::of(&codes, dims), Some(grid));
            }
        }
    }
}
