//! The content of the pad: strokes, or a test digit.

use hourglass_core::{
    data::digit::{Drawing, Point},
    protocol::Sample,
};

#[derive(Clone, Debug, PartialEq)]
pub enum OnPad {
    Strokes(Drawing),
    /// A test digit, and the drawing that it covers.
    Sample {
        index: usize,
        beneath: Drawing,
    },
}

impl Default for OnPad {
    fn default() -> Self {
        Self::Strokes(Drawing::default())
    }
}

impl OnPad {
    /// The strokes, which a link can carry. If a test digit is shown, they are those beneath it.
    pub fn drawing(&self) -> &Drawing {
        match self {
            Self::Strokes(drawing) => drawing,
            Self::Sample { beneath, .. } => beneath,
        }
    }

    /// The 784 bytes of the digit drawn by the strokes, if the pad shows any.
    pub fn drawn_image(&self) -> Option<Vec<u8>> {
        match self {
            Self::Strokes(drawing) => drawing.image().map(|image| image.bytes()),
            Self::Sample { .. } => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Strokes(drawing) if drawing.is_empty())
    }

    pub fn is_sample(&self) -> bool {
        matches!(self, Self::Sample { .. })
    }

    /// Starts a stroke, which replaces a test digit.
    pub(super) fn begin(&mut self, point: Point) {
        if self.is_sample() {
            self.clear();
        }
        if let Self::Strokes(drawing) = self {
            drawing.begin(point);
        }
    }

    /// Extends the stroke. If space runs out, a long stroke is reduced to the points that it needs.
    pub(super) fn extend(&mut self, point: Point) {
        if let Self::Strokes(drawing) = self {
            if !drawing.has_room() {
                drawing.simplify_last();
            }
            drawing.extend(point);
        }
    }

    /// Ends the stroke, and keeps only the points that it needs.
    pub(super) fn end(&mut self) {
        if let Self::Strokes(drawing) = self {
            drawing.simplify_last();
        }
    }

    /// Whether not even one more point fits.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Strokes(drawing) if !drawing.has_room())
    }

    /// Removes the last stroke, or the test digit.
    pub(super) fn undo(&mut self) {
        match self {
            Self::Strokes(drawing) => drawing.undo(),
            Self::Sample { beneath, .. } => *self = Self::Strokes(std::mem::take(beneath)),
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next test digit: the exhibits in turn.
    pub(super) fn after(&self, sample: &Sample) -> Self {
        let shown = match self {
            Self::Sample { index, .. } => sample.exhibits.iter().position(|exhibit| exhibit == index),
            Self::Strokes(_) => None,
        };
        let next = shown.map_or(0, |position| position + 1);
        match sample.exhibits.get(next).or(sample.exhibits.first()) {
            Some(&index) => Self::Sample { index, beneath: self.drawing().clone() },
            None => self.clone(),
        }
    }
}
