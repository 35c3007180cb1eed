//! The latent scatter: a plane with equal aspect, a dot or a digit for each image, and the user's marks.

use super::{
    glide::Bounds,
    glyph::{self, Dot, Look},
    mark::{Align, Frame, Mark, Place, Size},
    scale::Axis,
    ticks,
};
use hourglass_core::config::{Digits, Model};

const MARGIN: Frame = Frame { left: 44.0, top: 24.0, right: 10.0, bottom: 24.0 };

/// A point on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScatterPoint {
    pub place: (f32, f32),
    pub label: Option<u8>,
}

impl ScatterPoint {
    fn is_shown(&self, shown: Digits) -> bool {
        self.label.is_none_or(|label| shown.contains(label))
    }
}

/// What a scatter shows.
#[derive(Clone, Debug)]
pub struct ScatterData<'a> {
    pub model: Model,
    pub points: &'a [ScatterPoint],
    pub shown: Digits,
    pub titles: &'a (String, String),
    /// The point under the pointer.
    pub hovered: Option<usize>,
    /// The drawn digit.
    pub drawn: Option<(f32, f32)>,
    /// The place that the user wants decoded.
    pub decoded: Option<(f32, f32)>,
}

/// Whether units have the same length on both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    Equal,
    /// The axes are independent.
    Free,
}

/// A scatter laid out for a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    pub frame: Frame,
    x: Axis,
    y: Axis,
}

impl Plane {
    pub fn layout(bounds: Bounds, size: Size, aspect: Aspect) -> Self {
        let frame = Frame {
            left: MARGIN.left,
            top: MARGIN.top,
            right: (size.width - MARGIN.right).max(MARGIN.left + 1.0),
            bottom: (size.height - MARGIN.bottom).max(MARGIN.top + 1.0),
        };
        let Bounds { mut x, mut y } = bounds;
        if aspect == Aspect::Equal {
            let unit = ((x.1 - x.0) / frame.width()).max((y.1 - y.0) / frame.height());
            x = centred(x, unit * frame.width());
            y = centred(y, unit * frame.height());
        }
        Self { frame, x: Axis::linear(x, (frame.left, frame.right)), y: Axis::linear(y, (frame.bottom, frame.top)) }
    }

    pub fn place(&self, (x, y): (f32, f32)) -> Place {
        Place::new(self.x.pixel(x.into()), self.y.pixel(y.into()))
    }

    /// The point of the plane at a place on the canvas.
    pub fn point(&self, place: Place) -> (f32, f32) {
        (self.x.value(place.x) as f32, self.y.value(place.y) as f32)
    }

    /// The visible point nearest to a place, if it is within reach.
    pub fn hit(&self, input: &ScatterData, at: Place) -> Option<usize> {
        let shown = input.points.iter().enumerate().filter(|(_, point)| point.is_shown(input.shown));
        glyph::nearest(shown.map(|(i, point)| (i, self.place(point.place))), at)
    }

    pub fn marks(&self, input: &ScatterData) -> Vec<Mark> {
        let mut marks = self.axes(input);
        let shown = input.points.iter().filter(|point| point.is_shown(input.shown));
        let dots: Vec<Dot> = shown.map(|point| self.dot(point)).collect();
        let mut inside = glyph::crowd(&dots, Look::of(dots.len()), input.model, 1.0);
        if let Some(at) = input.decoded.map(|place| self.place(place)) {
            inside.extend(glyph::cross_hair(at));
        }
        if let Some(at) = input.drawn.map(|place| self.place(place)) {
            inside.extend(glyph::star(at));
        }
        if let Some(point) = input.hovered.and_then(|i| input.points.get(i)) {
            inside.extend(glyph::held(self.dot(point), input.model));
        }
        marks.push(Mark::Clipped { frame: self.frame, marks: inside });
        marks
    }

    fn dot(&self, point: &ScatterPoint) -> Dot {
        Dot { place: self.place(point.place), label: point.label }
    }

    fn axes(&self, input: &ScatterData) -> Vec<Mark> {
        let Frame { left, top, right, bottom } = self.frame;
        let mut marks = vec![Mark::outline(self.frame)];
        let few = |length: f64| (length / 52.0).clamp(2.0, 7.0) as usize;
        for tick in ticks::linear(self.x.domain().0, self.x.domain().1, few(self.frame.width())) {
            let x = self.x.pixel(tick.value);
            let inset = (left + 4.0..right - 4.0).contains(&x);
            marks.push(Mark::hairline(Place::new(x, bottom), Place::new(x, bottom + if inset { 4.0 } else { 0.0 })));
            marks.push(Mark::label(Place::new(x, bottom + 13.0), tick.label, Align::Centre));
        }
        for tick in ticks::linear(self.y.domain().0, self.y.domain().1, few(self.frame.height())) {
            let y = self.y.pixel(tick.value);
            marks.push(Mark::hairline(Place::new(left - 4.0, y), Place::new(left, y)));
            marks.push(Mark::label(Place::new(left - 7.0, y), tick.label, Align::Right));
        }
        marks.push(Mark::label(Place::new(right - 6.0, bottom - 10.0), format!("{} →", input.titles.0), Align::Right));
        marks.push(Mark::label(Place::new(left, top - 12.0), format!("↑ {}", input.titles.1), Align::Left));
        marks
    }
}

/// A range with the same middle and another length.
fn centred((least, most): (f64, f64), length: f64) -> (f64, f64) {
    let middle = (least + most) / 2.0;
    (middle - length / 2.0, middle + length / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 346.0, height: 420.0 };
    const BOUNDS: Bounds = Bounds { x: (-4.0, 4.0), y: (-1.0, 1.0) };

    fn input<'a>(points: &'a [ScatterPoint], titles: &'a (String, String)) -> ScatterData<'a> {
        ScatterData { model: Model::Ae, points, shown: Digits::ALL, titles, hovered: None, drawn: None, decoded: None }
    }

    #[test]
    fn units_have_the_same_length_on_both_axes() {
        let plane = Plane::layout(BOUNDS, SIZE, Aspect::Equal);
        let origin = plane.place((0.0, 0.0));
        let (right, up) = (plane.place((1.0, 0.0)).distance(origin), plane.place((0.0, 1.0)).distance(origin));
        assert!((right - up).abs() < 1e-9, "{right} {up}");
        for corner in [(-4.0, -1.0), (4.0, 1.0)] {
            assert!(plane.frame.contains(plane.place(corner)));
        }
    }

    #[test]
    fn a_free_plane_fills_its_frame() {
        let plane = Plane::layout(BOUNDS, SIZE, Aspect::Free);
        assert!((plane.place((0.0, 1.0)).y - plane.frame.top).abs() < 1e-9);
    }

    #[test]
    fn the_nearest_visible_point_is_hit() {
        let points = [(0.0, 0.0), (1.0, 0.0)].map(|place| ScatterPoint { place, label: Some(3) });
        let titles = Default::default();
        let plane = Plane::layout(BOUNDS, SIZE, Aspect::Equal);
        let mut input = input(&points, &titles);
        let near = |place: (f32, f32)| Place { x: plane.place(place).x + 5.0, ..plane.place(place) };
        assert_eq!(plane.hit(&input, near((1.0, 0.0))), Some(1));
        assert_eq!(plane.hit(&input, near((0.0, 0.8))), None);
        input.shown = Digits::from_text("012");
        assert_eq!(plane.hit(&input, near((1.0, 0.0))), None);
    }

    #[test]
    fn a_place_maps_to_its_point() {
        let plane = Plane::layout(BOUNDS, SIZE, Aspect::Equal);
        let (x, y) = plane.point(plane.place((0.7, -0.3)));
        assert!((x - 0.7).abs() < 1e-5 && (y + 0.3).abs() < 1e-5);
    }
}
