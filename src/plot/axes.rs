//! The frame of a chart and its two axes: hairlines, ticks and titles.

use super::{
    mark::{Align, Frame, Mark, Place, Size},
    scale::Axis,
    ticks::Tick,
};

/// One of the axes, and what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Side<'a> {
    pub axis: &'a Axis,
    pub ticks: Vec<Tick>,
    pub title: &'a str,
}

/// What the margins leave, a pixel at least.
pub fn frame(size: Size, margin: Frame) -> Frame {
    Frame {
        right: (size.width - margin.right).max(margin.left + 1.0),
        bottom: (size.height - margin.bottom).max(margin.top + 1.0),
        ..margin
    }
}

/// Marks that are cut off at the frame, but for the half of a dot that is on its edge.
pub fn inside(frame: &Frame, marks: Vec<Mark>) -> Mark {
    let frame = Frame { top: frame.top - 4.0, right: frame.right + 5.0, bottom: frame.bottom + 4.0, ..*frame };
    Mark::Clipped { frame, marks }
}

/// Ticks for which the frame has room below.
pub fn columns(frame: &Frame) -> usize {
    (frame.width() / 56.0).clamp(2.0, 10.0) as usize
}

/// Ticks for which the frame has room beside.
pub fn rows(frame: &Frame) -> usize {
    (frame.height() / 42.0).clamp(2.0, 7.0) as usize
}

/// The axis of `x` below the frame, that of `y` to its left.
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
