//! A rubber: it takes away the strokes that it touches, whole.

use super::PEN;
use crate::data::digit::{Drawing, GRID, Point};

/// How near a stroke's middle has to be: the stroke reaches half the pen's width to the side, and so does the rubber.
const REACH: f64 = PEN * GRID as f64;

/// The drawing without the strokes that lie on a rubber's way; `None` if there are none.
pub fn rubbed(drawing: &Drawing, from: Point, to: Point) -> Option<Drawing> {
    let left: Vec<Vec<Point>> =
        drawing.strokes().iter().filter(|stroke| !touches(stroke, (from, to))).cloned().collect();
    (left.len() < drawing.strokes().len()).then(|| Drawing::new(left))
}

fn touches(stroke: &[Point], way: (Point, Point)) -> bool {
    match stroke {
        [] => false,
        [only] => distance((*only, *only), way) <= REACH,
        _ => stroke.windows(2).any(|ends| distance((ends[0], ends[1]), way) <= REACH),
    }
}

/// The distance between two segments, each given by its ends.
fn distance(a: (Point, Point), b: (Point, Point)) -> f64 {
    if parts(a, b) && parts(b, a) {
        return 0.0;
    }
    [(a.0, b), (a.1, b), (b.0, a), (b.1, a)]
        .into_iter()
        .map(|(from, to)| to_segment(from, to))
        .fold(f64::INFINITY, f64::min)
}

/// Whether the line through a segment has the ends of another on its two sides.
fn parts(line: (Point, Point), ends: (Point, Point)) -> bool {
    let (right, down) = way(line.0, line.1);
    let side = |point: Point| {
        let (x, y) = way(line.0, point);
        right * y - down * x
    };
    side(ends.0) * side(ends.1) < 0.0
}

fn to_segment(from: Point, (start, end): (Point, Point)) -> f64 {
    let (right, down) = way(start, end);
    let (x, y) = way(start, from);
    let length = right * right + down * down;
    let along = if length > 0.0 { ((x * right + y * down) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - along * right).hypot(y - along * down)
}

/// How far it is from one point to another, to the right and down.
fn way(from: Point, to: Point) -> (f64, f64) {
    (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y))
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
    fn only_the_strokes_on_its_way_go() {
        let left: &[(u16, u16)] = &[(200, 100), (200, 900)];
        let right: &[(u16, u16)] = &[(800, 100), (700, 500), (800, 900)];
        let dot: &[(u16, u16)] = &[(500, 500)];
        let all = drawing(&[left, right, dot]);
        let rub = |from, to| rubbed(&all, point(from), point(to));
        assert_eq!(rub((300, 200), (400, 300)), None);
        // Two far events are one way.
        assert_eq!(rub((100, 700), (300, 720)), Some(drawing(&[right, dot])));
        assert_eq!(rub((0, 500), (1023, 500)), Some(Drawing::default()));
        assert_eq!(rub((510, 490), (510, 490)), Some(drawing(&[left, right])));
        // Along a stroke, beside a bend, and past an end.
        assert_eq!(rub((200, 300), (200, 400)), Some(drawing(&[right, dot])));
        assert_eq!(rub((680, 500), (680, 500)), Some(drawing(&[left, dot])));
        assert_eq!(rub((200, 1000), (300, 1000)), None);
        assert_eq!(rubbed(&Drawing::default(), point((5, 5)), point((9, 9))), None);
    }

    #[test]
    fn it_reaches_as_far_as_the_pen_is_wide() {
        let all = drawing(&[&[(500, 0), (500, 1023)]]);
        let rub = |x| rubbed(&all, point((x, 300)), point((x, 600)));
        let reach = REACH as u16;
        assert_eq!((rub(500 - reach), rub(500 + reach)), (Some(Drawing::default()), Some(Drawing::default())));
        assert_eq!((rub(499 - reach), rub(501 + reach)), (None, None));
    }
}
