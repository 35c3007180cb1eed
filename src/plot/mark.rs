//! Everything that can be drawn: a short list of marks in CSS pixels, origin at the top left.

use hourglass_core::config::Model;

/// A place on a canvas, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
}

impl Place {
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// The size of a canvas, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// A rectangle on a canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn middle(&self) -> Place {
        Place::new((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub fn contains(&self, place: Place) -> bool {
        (self.left..=self.right).contains(&place.x) && (self.top..=self.bottom).contains(&place.y)
    }
}

/// A colour by its meaning; the style sheet defines its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    Model(Model),
    Digit(u8),
    /// Axes, ticks.
    Hairline,
    /// Labels.
    Quiet,
    /// The user's marks.
    Ink,
    /// The background.
    Paper,
    /// Ink on the pad.
    PadInk,
    /// The keyboard pen on the pad.
    PadPen,
}

/// A colour and its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    pub colour: Colour,
    pub alpha: f64,
}

impl From<Colour> for Ink {
    fn from(colour: Colour) -> Self {
        Self { colour, alpha: 1.0 }
    }
}

impl Colour {
    pub fn at(self, alpha: f64) -> Ink {
        Ink { colour: self, alpha }
    }
}

/// Where a text lies beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Line {
        places: Vec<Place>,
        ink: Ink,
        width: f64,
        dashed: bool,
    },
    /// The area inside a closed line.
    Area {
        places: Vec<Place>,
        ink: Ink,
    },
    Dots {
        places: Vec<Place>,
        ink: Ink,
        radius: f64,
    },
    Ring {
        place: Place,
        ink: Ink,
        radius: f64,
        width: f64,
    },
    /// Text centred vertically on its place.
    Text {
        place: Place,
        text: String,
        ink: Ink,
        align: Align,
        size: f64,
        bold: bool,
    },
    /// Marks clipped to a frame.
    Clipped {
        frame: Frame,
        marks: Vec<Mark>,
    },
}

impl Mark {
    /// A straight hairline.
    pub fn hairline(from: Place, to: Place) -> Self {
        Self::Line { places: vec![from, to], ink: Colour::Hairline.into(), width: 1.0, dashed: false }
    }

    /// Whether it is a hairline, which is aligned to pixels.
    pub fn is_hairline(&self) -> bool {
        matches!(self, Self::Line { places, width, .. } if *width == 1.0 && places.len() <= 5)
    }

    /// A frame's four sides.
    pub fn outline(Frame { left, top, right, bottom }: Frame) -> Self {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        let places = corners.map(|(x, y)| Place::new(x, y)).to_vec();
        Self::Line { places, ink: Colour::Hairline.into(), width: 1.0, dashed: false }
    }

    /// A small quiet label.
    pub fn label(place: Place, text: impl Into<String>, align: Align) -> Self {
        Self::Text { place, text: text.into(), ink: Colour::Quiet.into(), align, size: LABEL, bold: false }
    }
}

/// The height of the charts' small text.
pub const LABEL: f64 = 12.0;
