//! The latent scatter in space: a latent of three numbers, seen from a camera that the user turns.
//!
//! The projection is orthographic, so a unit has the same length far away and near. Its scale is that of a ball around the data,
//! which has the same size from all sides: turning never resizes it.

use super::{
    glyph::{self, Dot, Look},
    mark::{Align, Colour, Mark, Place, Size},
    orbit::Orbit,
};
use hourglass_core::config::{Digits, Model};

/// Pixels between the ball and the edge of the canvas; the axes' names need them.
const MARGIN: f64 = 20.0;
/// Pixels from the end of an axis to its name.
const NAME: f64 = 10.0;
/// Room around the data, as a fraction of its radius.
const ROOM: f64 = 0.08;
/// The view shrinks to data that fills less of it than this.
const LOOSE: f64 = 0.6;
/// The number of slices in which points are drawn, from far to near, each more opaque than the one behind it.
const SLICES: f64 = 8.0;
/// The opacity of the farthest slice and of the nearest.
const STRENGTHS: (f64, f64) = (0.3, 1.0);

/// A point in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpacePoint {
    pub place: [f32; 3],
    pub label: Option<u8>,
}

/// What the scatter shows.
#[derive(Clone, Debug)]
pub struct SpaceData<'a> {
    pub model: Model,
    pub points: &'a [SpacePoint],
    pub shown: Digits,
    /// The axes' names.
    pub titles: &'a [String; 3],
    /// The point under the pointer.
    pub hovered: Option<usize>,
    /// The drawn digit.
    pub drawn: Option<[f32; 3]>,
    /// The place that the user wants decoded.
    pub decoded: Option<[f32; 3]>,
}

impl SpaceData<'_> {
    /// The visible points, with their indices.
    fn shown(&self) -> impl Iterator<Item = (usize, &SpacePoint)> {
        let is_shown = |point: &SpacePoint| point.label.is_none_or(|label| self.shown.contains(label));
        self.points.iter().enumerate().filter(move |(_, point)| is_shown(point) && is_finite(point.place))
    }
}

fn is_finite(place: [f32; 3]) -> bool {
    place.iter().all(|number| number.is_finite())
}

/// A ball around data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ball {
    middle: [f64; 3],
    radius: f64,
}

impl Ball {
    /// The smallest ball around the centre of some places that contains them; `None` without any.
    pub fn around(places: impl IntoIterator<Item = [f32; 3]>) -> Option<Self> {
        let places: Vec<[f64; 3]> =
            places.into_iter().filter(|place| is_finite(*place)).map(|place| place.map(f64::from)).collect();
        let extreme = |of: fn(f64, f64) -> f64| places.iter().copied().reduce(|a, b| zip(a, b, of));
        let middle = zip(extreme(f64::min)?, extreme(f64::max)?, |least, most| (least + most) / 2.0);
        let radius = places.iter().map(|place| distance(*place, middle)).fold(0.0, f64::max);
        Some(Self { middle, radius })
    }

    /// The ball to show after `before`: the same while the data fits and fills it, otherwise a new one with some room.
    #[must_use]
    pub fn following(self, before: Option<Self>) -> Self {
        let suits = |before: &Self| {
            distance(before.middle, self.middle) + self.radius <= before.radius && self.radius > LOOSE * before.radius
        };
        // Data without extent gets some.
        let with_margin = Self { radius: (self.radius * (1.0 + ROOM)).max(1e-3), ..self };
        before.filter(suits).unwrap_or(with_margin)
    }
}

fn zip(a: [f64; 3], b: [f64; 3], of: impl Fn(f64, f64) -> f64) -> [f64; 3] {
    std::array::from_fn(|i| of(a[i], b[i]))
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    zip(a, b, |a, b| (a - b).powi(2)).iter().sum::<f64>().sqrt()
}

/// A scatter laid out for a size, seen from a camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    ball: Ball,
    orbit: Orbit,
    /// The centre of the canvas, where the ball's centre is drawn.
    pub middle: Place,
    /// Pixels per unit.
    scale: f64,
}

impl Space {
    pub fn layout(ball: Ball, orbit: Orbit, size: Size) -> Self {
        let radius = (size.width.min(size.height) / 2.0 - MARGIN).max(1.0);
        let middle = Place::new(size.width / 2.0, size.height / 2.0);
        Self { ball, orbit, middle, scale: radius / ball.radius.max(1e-9) }
    }

    pub fn place(&self, place: [f32; 3]) -> Place {
        self.project(self.offset(place)).0
    }

    /// The visible point nearest to a place on the canvas, if it is within reach.
    pub fn nearest(&self, input: &SpaceData, at: Place) -> Option<usize> {
        glyph::nearest(input.shown().map(|(i, point)| (i, self.place(point.place))), at)
    }

    pub fn marks(&self, input: &SpaceData) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.axes().collect();
        marks.extend(self.points(input));
        marks.extend(self.names(input.titles));
        let seen = |place: Option<[f32; 3]>| place.filter(|place| is_finite(*place)).map(|place| self.place(place));
        marks.extend(seen(input.decoded).into_iter().flat_map(glyph::cross_hair));
        marks.extend(seen(input.drawn).into_iter().flat_map(glyph::star));
        if let Some(point) = input.hovered.and_then(|i| input.points.get(i)).filter(|point| is_finite(point.place)) {
            marks.extend(glyph::held(Dot { place: self.place(point.place), label: point.label }, input.model));
        }
        marks
    }

    /// An axis from the centre for each of the three numbers, as long as the ball's radius.
    fn axes(&self) -> impl Iterator<Item = Mark> {
        (0..3).map(|i| line(self.middle, self.along(i, self.ball.radius)))
    }

    /// The axes' names, each beyond its end.
    fn names(&self, titles: &[String; 3]) -> impl Iterator<Item = Mark> {
        let end = self.ball.radius + NAME / self.scale;
        titles.iter().enumerate().map(move |(i, title)| Mark::label(self.along(i, end), title, Align::Centre))
    }

    /// The place on an axis at this distance from the centre.
    fn along(&self, axis: usize, length: f64) -> Place {
        let offset = std::array::from_fn(|i| if i == axis { length } else { 0.0 });
        self.project(offset).0
    }

    /// The points from far to near.
    fn points(&self, input: &SpaceData) -> Vec<Mark> {
        let mut points: Vec<(f64, Dot)> = input
            .shown()
            .map(|(_, point)| {
                let (place, nearness) = self.project(self.offset(point.place));
                (nearness, Dot { place, label: point.label })
            })
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let look = Look::of(points.len());
        points
            .chunk_by(|a, b| slice(a.0) == slice(b.0))
            .flat_map(|points| {
                let dots: Vec<Dot> = points.iter().map(|(_, dot)| *dot).collect();
                glyph::crowd(&dots, look, input.model, strength(points[0].0))
            })
            .collect()
    }

    fn offset(&self, place: [f32; 3]) -> [f64; 3] {
        zip(place.map(f64::from), self.ball.middle, |number, middle| number - middle)
    }

    /// The position of an offset from the centre, and its nearness: -1 is the far side of the ball, 1 the near one.
    fn project(&self, offset: [f64; 3]) -> (Place, f64) {
        let [right, up, near] = self.orbit.seen(offset);
        let place = Place::new(self.middle.x + right * self.scale, self.middle.y - up * self.scale);
        (place, near / self.ball.radius.max(1e-9))
    }
}

/// The index of a slice from the far end.
fn slice(nearness: f64) -> f64 {
    ((nearness + 1.0) / 2.0 * SLICES).floor().clamp(0.0, SLICES - 1.0)
}

fn strength(nearness: f64) -> f64 {
    let (far, near) = STRENGTHS;
    far + (near - far) * slice(nearness) / (SLICES - 1.0)
}

/// A thin line. Not a hairline, which would be aligned to pixels and jitter while it turns.
fn line(from: Place, to: Place) -> Mark {
    Mark::Line { places: vec![from, to], ink: Colour::Hairline.into(), width: 1.25, dashed: false }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: Size = Size { width: 346.0, height: 420.0 };
    const LEVEL: Orbit = Orbit { yaw: 0.0, pitch: 0.0 };

    fn points(places: &[[f32; 3]]) -> Vec<SpacePoint> {
        places.iter().map(|&place| SpacePoint { place, label: Some(3) }).collect()
    }

    fn input<'a>(points: &'a [SpacePoint], titles: &'a [String; 3]) -> SpaceData<'a> {
        SpaceData { model: Model::Vae, points, shown: Digits::ALL, titles, hovered: None, drawn: None, decoded: None }
    }

    fn titles() -> [String; 3] {
        ["z1", "z2", "z3"].map(String::from)
    }

    fn ball(points: &[SpacePoint]) -> Option<Ball> {
        Ball::around(points.iter().map(|point| point.place))
    }

    /// The place and alpha of each text, in drawing order.
    fn texts(marks: &[Mark]) -> Vec<(Place, f64)> {
        let text = |mark: &Mark| match mark {
            Mark::Text { place, ink, .. } => Some((*place, ink.alpha)),
            _ => None,
        };
        marks.iter().filter_map(text).collect()
    }

    #[test]
    fn far_points_are_fainter_and_behind() {
        // The camera is level; the second number points away from it.
        let points = points(&[[0.0, -1.0, 0.0], [0.1, 1.0, 0.0], [0.2, 0.0, 0.0]]);
        let space = Space::layout(ball(&points).unwrap(), LEVEL, SIZE);
        let drawn = texts(&space.points(&input(&points, &titles())));
        let order = [1, 2, 0].map(|i| space.place(points[i].place));
        assert_eq!(drawn.iter().map(|(place, _)| *place).collect::<Vec<_>>(), order);
        assert!(drawn.is_sorted_by(|a, b| a.1 < b.1), "{drawn:?}");
    }

    #[test]
    fn many_points_are_a_few_marks() {
        let many: Vec<[f32; 3]> = (0..3_000u16).map(|i| [f32::from(i).sin(), f32::from(i).cos(), 0.0]).collect();
        let points = points(&many);
        let space = Space::layout(ball(&points).unwrap(), LEVEL, SIZE);
        assert!(space.points(&input(&points, &titles())).len() <= SLICES as usize);
    }

    #[test]
    fn the_nearest_visible_point_is_found() {
        let points = points(&[[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [f32::NAN, 0.0, 0.0]]);
        let (titles, space) = (titles(), Space::layout(ball(&points).unwrap(), Orbit::default(), SIZE));
        let mut input = input(&points, &titles);
        let at = Place { x: space.place(points[1].place).x + 5.0, ..space.place(points[1].place) };
        assert_eq!(space.nearest(&input, at), Some(1));
        assert_eq!(space.nearest(&input, Place::default()), None);
        input.shown = Digits::from_text("012");
        assert_eq!(space.nearest(&input, at), None);
    }

    #[test]
    fn the_ball_stays_while_the_data_fits() {
        let ball = |radius: f64| Ball { middle: [0.0; 3], radius };
        let first = ball(1.0).following(None);
        for (radius, stays) in [(1.05, true), (0.9, true), (1.2, false), (0.5, false)] {
            assert_eq!(ball(radius).following(Some(first)) == first, stays, "{radius}");
        }
        let aside = Ball { middle: [0.5, 0.0, 0.0], radius: 0.9 };
        assert_ne!(aside.following(Some(first)), first);
    }

    #[test]
    fn one_point_is_in_the_centre_and_no_points_have_no_ball() {
        let one = points(&[[4.0, 5.0, 6.0]]);
        let space = Space::layout(ball(&one).unwrap().following(None), Orbit::default(), SIZE);
        assert_eq!(space.place(one[0].place), Place::new(173.0, 210.0));
        assert_eq!(ball(&[]), None);
        assert_eq!(ball(&points(&[[f32::NAN; 3]])), None);
    }

    proptest! {
        #[test]
        fn everything_stays_on_the_canvas(
            places in proptest::collection::vec(proptest::array::uniform3(-50.0..50f32), 1..20),
            yaw in 0.0..360f64,
            pitch in -85.0..85f64,
        ) {
            let points = points(&places);
            let space = Space::layout(ball(&points).unwrap().following(None), Orbit { yaw, pitch }, SIZE);
            for (place, _) in texts(&space.marks(&input(&points, &titles()))) {
                prop_assert!((8.0..=SIZE.width - 8.0).contains(&place.x), "{place:?}");
                prop_assert!((8.0..=SIZE.height - 8.0).contains(&place.y), "{place:?}");
            }
        }

        #[test]
        fn any_numbers_give_a_picture(
            places in proptest::collection::vec(proptest::array::uniform3(proptest::num::f32::ANY), 0..9),
            width in 0.0..400f64,
        ) {
            let (points, titles) = (points(&places), titles());
            let ball = ball(&points).unwrap_or(Ball { middle: [0.0; 3], radius: 0.0 });
            let space = Space::layout(ball, Orbit::default(), Size { width, height: 100.0 });
            let drawn = places.first().copied();
            let input = SpaceData { drawn, decoded: drawn, hovered: Some(0), ..input(&points, &titles) };
            let marks = space.marks(&input);
            prop_assert!(texts(&marks).iter().all(|(place, _)| place.x.is_finite() && place.y.is_finite()));
            space.nearest(&input, Place::new(5.0, f64::NAN));
        }
    }
}
