//! The distribution of the test digits' errors, and one more error among them.

use super::{
    axes::{self, Side},
    mark::{Align, Colour, Frame, Mark, Place, Size},
    scale::Axis,
    ticks,
};
use hourglass_core::config::Model;

const MARGIN: Frame = Frame { left: 40.0, top: 26.0, right: 14.0, bottom: 36.0 };
const BARS: usize = 30;
/// Room to the right of the largest error, as a factor.
const ROOM: f64 = 1.04;

/// The marks of the chart: the errors as bars, the compared one as a line. Empty without errors.
pub fn marks(errors: &[f32], own: Option<f32>, model: Model, size: Size) -> Vec<Mark> {
    let largest = errors.iter().copied().chain(own).filter(|error| error.is_finite()).fold(0.0f32, f32::max);
    let most = if largest > 0.0 { f64::from(largest) * ROOM } else { 1.0 };
    let counts = counts(errors, most);
    let Some(&highest) = counts.iter().max().filter(|highest| **highest > 0) else { return vec![] };
    let frame = axes::frame(size, MARGIN);
    let x = Axis::linear((0.0, most), (frame.left, frame.right));
    let y = Axis::linear((0.0, highest as f64), (frame.bottom, frame.top + 16.0));
    let across = ticks::linear(0.0, most, axes::columns(&frame).min(5));
    let up = ticks::whole(0.0, highest as f64, axes::rows(&frame));
    let mut marks = vec![bars(&counts, &x, &y, most, model)];
    marks.extend(axes::marks(
        &frame,
        &Side { axis: &x, ticks: across, title: "mean squared error" },
        &Side { axis: &y, ticks: up, title: "test digits" },
    ));
    marks.extend(
        own.filter(|error| error.is_finite()).map(|error| pin(&frame, x.pixel(error.into()))).into_iter().flatten(),
    );
    marks
}

/// The number of errors in each of the bars from 0 to `most`.
fn counts(errors: &[f32], most: f64) -> [usize; BARS] {
    let mut counts = [0; BARS];
    for error in errors {
        let bar = (f64::from(*error) / most * BARS as f64) as usize;
        if let Some(count) = counts.get_mut(bar).filter(|_| *error >= 0.0) {
            *count += 1;
        }
    }
    counts
}

fn bars(counts: &[usize; BARS], x: &Axis, y: &Axis, most: f64, model: Model) -> Mark {
    let edge = |bar: usize| x.pixel(most * bar as f64 / BARS as f64);
    let tops = counts.iter().enumerate().flat_map(|(bar, count)| {
        let top = y.pixel(*count as f64);
        [Place::new(edge(bar), top), Place::new(edge(bar + 1), top)]
    });
    let ground = |bar: usize| Place::new(edge(bar), y.pixel(0.0));
    let places = std::iter::once(ground(0)).chain(tops).chain([ground(BARS)]).collect();
    Mark::Area { places, ink: Colour::Model(model).at(0.75) }
}

/// The line of the compared error, with its label on the side that has room.
fn pin(frame: &Frame, x: f64) -> [Mark; 3] {
    let (align, aside) = if x < frame.middle().x { (Align::Left, 6.0) } else { (Align::Right, -6.0) };
    let line = |colour: Colour, width: f64| Mark::Line {
        places: vec![Place::new(x, frame.bottom), Place::new(x, frame.top - 4.0)],
        ink: colour.into(),
        width,
        dashed: false,
    };
    let word = Mark::Text {
        place: Place::new(x + aside, frame.top + 4.0),
        text: "yours".into(),
        ink: Colour::Ink.into(),
        align,
        size: 13.0,
        bold: true,
    };
    [line(Colour::Paper, 5.0), line(Colour::Ink, 2.0), word]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 300.0, height: 150.0 };

    #[test]
    fn every_error_is_counted_once() {
        let errors: Vec<f32> = (0..100u8).map(|i| f32::from(i) / 100.0).collect();
        let counts = counts(&errors, 1.0);
        assert_eq!(counts.iter().sum::<usize>(), 100);
        assert!(counts.iter().all(|count| (3..=4).contains(count)), "{counts:?}");
        assert_eq!(super::counts(&[-1.0, f32::NAN, 0.5], 1.0).iter().sum::<usize>(), 1, "what is no number is not 0");
    }

    #[test]
    fn an_error_beyond_all_others_is_still_on_the_chart() {
        for own in [0.001, 0.02, 9.0] {
            let marks = marks(&[0.01, 0.02, 0.03], Some(own), Model::Ae, SIZE);
            let lines = marks.iter().filter_map(|mark| match mark {
                Mark::Line { places, width: 2.0, .. } => Some(places[0].x),
                _ => None,
            });
            let at: Vec<f64> = lines.collect();
            assert!(at.len() == 1 && (0.0..=SIZE.width).contains(&at[0]), "{own}: {at:?}");
        }
    }

    #[test]
    fn without_errors_there_is_no_chart() {
        assert_eq!(marks(&[], Some(0.1), Model::Vae, SIZE), []);
        assert!(!marks(&[0.0], None, Model::Vae, SIZE).is_empty());
    }
}
