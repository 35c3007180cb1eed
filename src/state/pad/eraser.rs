//! An eraser that removes whole strokes when it touches them.

use super::PEN;
use hourglass_core::data::digit::{Drawing, GRID, Point, distance_to_line, distance_to_segment};

/// The largest distance from the middle of a stroke: half the pen's width for the stroke and half for the eraser.
const REACH: f32 = (PEN * GRID as f64) as f32;

/// The drawing without the strokes on the eraser's path; `None` if there are none.
pub fn erased(drawing: &Drawing, from: Point, to: Point) -> Option<Drawing> {
    let way = (place(&from), place(&to));
    let left: Vec<Vec<Point>> = drawing.strokes().iter().filter(|stroke| !touches(stroke, way)).cloned().collect();
    (left.len() < drawing.strokes().len()).then(|| Drawing::new(left))
}

/// Two segments that do not cross are nearest to each other at one of their four ends.
fn touches(stroke: &[Point], (from, to): (Place, Place)) -> bool {
    let line: Vec<Place> = stroke.iter().map(place).collect();
    line.windows(2).any(|ends| parts((from, to), (ends[0], ends[1])) && parts((ends[0], ends[1]), (from, to)))
        || [from, to].into_iter().any(|end| distance_to_line(end, &line) <= REACH)
        || line.iter().any(|&point| distance_to_segment(point, from, to) <= REACH)
}

/// A point on the grid.
type Place = (f32, f32);

fn place(point: &Point) -> Place {
    (f32::from(point.x), f32::from(point.y))
}

/// Whether the ends of the other segment lie on opposite sides of the line through this one.
fn parts((start, end): (Place, Place), ends: (Place, Place)) -> bool {
    let side = |(x, y): Place| (end.0 - start.0) * (y - start.1) - (end.1 - start.1) * (x - start.0);
    side(ends.0) * side(ends.1) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point((x, y): (u16, u16)) -> Point {
        Point { x, y }
    }

    fn drawing(strokes: &[&[(u16, u16)]]) -> Drawing {
        Drawing::new(strokes.iter().map(|stroke| stroke.iter().copied().map(point).collect()))
    }

    #[test]
    fn only_the_strokes_on_its_path_are_erased() {
        let left: &[(u16, u16)] = &[(200, 100), (200, 900)];
        let right: &[(u16, u16)] = &[(800, 100), (700, 500), (800, 900)];
        let dot: &[(u16, u16)] = &[(500, 500)];
        let all = drawing(&[left, right, dot]);
        let rub = |from, to| erased(&all, point(from), point(to));
        assert_eq!(rub((300, 200), (400, 300)), None);
        // Two distant events form one path.
        assert_eq!(rub((100, 700), (300, 720)), Some(drawing(&[right, dot])));
        assert_eq!(rub((0, 500), (1023, 500)), Some(Drawing::default()));
        assert_eq!(rub((510, 490), (510, 490)), Some(drawing(&[left, right])));
        // Along a stroke, beside a bend, and beyond an end.
        assert_eq!(rub((200, 300), (200, 400)), Some(drawing(&[right, dot])));
        assert_eq!(rub((680, 500), (680, 500)), Some(drawing(&[left, dot])));
        assert_eq!(rub((200, 1000), (300, 1000)), None);
        assert_eq!(erased(&Drawing::default(), point((5, 5)), point((9, 9))), None);
    }

    #[test]
    fn its_reach_is_the_width_of_the_pen() {
        let all = drawing(&[&[(500, 0), (500, 1023)]]);
        let rub = |x| erased(&all, point((x, 300)), point((x, 600)));
        let reach = REACH as u16;
        assert_eq!((rub(500 - reach), rub(500 + reach)), (Some(Drawing::default()), Some(Drawing::default())));
        assert_eq!((rub(499 - reach), rub(501 + reach)), (None, None));
    }
}
