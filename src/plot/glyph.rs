//! The look of points and of the user's marks, on the plane and in space.

use super::mark::{Align, Colour, LABEL, Mark, Place};
use hourglass_core::config::Model;

/// The distance in pixels within which a pointer hits a dot.
const REACH: f64 = 14.0;
/// Up to this number, points are drawn as their digits.
const FEW: usize = 250;
/// The opacity of a dot: dots may overlap.
const DOT: f64 = 0.85;

/// A point with its position on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub place: Place,
    pub label: Option<u8>,
}

impl Dot {
    fn colour(&self, model: Model) -> Colour {
        self.label.map_or(Colour::Model(model), Colour::Digit)
    }
}

/// How points are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Digits,
    Dots,
}

impl Look {
    /// The look of `count` points: a few are digits.
    pub fn of(count: usize) -> Self {
        if count <= FEW { Self::Digits } else { Self::Dots }
    }
}

/// The index of the place nearest to `at`, if it is within reach.
pub fn nearest(places: impl Iterator<Item = (usize, Place)>, at: Place) -> Option<usize> {
    places
        .map(|(i, place)| (i, place.distance(at)))
        .filter(|(_, distance)| *distance <= REACH)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(i, _)| i)
}

/// Points with their opacity; dots of one colour are one mark. A point without a label is always a dot.
pub fn crowd(dots: &[Dot], look: Look, model: Model, alpha: f64) -> Vec<Mark> {
    match look {
        Look::Digits => dots.iter().map(|dot| digit(dot, model, alpha)).collect(),
        Look::Dots => (0..10)
            .map(Some)
            .chain([None])
            .filter_map(|label| {
                let of_label: Vec<&Dot> = dots.iter().filter(|dot| dot.label == label).collect();
                let colour = of_label.first()?.colour(model);
                Some(spots(of_label.iter().map(|dot| dot.place).collect(), colour, alpha))
            })
            .collect(),
    }
}

fn digit(dot: &Dot, model: Model, alpha: f64) -> Mark {
    let Some(label) = dot.label else { return spots(vec![dot.place], dot.colour(model), alpha) };
    let (ink, size) = (dot.colour(model).at(alpha), LABEL + 1.0);
    Mark::Text { place: dot.place, text: label.to_string(), ink, align: Align::Centre, size, bold: true }
}

fn spots(places: Vec<Place>, colour: Colour, alpha: f64) -> Mark {
    Mark::Dots { places, ink: colour.at(DOT * alpha), radius: 2.6 }
}

/// The point under the pointer.
pub fn held(dot: Dot, model: Model) -> [Mark; 2] {
    [
        Mark::Dots { places: vec![dot.place], ink: dot.colour(model).into(), radius: 4.0 },
        Mark::Ring { place: dot.place, ink: Colour::Ink.into(), radius: 6.0, width: 1.5 },
    ]
}

/// The mark of a decoded place: a small cross.
pub fn cross_hair(at: Place) -> [Mark; 4] {
    let arm = |dx: f64, dy: f64| vec![Place::new(at.x - dx, at.y - dy), Place::new(at.x + dx, at.y + dy)];
    let line = |places: Vec<Place>, colour: Colour, width: f64| Mark::Line {
        places,
        ink: colour.into(),
        width,
        dashed: false,
    };
    [
        line(arm(9.0, 0.0), Colour::Paper, 5.0),
        line(arm(0.0, 9.0), Colour::Paper, 5.0),
        line(arm(9.0, 0.0), Colour::Ink, 2.0),
        line(arm(0.0, 9.0), Colour::Ink, 2.0),
    ]
}

/// The mark of the drawn digit: a ring with a dot, with a background so that it stands out from other points.
pub fn star(at: Place) -> [Mark; 3] {
    [
        Mark::Dots { places: vec![at], ink: Colour::Paper.at(0.85), radius: 10.0 },
        Mark::Ring { place: at, ink: Colour::Ink.into(), radius: 8.0, width: 2.0 },
        Mark::Dots { places: vec![at], ink: Colour::Ink.into(), radius: 3.0 },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(count: usize) -> Vec<Dot> {
        (0..count).map(|i| Dot { place: Place::new(i as f64, 0.0), label: Some((i % 10) as u8) }).collect()
    }

    #[test]
    fn few_points_are_digits_and_many_are_dots() {
        for (count, digits, marks) in [(50, 50, 50), (1_000, 0, 10)] {
            let crowd = crowd(&dots(count), Look::of(count), Model::Ae, 1.0);
            let texts = crowd.iter().filter(|mark| matches!(mark, Mark::Text { .. })).count();
            assert_eq!((texts, crowd.len()), (digits, marks));
        }
    }

    #[test]
    fn a_point_without_a_label_is_a_dot_of_its_model() {
        let dot = Dot { place: Place::default(), label: None };
        for look in [Look::Digits, Look::Dots] {
            let expected =
                Mark::Dots { places: vec![dot.place], ink: Colour::Model(Model::Vae).at(0.5 * DOT), radius: 2.6 };
            assert_eq!(crowd(&[dot], look, Model::Vae, 0.5), [expected]);
        }
    }
}
