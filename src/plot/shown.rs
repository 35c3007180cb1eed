//! The content of a canvas as plain data: made for a file, at its own size, independent of the screen.

use super::{
    digit_grid::Picture,
    mark::{Mark, Size},
};

/// The whole content of a canvas.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Digits, pixel by pixel.
    Digits(Picture),
    Scene(Scene),
}

/// Layers on a background, from back to front.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub size: Size,
    pub layers: Vec<Layer>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    Marks(Vec<Mark>),
    /// A picture that fills the drawing.
    Picture(Picture),
}

/// The size of a drawing in a file, the same on every screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    Wide,
    Square,
}

/// The format of a drawing in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Svg,
    Png,
}

impl Shape {
    pub fn size(self) -> Size {
        match self {
            Self::Wide => Size { width: 640.0, height: 400.0 },
            Self::Square => Size { width: 560.0, height: 560.0 },
        }
    }
}

impl Shown {
    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Digits(picture) => is_one_colour(picture),
            Self::Scene(scene) => scene.layers.iter().all(|layer| match layer {
                Layer::Marks(marks) => is_empty(marks),
                Layer::Picture(picture) => is_one_colour(picture),
            }),
        }
    }

    /// The extension of its file, given the format of drawings: digits are always pixels.
    pub fn ending(&self, format: Format) -> &'static str {
        match (self, format) {
            (Self::Scene(_), Format::Svg) => "svg",
            _ => "png",
        }
    }
}

fn is_one_colour(picture: &Picture) -> bool {
    let mut pixels = picture.rgba.chunks_exact(4);
    pixels.next().is_none_or(|first| pixels.all(|pixel| pixel == first))
}

fn is_empty(marks: &[Mark]) -> bool {
    marks.iter().all(|mark| match mark {
        Mark::Line { places, .. } | Mark::Area { places, .. } | Mark::Dots { places, .. } => places.is_empty(),
        Mark::Ring { .. } => false,
        Mark::Text { text, .. } => text.is_empty(),
        Mark::Clipped { marks, .. } => is_empty(marks),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{
        digit_grid::single,
        mark::{Align, Colour, Frame, Place},
    };
    use hourglass_core::data::image::PIXELS;

    fn scene(layers: Vec<Layer>) -> Shown {
        Shown::Scene(Scene { size: Shape::Wide.size(), layers })
    }

    #[test]
    fn empty_marks_are_blank() {
        let empty = Mark::Dots { places: vec![], ink: Colour::Ink.into(), radius: 2.0 };
        let clipped = Mark::Clipped { frame: Frame::default(), marks: vec![empty] };
        for blank in [
            Shown::Digits(single(None)),
            Shown::Digits(Picture { width: 0, height: 0, rgba: vec![] }),
            scene(vec![]),
            scene(vec![Layer::Marks(vec![]), Layer::Marks(vec![clipped]), Layer::Picture(single(None))]),
        ] {
            assert!(blank.is_blank(), "{blank:?}");
        }
    }

    #[test]
    fn a_mark_or_a_digit_is_not_blank() {
        let mut digit = [0; PIXELS];
        digit[400] = 1;
        let label = Mark::label(Place::default(), "a", Align::Left);
        let clipped = Mark::Clipped { frame: Frame::default(), marks: vec![label.clone()] };
        for something in [
            Shown::Digits(single(Some(&digit))),
            scene(vec![Layer::Picture(single(Some(&digit)))]),
            scene(vec![Layer::Marks(vec![]), Layer::Marks(vec![label])]),
            scene(vec![Layer::Marks(vec![clipped])]),
        ] {
            assert!(!something.is_blank(), "{something:?}");
        }
    }
}
