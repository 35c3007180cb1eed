//! What a network on the plane has learned: the data, its reconstructions, and where it pushes any other place.
//!
//! The arrows are the field r(x) - x over a grid, where r is the network. For a denoising network they point to where data is
//! dense (Alain & Bengio 2014, "What regularized auto-encoders learn from the data-generating distribution").

use super::{
    mark::{Align, Colour, Frame, Ink, Mark, Place, Size},
    scale::Axis,
    ticks,
};
use hourglass_core::{config::Model, data::plane};

const MARGIN: Frame = Frame { left: 28.0, top: 26.0, right: 10.0, bottom: 24.0 };
/// The part of the plane that is shown, in both directions.
const DOMAIN: (f64, f64) = (-1.0, 1.0);
/// The longest arrow, as a fraction of a grid square's side: arrows centred on the grid never touch.
const LONGEST: f32 = 0.9;
/// The length of an arrow's barbs in pixels; less on a short arrow.
const BARB: f64 = 4.0;
/// The width of a symbol in the key, in pixels.
const SIGN: f64 = 14.0;
/// The approximate width of a letter of a label, in pixels.
const LETTER: f64 = 6.4;

/// The data to show, x and y of each point; empty parts are left out.
#[derive(Clone, Copy, Debug)]
pub struct FieldData<'a> {
    pub model: Model,
    pub points: &'a [f32],
    /// The corrupted points.
    pub noisy: &'a [f32],
    /// The network's reconstructions of the points.
    pub reconstructions: &'a [f32],
    /// The network's reconstructions of [`plane::grid`].
    pub grid: &'a [f32],
}

impl FieldData<'_> {
    /// The kinds of dots, from back to front: places, name, ink, radius.
    fn dots(&self) -> [(&[f32], &'static str, Ink, f64); 3] {
        [
            (self.noisy, "noisy", Colour::Quiet.at(0.35), 1.5),
            (self.points, "data", Colour::Quiet.at(0.85), 1.75),
            (self.reconstructions, "r(x)", Colour::Model(self.model).into(), 2.0),
        ]
    }

    fn arrow_ink(&self) -> Ink {
        Colour::Model(self.model).at(0.8)
    }
}

/// The plane laid out for a size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    pub frame: Frame,
    x: Axis,
    y: Axis,
}

impl Field {
    /// The largest square that fits.
    pub fn layout(size: Size) -> Self {
        let (width, height) = (size.width - MARGIN.left - MARGIN.right, size.height - MARGIN.top - MARGIN.bottom);
        let side = width.min(height).max(1.0);
        let left = MARGIN.left + (width - side).max(0.0) / 2.0;
        let top = MARGIN.top + (height - side).max(0.0) / 2.0;
        let frame = Frame { left, top, right: left + side, bottom: top + side };
        Self { frame, x: Axis::linear(DOMAIN, (left, frame.right)), y: Axis::linear(DOMAIN, (frame.bottom, top)) }
    }

    pub fn place(&self, (x, y): (f32, f32)) -> Place {
        Place::new(self.x.pixel(x.into()), self.y.pixel(y.into()))
    }

    pub fn marks(&self, input: &FieldData) -> Vec<Mark> {
        let steps = Steps::of(input.grid);
        let mut inside: Vec<Mark> =
            steps.ends().map(|(from, to)| arrow(self.place(from), self.place(to), input.arrow_ink())).collect();
        for (points, _, ink, radius) in input.dots() {
            let places = pairs(points).filter(is_finite).map(|point| self.place(point)).collect();
            inside.push(Mark::Dots { places, ink, radius });
        }
        let mut marks = self.axes();
        marks.push(Mark::Clipped { frame: self.frame, marks: inside });
        marks.extend(self.key(input, &steps));
        marks
    }

    fn axes(&self) -> Vec<Mark> {
        let Frame { left, bottom, .. } = self.frame;
        let mut marks = vec![Mark::outline(self.frame)];
        for tick in ticks::linear(DOMAIN.0, DOMAIN.1, 2) {
            marks.push(Mark::label(Place::new(self.x.pixel(tick.value), bottom + 13.0), &tick.label, Align::Centre));
            marks.push(Mark::label(Place::new(left - 7.0, self.y.pixel(tick.value)), tick.label, Align::Right));
        }
        marks
    }

    /// The key: the names of what is drawn, in a line above the frame.
    fn key(&self, input: &FieldData, steps: &Steps) -> Vec<Mark> {
        let mut key = Key { at: Place::new(self.frame.left, self.frame.top - 13.0), marks: vec![] };
        for (_, name, ink, radius) in input.dots().into_iter().filter(|(points, ..)| !points.is_empty()) {
            key.add(name, |from, to| Mark::Dots { places: vec![middle(from, to)], ink, radius: radius + 0.5 });
        }
        if !steps.steps.is_empty() {
            let name = if steps.scale < 1.0 { "r(x) − x, shortened" } else { "r(x) − x" };
            key.add(name, |from, to| arrow(from, to, input.arrow_ink()));
        }
        key.marks
    }
}

/// A line of symbols, each with its name.
struct Key {
    /// Where the next symbol begins.
    at: Place,
    marks: Vec<Mark>,
}

impl Key {
    /// Adds a symbol that is drawn between two places.
    fn add(&mut self, name: &str, sign: impl FnOnce(Place, Place) -> Mark) {
        let end = Place { x: self.at.x + SIGN, ..self.at };
        self.marks.push(sign(self.at, end));
        self.marks.push(Mark::label(Place { x: end.x + 5.0, ..end }, name, Align::Left));
        self.at.x = end.x + 15.0 + LETTER * name.chars().count() as f64;
    }
}

/// How a network moves the points of a grid.
struct Steps {
    /// Each point, and its movement to the right and up.
    steps: Vec<(Pair, Pair)>,
    /// The common factor that shortens the steps, so that none touches another.
    scale: f32,
}

impl Steps {
    /// The steps from the points of a square grid to their reconstructions.
    fn of(moved: &[f32]) -> Self {
        let n = (moved.len() / 2).isqrt();
        let grid = plane::grid(n);
        let step = |(from, to): (Pair, Pair)| (from, (to.0 - from.0, to.1 - from.1));
        let steps: Vec<(Pair, Pair)> =
            pairs(&grid).zip(pairs(moved)).map(step).filter(|(_, step)| is_finite(step)).collect();
        let longest = steps.iter().map(|(_, (x, y))| x.hypot(*y)).fold(0.0, f32::max);
        let square = 2.0 / n as f32;
        Self { steps, scale: (LONGEST * square / longest).min(1.0) }
    }

    /// The start and end of each arrow, centred on the grid.
    fn ends(&self) -> impl Iterator<Item = (Pair, Pair)> {
        let half = self.scale / 2.0;
        self.steps.iter().map(move |((x, y), step)| {
            let (dx, dy) = (step.0 * half, step.1 * half);
            ((x - dx, y - dy), (x + dx, y + dy))
        })
    }
}

type Pair = (f32, f32);

fn pairs(values: &[f32]) -> impl Iterator<Item = Pair> {
    values.chunks_exact(2).map(|pair| (pair[0], pair[1]))
}

fn is_finite((x, y): &Pair) -> bool {
    x.is_finite() && y.is_finite()
}

fn middle(a: Place, b: Place) -> Place {
    Place::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)
}

/// A thin arrow in one stroke: to the tip, and from there along each barb. An arrow without length is a dot.
fn arrow(from: Place, tip: Place, ink: Ink) -> Mark {
    let (dx, dy) = (from.x - tip.x, from.y - tip.y);
    let part = (BARB / dx.hypot(dy)).min(0.4);
    let barb = |angle: f64| {
        let (sin, cos) = angle.sin_cos();
        Place::new(tip.x + part * (dx * cos - dy * sin), tip.y + part * (dx * sin + dy * cos))
    };
    // A little more than a hairline, which would be aligned to pixels.
    Mark::Line { places: vec![from, tip, barb(0.5), tip, barb(-0.5)], ink, width: 1.1, dashed: false }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: Size = Size { width: 360.0, height: 400.0 };
    const NOTHING: FieldData =
        FieldData { model: Model::Vae, points: &[], noisy: &[], reconstructions: &[], grid: &[] };

    /// The lines and the sets of dots within the frame.
    fn inside(marks: &[Mark]) -> (Vec<Vec<Place>>, Vec<Vec<Place>>) {
        let all = marks.iter().find_map(|mark| match mark {
            Mark::Clipped { marks, .. } => Some(marks),
            _ => None,
        });
        let (mut lines, mut dots) = (vec![], vec![]);
        for mark in all.unwrap() {
            match mark {
                Mark::Line { places, .. } => lines.push(places.clone()),
                Mark::Dots { places, .. } => dots.push(places.clone()),
                _ => {}
            }
        }
        (lines, dots)
    }

    /// The names in the key.
    fn names(marks: &[Mark]) -> Vec<&str> {
        fn name(mark: &Mark) -> Option<&str> {
            match mark {
                Mark::Text { text, align: Align::Left, .. } => Some(text),
                _ => None,
            }
        }
        marks.iter().filter_map(name).collect()
    }

    #[test]
    fn the_plane_is_a_square_with_its_corners_in_the_corners() {
        for (width, height) in [(360.0, 400.0), (800.0, 300.0), (9.0, 9.0)] {
            let field = Field::layout(Size { width, height });
            assert!((field.frame.width() - field.frame.height()).abs() < 1e-9);
            assert_eq!(field.place((-1.0, 1.0)), Place::new(field.frame.left, field.frame.top));
            assert_eq!(field.place((1.0, -1.0)), Place::new(field.frame.right, field.frame.bottom));
        }
    }

    #[test]
    fn short_steps_keep_their_length() {
        let grid = [-0.5, 0.5, 0.5, 0.5, -0.5, -0.5, 0.7, -0.5];
        let steps = Steps::of(&grid);
        assert_eq!(steps.scale, 1.0);
        let (from, to) = steps.ends().last().unwrap();
        assert!((from.0 - 0.4).abs() < 1e-6 && (to.0 - 0.6).abs() < 1e-6 && to.1 == -0.5, "{from:?} {to:?}");
    }

    #[test]
    fn long_steps_are_shortened_by_a_common_factor() {
        // All point to the middle of four squares; one of them goes only half the way.
        let steps = Steps::of(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25, -0.25]);
        let lengths: Vec<f32> = steps.ends().map(|(from, to)| (to.0 - from.0).hypot(to.1 - from.1)).collect();
        assert_eq!(steps.scale, 1.0, "half a diagonal is shorter than a square's side");
        assert!((lengths[0] / lengths[3] - 2.0).abs() < 1e-5);
        let longer = Steps::of(&[9.0, 0.5, 0.5, 0.5, -0.5, -0.5, 0.5, -0.5]);
        let (from, to) = longer.ends().next().unwrap();
        assert!((to.0 - from.0 - LONGEST).abs() < 1e-6, "{from:?} {to:?}");
    }

    #[test]
    fn only_what_is_drawn_is_named() {
        let field = Field::layout(SIZE);
        let (points, far) = ([0.5, 0.5], [9.0, 9.0]);
        assert!(names(&field.marks(&NOTHING)).is_empty());
        let clean = FieldData { points: &points, grid: &points, ..NOTHING };
        assert_eq!(names(&field.marks(&clean)), ["data", "r(x) − x"]);
        let all = FieldData { points: &points, noisy: &points, reconstructions: &points, grid: &far, ..NOTHING };
        assert_eq!(names(&field.marks(&all)), ["noisy", "data", "r(x)", "r(x) − x, shortened"]);
    }

    #[test]
    fn each_finite_point_has_a_dot() {
        let points = [0.5, 0.5, f32::NAN, 0.0, 0.0, f32::INFINITY, -0.5, 0.0, 0.25];
        let field = Field::layout(SIZE);
        let (_, dots) = inside(&field.marks(&FieldData { points: &points, ..NOTHING }));
        assert_eq!(dots[1], [(0.5, 0.5), (-0.5, 0.0)].map(|point| field.place(point)));
    }

    proptest! {
        #[test]
        fn arrows_stay_in_their_squares(moved in proptest::collection::vec(-3.0..3f32, 2..200)) {
            let (field, n) = (Field::layout(SIZE), (moved.len() / 2).isqrt());
            let (arrows, _) = inside(&field.marks(&FieldData { grid: &moved, ..NOTHING }));
            prop_assert_eq!(arrows.len(), n * n);
            let half = field.frame.width() / n as f64 / 2.0;
            let grid = plane::grid(n);
            for (arrow, middle) in arrows.iter().zip(pairs(&grid).map(|point| field.place(point))) {
                let reach = arrow.iter().map(|place| (place.x - middle.x).abs().max((place.y - middle.y).abs()));
                prop_assert!(reach.fold(0.0, f64::max) < half + 0.1, "{arrow:?} about {middle:?}");
            }
        }

        #[test]
        fn any_numbers_give_a_picture(values in proptest::collection::vec(proptest::num::f32::ANY, 0..40)) {
            let input = FieldData { points: &values, noisy: &values, grid: &values, ..NOTHING };
            let (arrows, dots) = inside(&Field::layout(SIZE).marks(&input));
            let mut places = arrows.iter().chain(&dots).flatten();
            prop_assert!(places.all(|place| place.x.is_finite() && place.y.is_finite()));
        }
    }
}
