//! The layout and drawing of the chart.

use super::{ChartData, Curve, Pin, Quantity, Reading, Stroke, Towards, Value};
use crate::plot::{
    axes::{self, Side},
    mark::{Align, Colour, Frame, LABEL, Mark, Place, Size},
    names::{move_apart, name},
    scale::Axis,
    thin::thinned,
    ticks,
};

/// Room for tick labels and the axes' titles; the names on the right need more.
const MARGIN: Frame = Frame { left: 44.0, top: 26.0, right: 14.0, bottom: 36.0 };
/// The approximate width of a letter of a name.
const LETTER: f64 = 7.5;
/// Room for a dot.
const DOT: f64 = 7.0;

/// A chart laid out for a size: the scales and the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chart {
    pub frame: Frame,
    pub x: Axis,
    pub y: Axis,
}

impl Chart {
    /// `None` while there is nothing to show.
    pub fn layout(input: &ChartData, size: Size) -> Option<Self> {
        let (x, y) = input.domains()?;
        let right = MARGIN.right + name_width(input).min(size.width / 3.0);
        let frame = axes::frame(size, Frame { right, ..MARGIN });
        Some(Self {
            frame,
            x: Axis::linear(x, (frame.left, frame.right)),
            y: Axis::linear(y, (frame.bottom, frame.top)),
        })
    }

    /// Everything to draw, with a hairline at the reading, if there is one.
    pub fn marks(&self, input: &ChartData, reading: Option<&Reading>) -> Vec<Mark> {
        let x = side(&input.x, &self.x, axes::columns(&self.frame));
        let y = side(&input.y, &self.y, axes::rows(&self.frame));
        let mut marks = axes::marks(&self.frame, &x, &y);
        let mut inside = vec![];
        if let Some(reading) = reading {
            let x = self.x.pixel(reading.x);
            inside.push(Mark::hairline(Place::new(x, self.frame.top), Place::new(x, self.frame.bottom)));
        }
        inside.extend(input.pin().into_iter().flat_map(|pin| self.hairlines(pin)));
        inside.extend(input.curves.iter().flat_map(|curve| self.curve(curve)));
        inside.extend(input.pin().into_iter().flat_map(|pin| self.pin(pin)));
        inside.extend(reading.into_iter().flat_map(|reading| self.rings(reading)));
        marks.push(axes::inside(&self.frame, inside));
        marks.extend(self.names(input));
        marks
    }

    fn place(&self, (x, y): (f64, f64)) -> Place {
        // Values far outside are clamped, which looks the same and is safer to draw.
        let near = |pixel: f64| pixel.clamp(-10_000.0, 10_000.0);
        Place::new(near(self.x.pixel(x)), near(self.y.pixel(y)))
    }

    fn curve(&self, curve: &Curve) -> Vec<Mark> {
        let places: Vec<Place> = curve.finite().map(|point| self.place(point)).collect();
        let ink = curve.colour.into();
        let has_room = places.len() as f64 * DOT < self.frame.width();
        let line = |dashed| Mark::Line { places: thinned(places.iter().copied()), ink, width: 2.0, dashed };
        let dots = || Mark::Dots { places: places.clone(), ink, radius: 2.6 };
        match curve.stroke {
            Stroke::Line => vec![line(false)],
            Stroke::Dashed => vec![line(true)],
            Stroke::Dotted if has_room => vec![line(false), dots()],
            Stroke::Dotted => vec![line(false)],
            Stroke::Dots => vec![dots()],
        }
    }

    fn hairlines(&self, pin: &Pin) -> Vec<Mark> {
        let place = self.place(pin.point);
        let line = |end| Mark::Line { places: vec![place, end], ink: Colour::Quiet.at(0.8), width: 1.0, dashed: true };
        let down = line(Place::new(place.x, self.frame.bottom));
        let left = line(Place::new(self.frame.left, place.y));
        match pin.towards {
            Towards::X => vec![down],
            Towards::Y => vec![left],
            Towards::Both => vec![down, left],
        }
    }

    /// A pinned point, and its label on the side towards the chart's middle, where there is room.
    fn pin(&self, pin: &Pin) -> [Mark; 2] {
        let place = self.place(pin.point);
        let middle = self.frame.middle();
        let (aside, align) = if place.x < middle.x { (8.0, Align::Left) } else { (-8.0, Align::Right) };
        let below = if place.y < middle.y { 13.0 } else { -13.0 };
        let text = Mark::Text {
            place: Place::new(place.x + aside, place.y + below),
            text: pin.label.clone(),
            ink: Colour::Ink.into(),
            align,
            size: LABEL,
            bold: false,
        };
        [Mark::Dots { places: vec![place], ink: Colour::Ink.into(), radius: 3.5 }, text]
    }

    fn rings(&self, reading: &Reading) -> Vec<Mark> {
        let ring = |value: &Value| Mark::Ring {
            place: self.place((reading.x, value.y)),
            ink: value.colour.into(),
            radius: 4.5,
            width: 2.0,
        };
        reading.values.iter().map(ring).collect()
    }

    /// The curves' names at their last visible points.
    fn names(&self, input: &ChartData) -> Vec<Mark> {
        let (from, to) = self.x.domain();
        let end = |curve| {
            let seen = Curve::finite(curve).filter(|point| (from..=to).contains(&point.0));
            seen.last().map(|point| (curve, self.place(point)))
        };
        let mut ends: Vec<(&Curve, Place)> = input.curves.iter().filter_map(end).collect();
        move_apart(&mut ends, name_width(input), (self.frame.top, self.frame.bottom - LABEL / 2.0));
        ends.into_iter().map(|(curve, end)| name(end, &curve.name, curve.colour)).collect()
    }
}

/// An axis with its title, and ticks if they are meaningful.
fn side<'a>(quantity: &'a Quantity, axis: &'a Axis, most: usize) -> Side<'a> {
    let (least, greatest) = axis.domain();
    let ticks = if quantity.is_whole { ticks::whole } else { ticks::linear };
    Side { axis, ticks: ticks(least, greatest, most), title: &quantity.title }
}

/// The width of the longest name.
fn name_width(input: &ChartData) -> f64 {
    let letters = input.curves.iter().map(|curve| curve.name.chars().count()).max().unwrap_or(0);
    letters as f64 * LETTER
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::examples::{only, sweep},
        *,
    };

    const SIZE: Size = Size { width: 320.0, height: 220.0 };

    /// The texts outside the frame, and their places.
    fn texts(marks: &[Mark], only_bold: bool) -> Vec<(&str, Place)> {
        marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { text, place, bold, .. } if *bold || !only_bold => Some((text.as_str(), *place)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_point_lies_within_the_frame() {
        let input = sweep();
        let chart = Chart::layout(&input, SIZE).unwrap();
        for point in input.curves.iter().flat_map(Curve::finite) {
            assert!(chart.frame.contains(chart.place(point)), "{point:?}");
        }
        assert_eq!((chart.x.domain(), chart.y.domain().0), ((1.0, 10.0), 0.0));
    }

    #[test]
    fn titles_ticks_and_names_are_there() {
        let input = sweep();
        let marks = Chart::layout(&input, SIZE).unwrap().marks(&input, None);
        let found: Vec<&str> = texts(&marks, false).into_iter().map(|(text, _)| text).collect();
        for text in ["numbers in the bottleneck", "squared error per pixel", "PCA", "AE", "2", "4", "10", "0.00"] {
            assert!(found.contains(&text), "{text}: {found:?}");
        }
        assert!(format!("{marks:?}").contains("4 numbers"));
    }

    #[test]
    fn names_do_not_overlap() {
        let input = sweep();
        let marks = Chart::layout(&input, SIZE).unwrap().marks(&input, None);
        let names = texts(&marks, true);
        assert!((names[0].1.y - names[1].1.y).abs() >= 13.9, "{names:?}");
    }

    #[test]
    fn points_outside_a_given_domain_are_not_drawn() {
        let mut input = only(&[(1.0, 10.0), (2.0, 20.0), (500.0, 99.0)]);
        input.x = Quantity::whole("x").between(1.0, 100.0);
        let chart = Chart::layout(&input, SIZE).unwrap();
        assert_eq!((chart.x.domain(), chart.y.domain()), ((1.0, 100.0), (8.0, 20.0)));
        let names = chart.names(&input);
        assert!(matches!(names[0], Mark::Text { place, .. } if place.x < 70.0), "{names:?}");
    }

    #[test]
    fn a_broken_domain_is_ignored() {
        let points = [(1.0, 10.0), (2.0, 20.0)];
        let fitted = Chart::layout(&only(&points), SIZE);
        for (from, to) in [(5.0, 5.0), (5.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
            let mut input = only(&points);
            input.x = Quantity::new("x").between(from, to);
            assert_eq!(Chart::layout(&input, SIZE), fitted);
        }
    }

    #[test]
    fn values_that_are_not_finite_are_left_out() {
        let broken = [(1.0, f64::NAN), (f64::INFINITY, 1.0)];
        assert_eq!(Chart::layout(&only(&broken), SIZE), None);
        assert_eq!(Chart::layout(&only(&[]), SIZE), None);
        let whole = only(&[(1.0, 2.0), (3.0, 4.0)]);
        let holed = only(&[(1.0, 2.0), broken[0], broken[1], (3.0, 4.0)]);
        let marks =
            |input: &ChartData| Chart::layout(input, SIZE).unwrap().marks(input, input.reading(f64::NAN).as_ref());
        assert_eq!(marks(&whole), marks(&holed));
        let pinned = Some(Pin { point: broken[0], label: "nowhere".into(), towards: Towards::X });
        assert_eq!(marks(&whole), marks(&ChartData { pinned, ..holed }));
    }

    proptest! {
        #[test]
        fn any_points_can_be_drawn(
            points in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..9),
            pin in (any::<f64>(), any::<f64>()),
            pointer in any::<f64>(),
            (width, height) in (0.0..400f64, 0.0..300f64),
        ) {
            let pinned = Some(Pin { point: pin, label: "here".into(), towards: Towards::Both });
            let input = ChartData { pinned, ..only(&points) };
            if let Some(chart) = Chart::layout(&input, Size { width, height }) {
                prop_assert!(!chart.marks(&input, input.reading(pointer).as_ref()).is_empty());
            }
        }
    }
}
