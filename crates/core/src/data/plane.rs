//! Curves in the plane: two numbers per point, simple enough to watch a network learn where the data lies.

use std::f32::consts::{PI, TAU};

use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

/// The standard deviation of the points' distance from their curve.
const SPREAD: f32 = 0.02;
/// How many times the spiral winds around the centre.
const TURNS: f32 = 1.75;

/// The curve that the points lie along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    Spiral,
    Circle,
    /// Two half circles, one around the end of the other.
    Moons,
}

/// Random points along a curve, x and y of each. They stay within about ±0.85, which tanh can still reach.
pub fn points(curve: Curve, count: usize, rng: &mut impl Rng) -> Vec<f32> {
    (0..count)
        .flat_map(|index| {
            let Arc { middle, angle, radius } = Arc::at(curve, index, rng.random());
            let aside: f32 = StandardNormal.sample(rng);
            let radius = radius + SPREAD * aside;
            [middle.0 + radius * angle.cos(), middle.1 + radius * angle.sin()]
        })
        .collect()
}

/// The labels of `count` points, each the moon that the point lies on; `None` for the other curves, which have one piece.
pub fn labels(curve: Curve, count: usize) -> Option<Vec<u8>> {
    (curve == Curve::Moons).then(|| (0..count).map(moon).collect())
}

/// `n` by `n` points, x and y of each, row by row from the top left: the centres of the squares that tile -1..1.
pub fn grid(n: usize) -> Vec<f32> {
    let at = |i: usize| (2 * i + 1) as f32 / n as f32 - 1.0;
    (0..n * n).flat_map(|i| [at(i % n), -at(i / n)]).collect()
}

/// The moon of a point. Points alternate between the two.
fn moon(index: usize) -> u8 {
    (index % 2) as u8
}

/// A place on a curve in polar coordinates around the centre of its bend, so the radius changes across the curve.
struct Arc {
    middle: (f32, f32),
    /// Counter-clockwise from the right.
    angle: f32,
    radius: f32,
}

impl Arc {
    /// The place at a fraction, in `0..1`, of the curve's length.
    fn at(curve: Curve, index: usize, part: f32) -> Self {
        match curve {
            Curve::Spiral => {
                // The spiral's length grows roughly with the square of the angle.
                let wound = part.sqrt();
                Self { middle: (0.0, 0.0), angle: TAU * TURNS * wound, radius: 0.1 + 0.65 * wound }
            }
            Curve::Circle => Self { middle: (0.0, 0.0), angle: TAU * part, radius: 0.7 },
            Curve::Moons if moon(index) == 0 => Self { middle: (-0.25, -0.125), angle: PI * part, radius: 0.5 },
            Curve::Moons => Self { middle: (0.25, 0.125), angle: PI * (1.0 + part), radius: 0.5 },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rng::{Purpose, generator};

    const ALL: [Curve; 3] = [Curve::Spiral, Curve::Circle, Curve::Moons];

    fn strewn(curve: Curve, count: usize, seed: u32) -> Vec<(f32, f32)> {
        let points = points(curve, count, &mut generator(seed, Purpose::Split, 0));
        points.chunks_exact(2).map(|point| (point[0], point[1])).collect()
    }

    #[test]
    fn the_circle_is_round() {
        let radii: Vec<f32> = strewn(Curve::Circle, 2_000, 1).iter().map(|(x, y)| x.hypot(*y)).collect();
        let mean = radii.iter().sum::<f32>() / 2_000.0;
        let spread = (radii.iter().map(|radius| (radius - mean).powi(2)).sum::<f32>() / 2_000.0).sqrt();
        assert!((mean - 0.7).abs() < 2e-3 && (spread - SPREAD).abs() < 2e-3, "{mean} {spread}");
    }

    #[test]
    fn each_moon_bends_in_its_direction() {
        let labels = labels(Curve::Moons, 500).unwrap();
        for ((x, y), label) in strewn(Curve::Moons, 500, 1).into_iter().zip(labels) {
            let bends = if label == 0 { y > -0.125 - 0.1 } else { y < 0.125 + 0.1 };
            assert!(bends, "{x} {y} {label}");
        }
    }

    #[test]
    fn only_the_moons_have_labels() {
        assert_eq!(ALL.map(|curve| labels(curve, 3)), [None, None, Some(vec![0, 1, 0])]);
    }

    #[test]
    fn a_grid_runs_row_by_row_from_the_top_left() {
        assert_eq!(grid(2), [-0.5, 0.5, 0.5, 0.5, -0.5, -0.5, 0.5, -0.5]);
        assert_eq!(grid(1), [0.0, 0.0]);
        assert!(grid(0).is_empty());
    }

    proptest! {
        #[test]
        fn the_number_of_points_is_right_and_all_are_within_reach(seed in 0..99u32, count in 0..300usize) {
            for curve in ALL {
                let points = strewn(curve, count, seed);
                prop_assert_eq!(points.len(), count);
                prop_assert!(points.iter().all(|(x, y)| x.abs() < 0.88 && y.abs() < 0.88));
                prop_assert_eq!(points, strewn(curve, count, seed));
            }
        }
    }
}
