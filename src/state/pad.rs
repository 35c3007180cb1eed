//! What is on the drawing pad: strokes, or a test digit.

use crate::{
    data::digit::{Drawing, Point},
    protocol::Sample,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Pad {
    Strokes(Drawing),
    /// A test digit, and the drawing that it covers.
    Sample {
        index: usize,
        beneath: Drawing,
    },
}

impl Default for Pad {
    fn default() -> Self {
        Self::Strokes(Drawing::default())
    }
}

impl Pad {
    /// The strokes, which a link can carry; none while a test digit is shown.
    pub fn drawing(&self) -> &Drawing {
        match self {
            Self::Strokes(drawing) => drawing,
            Self::Sample { beneath, .. } => beneath,
        }
    }

    /// The 784 bytes of the digit made of the strokes, if the pad shows any.
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

    /// Starts a stroke; it takes the place of a test digit.
    pub fn begin(&mut self, point: Point) {
        if self.is_sample() {
            self.clear();
        }
        if let Self::Strokes(drawing) = self {
            drawing.begin(point);
        }
    }

    pub fn extend(&mut self, point: Point) {
        if let Self::Strokes(drawing) = self {
            drawing.extend(point);
        }
    }

    /// Takes back the last stroke, or the test digit.
    pub fn undo(&mut self) {
        match self {
            Self::Strokes(drawing) => drawing.undo(),
            Self::Sample { beneath, .. } => *self = Self::Strokes(std::mem::take(beneath)),
        }
    }

    pub fn clear(&mut self) {
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
