//! Reduces the points of a stroke: a drawn stroke has hundreds, and a few dozen look just the same.

use simplify_polyline::{Point as Vertex, simplify};

use super::point::Point;

/// The points that a stroke needs: no removed point is farther than `tolerance` from the new line, in units of the grid.
pub fn simplified(stroke: &[Point], tolerance: f32) -> Vec<Point> {
    let line: Vec<Vertex<2, f32>> =
        stroke.iter().map(|point| Vertex { vec: [f32::from(point.x), f32::from(point.y)] }).collect();
    let kept = simplify(&line, tolerance, true);
    kept.into_iter().map(|Vertex { vec: [x, y] }| Point { x: x as u16, y: y as u16 }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::digit::{GRID, distance_to_line};

    fn stroke(points: &[(u16, u16)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn corners_stay_and_points_between_them_are_removed() {
        let corner = [(0, 0), (50, 1), (100, 0), (101, 50), (100, 100), (100, 400)];
        assert_eq!(simplified(&stroke(&corner), 2.0), stroke(&[(0, 0), (100, 0), (100, 400)]));
        for few in [&[][..], &[(7, 7)], &[(7, 7), (8, 8)]] {
            assert_eq!(simplified(&stroke(few), 2.0), stroke(few));
        }
    }

    #[test]
    fn a_ring_stays_a_ring() {
        let place = |i: u16| {
            let angle = f32::from(i) * std::f32::consts::TAU / 400.0;
            ((500.0 + 300.0 * angle.cos()) as u16, (500.0 + 300.0 * angle.sin()) as u16)
        };
        let ring: Vec<_> = (0..=400).map(place).collect();
        let kept = simplified(&stroke(&ring), 2.0);
        assert!((12..60).contains(&kept.len()), "{} points", kept.len());
    }

    proptest! {
        #[test]
        fn removed_points_lie_near_the_simplified_line(
            points in proptest::collection::vec((0..=GRID, 0..=GRID), 1..80),
            tolerance in 0.0..40f32,
        ) {
            let all = stroke(&points);
            let kept = simplified(&all, tolerance);
            prop_assert_eq!((kept.first(), kept.last()), (all.first(), all.last()));
            let place = |point: &Point| (f32::from(point.x), f32::from(point.y));
            let line: Vec<_> = kept.iter().map(place).collect();
            prop_assert!(all.iter().all(|point| distance_to_line(place(point), &line) <= tolerance + 1e-2));
        }
    }
}
