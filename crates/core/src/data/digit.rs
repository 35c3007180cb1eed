//! A drawing, and the MNIST digit made from it.
//!
//! A [`Drawing`] is a list of strokes on a square grid, kept as vectors, so it can be undone, shared in a link, and painted at
//! any size. [`Drawing::image`] prepares it the way MNIST was made: scaled to fit 20x20 pixels keeping its aspect ratio,
//! anti-aliased, and shifted so that its centre of mass is the centre of the 28x28 field (LeCun, Cortes, Burges, "The MNIST
//! database of handwritten digits").

use serde::{Deserialize, Serialize};

use super::{
    image::{Image, PIXELS, SIDE},
    simplify::simplified,
};

pub use super::point::{GRID, Point};

/// The maximum number of points in a drawing: longer ones are scribbles, and a link has to hold them.
pub const MOST_POINTS: usize = 2_000;

/// The side in pixels of the box that the drawing is scaled to.
const BOX: f32 = 20.0;
/// Half the width of the pen, in pixels of the image: MNIST's strokes are about two and a half pixels wide.
const PEN: f32 = 1.2;
/// A drawing smaller than this is a dot, not a tiny digit to scale up. In units of the grid.
const DOT: f32 = 0.02 * GRID as f32;
/// The maximum distance of a simplified stroke from the original, in pixels of the image.
const TOLERANCE: f32 = 0.2;
/// Bounds of the same distance in units of the grid: at least a pointer's rounding error, at most what is visible on the pad.
const TOLERANCES: (f32, f32) = (2.5, 5.0);

/// Strokes in drawing order; none is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    strokes: Vec<Vec<Point>>,
}

impl Drawing {
    /// A drawing of these strokes. Empty strokes and points beyond [`MOST_POINTS`] are dropped, and coordinates are clamped.
    pub fn new(strokes: impl IntoIterator<Item = Vec<Point>>) -> Self {
        let mut drawing = Self::default();
        for stroke in strokes {
            for (i, point) in stroke.into_iter().enumerate() {
                if i == 0 {
                    drawing.begin(point);
                } else {
                    drawing.extend(point);
                }
            }
        }
        drawing
    }

    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.strokes
    }

    pub fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// Starts a stroke.
    pub fn begin(&mut self, point: Point) {
        if self.has_room() {
            self.strokes.push(vec![bounded(point)]);
        }
    }

    /// Extends the last stroke; a point equal to the last one is skipped.
    pub fn extend(&mut self, point: Point) {
        let point = bounded(point);
        if self.has_room()
            && let Some(stroke) = self.strokes.last_mut()
            && stroke.last() != Some(&point)
        {
            stroke.push(point);
        }
    }

    /// Removes the points that the last stroke does not need, so a drawn digit looks the same but its link is much shorter.
    pub fn simplify_last(&mut self) {
        let Some(Frame { scale, .. }) = Frame::around(self) else { return };
        if let Some(stroke) = self.strokes.last_mut() {
            *stroke = simplified(stroke, (TOLERANCE / scale).clamp(TOLERANCES.0, TOLERANCES.1));
        }
    }

    /// Removes the last stroke.
    pub fn undo(&mut self) {
        self.strokes.pop();
    }

    pub fn clear(&mut self) {
        self.strokes.clear();
    }

    /// The drawing as an MNIST digit; `None` for an empty one.
    pub fn image(&self) -> Option<Image> {
        let frame = Frame::around(self)?;
        let middle = SIDE as f32 / 2.0;
        let first = self.render(&frame, (middle, middle));
        let (x, y) = first.centre_of_mass()?;
        // The box of 20x20 may move by at most the border of 4 pixels, or ink would be cut off.
        let border = (SIDE as f32 - BOX) / 2.0;
        let shift = |mass: f32| (middle - mass).clamp(-border, border);
        Some(self.render(&frame, (middle + shift(x), middle + shift(y))))
    }

    /// Paints the strokes with the frame's middle at `centre`; a pixel's brightness is how much of it the pen covers. This runs
    /// for every point that is drawn, so the distance to a segment is computed only for the pixels near it.
    fn render(&self, frame: &Frame, centre: (f32, f32)) -> Image {
        let place = |point: &Point| {
            (
                (f32::from(point.x) - frame.middle.0) * frame.scale + centre.0,
                (f32::from(point.y) - frame.middle.1) * frame.scale + centre.1,
            )
        };
        let mut distances = [f32::INFINITY; PIXELS];
        let mut measure = |a: (f32, f32), b: (f32, f32)| {
            for row in about(a.1, b.1) {
                for column in about(a.0, b.0) {
                    let pixel = (column as f32 + 0.5, row as f32 + 0.5);
                    let distance = &mut distances[row * SIDE + column];
                    *distance = distance.min(distance_to_segment(pixel, a, b));
                }
            }
        };
        for stroke in &self.strokes {
            match stroke.as_slice() {
                [only] => measure(place(only), place(only)),
                points => points.windows(2).for_each(|ends| measure(place(&ends[0]), place(&ends[1]))),
            }
        }
        Image::from_fn(|i| PEN + 0.5 - distances[i])
    }

    /// Whether another point fits.
    pub fn has_room(&self) -> bool {
        self.strokes.iter().map(Vec::len).sum::<usize>() < MOST_POINTS
    }
}

fn bounded(point: Point) -> Point {
    Point { x: point.x.min(GRID), y: point.y.min(GRID) }
}

/// The range of pixels along one axis that the pen may touch between two places, with one to spare at either end.
fn about(from: f32, to: f32) -> std::ops::Range<usize> {
    let (least, most) = (from.min(to) - PEN - 2.0, from.max(to) + PEN + 2.0);
    (least.max(0.0) as usize)..(most.max(0.0) as usize).min(SIDE)
}

/// The position of a drawing on the grid, and the number of image pixels per unit of the grid.
struct Frame {
    middle: (f32, f32),
    scale: f32,
}

impl Frame {
    fn around(drawing: &Drawing) -> Option<Self> {
        let points = || drawing.strokes.iter().flatten();
        let span = |of: fn(&Point) -> u16| {
            let (least, most) = (points().map(of).min()?, points().map(of).max()?);
            Some((f32::from(least), f32::from(most)))
        };
        let (left, right) = span(|point| point.x)?;
        let (top, bottom) = span(|point| point.y)?;
        let extent = (right - left).max(bottom - top);
        let room = BOX - 2.0 * PEN;
        Some(Self {
            middle: ((left + right) / 2.0, (top + bottom) / 2.0),
            scale: if extent < DOT { room / f32::from(GRID) } else { room / extent },
        })
    }
}

/// The distance from a point to a polyline, in the unit of their coordinates; infinite if the polyline has no points.
pub fn distance_to_line(from: (f32, f32), line: &[(f32, f32)]) -> f32 {
    match line {
        [] => f32::INFINITY,
        [only] => distance_to_segment(from, *only, *only),
        _ => line.windows(2).map(|ends| distance_to_segment(from, ends[0], ends[1])).fold(f32::INFINITY, f32::min),
    }
}

/// The distance from a point to a segment, in the unit of their coordinates.
pub fn distance_to_segment(from: (f32, f32), a: (f32, f32), b: (f32, f32)) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((from.0 - a.0) * dx + (from.1 - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (from.0 - a.0 - along * dx).hypot(from.1 - a.1 - along * dy)
}

/// Strokes like those of a hand, for tests.
pub mod hand {
    use std::f32::consts::TAU;

    use super::{GRID, Point};

    /// The side in pixels of the pad on a laptop; a mouse reports whole pixels only.
    const PAD: f32 = 306.0;

    /// A path along an ellipse and a little further, with the tremble of a hand and the rounding of a mouse.
    pub fn ring(centre: (f32, f32), radii: (f32, f32), points: u16) -> Vec<Point> {
        let tremble =
            |i: u16, of: f32| (f32::from(i) * of).sin() + (f32::from(i.wrapping_mul(i) % 97) * of).cos() * 0.5;
        let snap = |at: f32| (at.clamp(0.0, GRID.into()) / f32::from(GRID) * PAD).round() / PAD * f32::from(GRID);
        let place = |i: u16| {
            let angle = f32::from(i) / f32::from(points - 1) * 1.1 * TAU;
            let (x, y) = (centre.0 + radii.0 * angle.cos(), centre.1 + radii.1 * angle.sin());
            Point { x: snap(x + tremble(i, 2.4)).round() as u16, y: snap(y + tremble(i, 1.7)).round() as u16 }
        };
        let mut stroke: Vec<Point> = (0..points).map(place).collect();
        stroke.dedup();
        stroke
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawing(points: &[(u16, u16)]) -> Drawing {
        Drawing::new([points.iter().map(|&(x, y)| Point { x, y }).collect()])
    }

    #[test]
    fn an_empty_pad_has_no_image() {
        assert_eq!(Drawing::default().image(), None);
        assert_eq!(Drawing::new([vec![]]).image(), None);
    }

    #[test]
    fn a_dot_is_a_dot_in_the_middle() {
        let image = drawing(&[(900, 100)]).image().unwrap();
        let bright: Vec<usize> = (0..PIXELS).filter(|&i| image.values()[i] > 0.5).collect();
        assert!(!bright.is_empty() && bright.len() < 12, "{bright:?}");
        assert_eq!(image.centre_of_mass().map(|(x, y)| (x.round(), y.round())), Some((14.0, 14.0)));
    }

    #[test]
    fn a_tall_stroke_fills_twenty_rows() {
        let image = drawing(&[(500, 100), (500, 900)]).image().unwrap();
        let rows = (0..SIDE).filter(|row| (0..SIDE).any(|column| image.values()[row * SIDE + column] > 0.3)).count();
        assert!((19..=21).contains(&rows), "{rows} rows");
    }

    fn strokes() -> impl Strategy<Value = Vec<(u16, u16)>> {
        proptest::collection::vec((300..500u16, 300..500u16), 2..20).prop_filter("a digit, not a dot", |points| {
            let span = |of: fn(&(u16, u16)) -> u16| {
                points.iter().map(of).max().zip(points.iter().map(of).min()).map_or(0, |(a, b)| a - b)
            };
            span(|p| p.0).max(span(|p| p.1)) > 60
        })
    }

    #[test]
    fn a_simplified_digit_looks_the_same() {
        for (size, most) in [(1.0, 32.0), (0.5, 64.0)] {
            let eight = [(330.0, 150.0, 190.0), (700.0, 190.0, 200.0)]
                .map(|(y, across, down)| hand::ring((500.0 * size, y * size), (across * size, down * size), 300));
            let mut by_hand = Drawing::default();
            for stroke in &eight {
                by_hand.strokes.push(stroke.clone());
                by_hand.simplify_last();
            }
            let counts: Vec<usize> = by_hand.strokes.iter().map(Vec::len).collect();
            assert!(counts.iter().all(|&count| count <= 100), "{counts:?} points");
            let bytes = |drawing: &Drawing| drawing.image().unwrap().bytes();
            let pairs = bytes(&Drawing::new(eight)).into_iter().zip(bytes(&by_hand));
            let differences: Vec<f32> = pairs.map(|(a, b)| f32::from(a.abs_diff(b))).collect();
            let largest = differences.iter().copied().fold(0.0, f32::max);
            let mean = differences.iter().sum::<f32>() / PIXELS as f32;
            assert!(largest <= most && mean < 2.0, "largest {largest}, mean {mean} of 255, with {counts:?} points");
        }
    }

    fn largest_difference(a: &Image, b: &Image) -> f32 {
        a.values().iter().zip(b.values()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    /// Like [`Drawing::render`], but measures each pixel against every line.
    fn rendered_in_full(drawing: &Drawing, frame: &Frame, centre: (f32, f32)) -> Image {
        let place = |point: &Point| {
            (
                (f32::from(point.x) - frame.middle.0) * frame.scale + centre.0,
                (f32::from(point.y) - frame.middle.1) * frame.scale + centre.1,
            )
        };
        let lines: Vec<Vec<(f32, f32)>> =
            drawing.strokes.iter().map(|stroke| stroke.iter().map(place).collect()).collect();
        Image::from_fn(|i| {
            let pixel = ((i % SIDE) as f32 + 0.5, (i / SIDE) as f32 + 0.5);
            let distance = lines.iter().map(|line| distance_to_line(pixel, line)).fold(f32::INFINITY, f32::min);
            PEN + 0.5 - distance
        })
    }

    proptest! {
        #[test]
        fn pixels_far_from_a_segment_need_not_be_measured(
            strokes in proptest::collection::vec(proptest::collection::vec((0..=GRID, 0..=GRID), 1..9), 1..5),
            centre in (5.0..23f32, 5.0..23f32),
        ) {
            let drawing = Drawing::new(strokes.into_iter().map(|stroke| stroke.into_iter().map(|(x, y)| Point { x, y }).collect()));
            let frame = Frame::around(&drawing).unwrap();
            prop_assert_eq!(drawing.render(&frame, centre), rendered_in_full(&drawing, &frame, centre));
        }

        #[test]
        fn every_value_lies_between_zero_and_one(points in strokes()) {
            let image = drawing(&points).image().unwrap();
            prop_assert!(image.values().iter().all(|value| (0.0..=1.0).contains(value)));
            prop_assert!(image.values().iter().any(|&value| value > 0.9));
        }

        #[test]
        fn moving_the_drawing_changes_nothing(points in strokes(), dx in 0..500u16, dy in 0..500u16) {
            let moved: Vec<_> = points.iter().map(|&(x, y)| (x + dx, y + dy)).collect();
            let difference = largest_difference(&drawing(&points).image().unwrap(), &drawing(&moved).image().unwrap());
            prop_assert!(difference < 1e-3, "{difference}");
        }

        #[test]
        fn scaling_the_drawing_changes_nothing(points in strokes()) {
            let scaled: Vec<_> = points.iter().map(|&(x, y)| (2 * x, 2 * y)).collect();
            let difference = largest_difference(&drawing(&points).image().unwrap(), &drawing(&scaled).image().unwrap());
            prop_assert!(difference < 1e-3, "{difference}");
        }

        #[test]
        fn the_centre_of_mass_is_the_centre(points in strokes()) {
            let image = drawing(&points).image().unwrap();
            let (x, y) = image.centre_of_mass().unwrap();
            // Centring never cuts off ink: a lopsided drawing stops at the edge.
            let at_edge = |edges: [usize; 2], of: fn(usize) -> usize| {
                (0..PIXELS).any(|i| image.values()[i] > 0.0 && edges.contains(&of(i)))
            };
            prop_assert!((x - 14.0).abs() < 0.5 || at_edge([0, SIDE - 1], |i| i % SIDE), "column {x}");
            prop_assert!((y - 14.0).abs() < 0.5 || at_edge([0, SIDE - 1], |i| i / SIDE), "row {y}");
        }
    }
}
