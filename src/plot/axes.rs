//! The frame of a chart and its two axes: hairlines, ticks and titles.

use super::{
    mark::{Align, Frame, Mark, Place, Size},
    scale::Axis,
    ticks::Tick,
};

/// One of the axes, with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Side<'a> {
    pub axis: &'a Axis,
    pub ticks: Vec<Tick>,
    pub title: &'a str,
}

/// The area inside the margins, at least one pixel wide and high.
pub fn frame(size: Size, margin: Frame) -> Frame {
    Frame {
        right: (size.width - margin.right).max(margin.left + 1.0),
        bottom: (size.height - margin.bottom).max(margin.top + 1.0),
        ..margin
    }
}

/// Clips marks to the frame, but keeps the outer half of a dot on its edge.
pub fn inside(frame: &Frame, marks: Vec<Mark>) -> Mark {
    let frame = Frame { top: frame.top - 4.0, right: frame.right + 5.0, bottom: frame.bottom + 4.0, ..*frame };
    Mark::Clipped { frame, marks }
}

/// The number of ticks that fit below the frame.
pub fn columns(frame: &Frame) -> usize {
    (frame.width() / 56.0).clamp(2.0, 10.0) as usize
}

/// The number of ticks that fit beside the frame.
pub fn rows(frame: &Frame) -> usize {
    (frame.height() / 42.0).clamp(2.0, 7.0) as usize
}

/// The `x` axis below the frame, and the `y` axis to its left.
pub fn marks(frame: &Frame, x: &Side, y: &Side) -> Vec<Mark> {
    let &Frame { left, right, bottom, .. } = frame;
    let mut marks = vec![Mark::hairline(Place::new(left, bottom), Place::new(right, bottom))];
    for Tick { value, label } in &y.ticks {
        let y = y.axis.pixel(*value);
        let length = if label.is_empty() { 2.0 } else { 4.0 };
        marks.push(Mark::hairline(Place::new(left - length, y), Place::new(left, y)));
        marks.push(Mark::label(Place::new(left - 8.0, y), label, Align::Right));
    }
    for Tick { value, label } in &x.ticks {
        let x = x.axis.pixel(*value);
        marks.push(Mark::hairline(Place::new(x, bottom), Place::new(x, bottom + 4.0)));
        marks.push(Mark::label(Place::new(x, bottom + 13.0), label, Align::Centre));
    }
    marks.push(Mark::label(Place::new(4.0, 8.0), y.title, Align::Left));
    marks.push(Mark::label(Place::new(frame.middle().x, bottom + 28.0), x.title, Align::Centre));
    marks
}
