//! From a latent space of any size to the plane of a scatter, and back.

use crate::state::Axes;
use hourglass_core::latent_pca::Components;

/// The middle between the rows of the labels 4 and 5.
const MIDDLE_ROW: f32 = 4.5;

/// How latent points are placed on the plane.
#[derive(Clone, Debug, PartialEq)]
pub enum Projection {
    /// A latent of one number: it runs to the right, and the labels are stacked.
    Line,
    /// Two of the latent's numbers; the others are set to their means.
    Pair {
        x: usize,
        y: usize,
        mean: Vec<f32>,
    },
    Principal(Components),
}

impl Projection {
    /// The projection of some latents with `dims` numbers each; `before` keeps principal axes from flipping.
    pub fn new(axes: Axes, latents: &[f32], dims: usize, before: Option<&Self>) -> Self {
        match (dims, axes.within(dims)) {
            (0 | 1, _) => Self::Line,
            (2, _) => Self::Pair { x: 0, y: 1, mean: vec![0.0; 2] },
            (_, Axes::Pair(x, y)) => Self::Pair { x, y, mean: mean(latents, dims) },
            _ => match (Components::of(latents, dims, 2), before) {
                (Some(components), Some(Self::Principal(before))) => Self::Principal(components.aligned_with(before)),
                (Some(components), _) => Self::Principal(components),
                (None, _) => Self::Pair { x: 0, y: 1, mean: vec![0.0; dims] },
            },
        }
    }

    /// The place of a latent point. On a line the points of a label are spread evenly over its row, by their index.
    pub fn project(&self, latent: &[f32], index: usize, label: Option<u8>) -> (f32, f32) {
        let number = |i: usize| latent.get(i).copied().unwrap_or_default();
        match self {
            Self::Line => (number(0), f32::from(label.unwrap_or_default()) + jittered(index)),
            Self::Pair { x, y, .. } => (number(*x), number(*y)),
            Self::Principal(components) => match components.project(latent).as_slice() {
                [x, y, ..] => (*x, *y),
                _ => (0.0, 0.0),
            },
        }
    }

    /// The place of a mark at a latent point; on a line it is in the middle of the rows.
    pub fn mark(&self, latent: &[f32]) -> (f32, f32) {
        match self {
            Self::Line => (latent.first().copied().unwrap_or_default(), MIDDLE_ROW),
            _ => self.project(latent, 0, None),
        }
    }

    /// The latent point at a place.
    pub fn lift(&self, (x, y): (f32, f32)) -> Vec<f32> {
        match self {
            Self::Line => vec![x],
            Self::Pair { x: i, y: j, mean } => {
                let mut latent = mean.clone();
                for (at, value) in [(*i, x), (*j, y)] {
                    if let Some(slot) = latent.get_mut(at) {
                        *slot = value;
                    }
                }
                latent
            }
            Self::Principal(components) => components.lift(&[x, y]),
        }
    }

    /// The axes' names.
    pub fn titles(&self) -> (String, String) {
        match self {
            Self::Line => ("z1".into(), "label".into()),
            Self::Pair { x, y, .. } => (format!("z{}", x + 1), format!("z{}", y + 1)),
            Self::Principal(_) => ("1st component".into(), "2nd component".into()),
        }
    }
}

/// A number in -0.3..0.3, different for neighbours: the golden ratio's multiples fill an interval evenly.
fn jittered(index: usize) -> f32 {
    ((index as f64 * 0.618_033_988_749_895).fract() as f32 - 0.5) * 0.6
}

fn mean(latents: &[f32], dims: usize) -> Vec<f32> {
    let count = (latents.len() / dims).max(1) as f32;
    (0..dims).map(|i| latents.iter().skip(i).step_by(dims).sum::<f32>() / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latents(dims: usize) -> Vec<f32> {
        (0..50 * dims).map(|i| ((i * 37 % 101) as f32).sin() * (1.0 + (i % dims) as f32)).collect()
    }

    #[test]
    fn a_lifted_place_projects_back() {
        for (dims, axes) in [(1, Axes::Principal), (2, Axes::Principal), (5, Axes::Principal), (5, Axes::Pair(3, 1))] {
            let projection = Projection::new(axes, &latents(dims), dims, None);
            let latent = projection.lift((0.5, -0.25));
            assert_eq!(latent.len(), dims, "{axes:?}");
            let (x, y) = projection.project(&latent, 0, None);
            assert!((x - 0.5).abs() < 1e-4, "{dims} {axes:?}: {x}");
            assert!(dims == 1 || (y + 0.25).abs() < 1e-4, "{dims} {axes:?}: {y}");
        }
    }

    #[test]
    fn the_other_numbers_are_means() {
        let points = [1.0, 5.0, 9.0, 3.0, 7.0, 11.0];
        let projection = Projection::new(Axes::Pair(2, 0), &points, 3, None);
        assert_eq!(projection.lift((0.0, 1.0)), [1.0, 6.0, 0.0]);
    }

    #[test]
    fn missing_axes_are_replaced_by_the_default() {
        assert!(matches!(Projection::new(Axes::Pair(7, 1), &latents(4), 4, None), Projection::Principal(_)));
        assert!(matches!(Projection::new(Axes::Pair(0, 1), &[], 4, None), Projection::Pair { .. }));
    }
}
