//! Drawings as SVG files: the same marks as on canvases. Nothing is measured, so the bytes are the same everywhere.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    digit_grid::Picture,
    mark::{Align, Colour, Frame, Ink, Mark, Place},
    raster::{self, Rgb},
    shown::{Layer, Scene},
};

/// From the middle of a line of text down to its baseline, as a fraction of the text size. Not all programs support other baselines.
const BASELINE: f64 = 0.35;

/// The look of colours in the file.
pub struct Palette<F> {
    pub colour: F,
    pub ground: Rgb,
}

/// The file of a drawing, with the title as its text alternative.
pub fn document<F: Fn(Colour) -> Rgb>(scene: &Scene, title: &str, palette: &Palette<F>) -> String {
    let (width, height) = (number(scene.size.width), number(scene.size.height));
    let ground = hex(palette.ground);
    let mut writer = Writer { text: String::new(), palette, clips: 0 };
    writer.add(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif">"#
    ));
    writer.add(format_args!("<title>{}</title>", escaped(title)));
    writer.add(format_args!(r#"<rect width="{width}" height="{height}" fill="{ground}"/>"#));
    for layer in &scene.layers {
        match layer {
            Layer::Marks(marks) => writer.marks(marks),
            Layer::Picture(picture) => writer.picture(picture, &width, &height),
        }
    }
    writer.add(format_args!("</svg>"));
    writer.text
}

struct Writer<'a, F> {
    text: String,
    palette: &'a Palette<F>,
    /// The number of clip paths so far; they are numbered.
    clips: usize,
}

impl<F: Fn(Colour) -> Rgb> Writer<'_, F> {
    /// Adds a line.
    fn add(&mut self, line: std::fmt::Arguments) {
        // Writing to a string cannot fail.
        _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    fn marks(&mut self, marks: &[Mark]) {
        marks.iter().for_each(|mark| self.mark(mark));
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Line { places, ink, width, dashed } => {
                let is_hairline = mark.is_hairline();
                let snap = |place: &Place| Place::new(place.x.floor() + 0.5, place.y.floor() + 0.5);
                let places: Vec<Place> =
                    places.iter().map(|place| if is_hairline { snap(place) } else { *place }).collect();
                let (path, stroke) = (path(&places), self.stroke(*ink, *width));
                if !path.is_empty() {
                    let dash = if *dashed { r#" stroke-dasharray="4 4""# } else { "" };
                    self.add(format_args!(
                        r#"<path d="{path}" {stroke} stroke-linecap="round" stroke-linejoin="round"{dash}/>"#
                    ));
                }
            }
            Mark::Area { places, ink } => {
                let (path, fill) = (path(places), self.fill(*ink));
                if !path.is_empty() {
                    self.add(format_args!(r#"<path d="{path}Z" {fill}/>"#));
                }
            }
            Mark::Dots { places, ink, radius } => {
                // Opaque as a group: where dots overlap they are not darker.
                let (fill, radius) = (hex((self.palette.colour)(ink.colour)), number(*radius));
                self.add(format_args!(r#"<g fill="{fill}"{}>"#, opacity("", ink.alpha)));
                for place in places.iter().filter(is_finite) {
                    self.add(format_args!(
                        r#"<circle cx="{}" cy="{}" r="{radius}"/>"#,
                        number(place.x),
                        number(place.y)
                    ));
                }
                self.add(format_args!("</g>"));
            }
            Mark::Ring { place, ink, radius, width } => {
                if is_finite(&place) {
                    let (x, y, radius) = (number(place.x), number(place.y), number(*radius));
                    let stroke = self.stroke(*ink, *width);
                    self.add(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {stroke}/>"#));
                }
            }
            Mark::Text { place, text, ink, align, size, bold } => {
                if is_finite(&place) {
                    let (x, y) = (number(place.x), number(place.y + BASELINE * size));
                    let anchor = match align {
                        Align::Left => "",
                        Align::Centre => r#" text-anchor="middle""#,
                        Align::Right => r#" text-anchor="end""#,
                    };
                    let weight = if *bold { r#" font-weight="700""# } else { "" };
                    let (size, fill, text) = (number(*size), self.fill(*ink), escaped(text));
                    self.add(format_args!(
                        r#"<text x="{x}" y="{y}" font-size="{size}"{anchor}{weight} {fill}>{text}</text>"#
                    ));
                }
            }
            Mark::Clipped { frame: Frame { left, top, right, bottom }, marks } => {
                self.clips += 1;
                let id = self.clips;
                let (x, y) = (number(*left), number(*top));
                let (width, height) = (number((right - left).max(0.0)), number((bottom - top).max(0.0)));
                self.add(format_args!(
                    r#"<clipPath id="frame-{id}"><rect x="{x}" y="{y}" width="{width}" height="{height}"/></clipPath>"#
                ));
                self.add(format_args!(r#"<g clip-path="url(#frame-{id})">"#));
                self.marks(marks);
                self.add(format_args!("</g>"));
            }
        }
    }

    /// A picture that fills the drawing, with sharp pixels.
    fn picture(&mut self, picture: &Picture, width: &str, height: &str) {
        let Ok(bytes) = raster::encode(picture, self.palette.ground) else { return };
        let data = STANDARD.encode(bytes);
        self.add(format_args!(
            r#"<image width="{width}" height="{height}" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>"#
        ));
    }

    fn fill(&self, ink: Ink) -> String {
        format!(r#"fill="{}"{}"#, hex((self.palette.colour)(ink.colour)), opacity("fill-", ink.alpha))
    }

    fn stroke(&self, ink: Ink, width: f64) -> String {
        let (colour, opacity) = (hex((self.palette.colour)(ink.colour)), opacity("stroke-", ink.alpha));
        format!(r#"fill="none" stroke="{colour}" stroke-width="{}"{opacity}"#, number(width))
    }
}

/// A path from place to place; a single place makes a dot. Empty if no place can be drawn.
fn path(places: &[Place]) -> String {
    let mut places: Vec<&Place> = places.iter().filter(is_finite).collect();
    if let [only] = places[..] {
        places.push(only);
    }
    let parts = places.iter().enumerate().map(|(i, place)| {
        let step = if i == 0 { "M" } else { "L" };
        format!("{step}{} {}", number(place.x), number(place.y))
    });
    parts.collect()
}

fn is_finite(place: &&Place) -> bool {
    place.x.is_finite() && place.y.is_finite()
}

/// A number with at most two decimals.
fn number(value: f64) -> String {
    // Adding zero removes the sign of -0.
    ((value * 100.0).round() / 100.0 + 0.0).to_string()
}

fn opacity(of: &str, alpha: f64) -> String {
    if alpha < 1.0 { format!(r#" {of}opacity="{}""#, number(alpha)) } else { String::new() }
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Text with markup escaped, without characters that XML does not allow.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{digit_grid::single, shown::Shape};
    use hourglass_core::{config::Model, data::image::PIXELS};

    fn svg(layers: Vec<Layer>) -> String {
        let colour = |colour| match colour {
            Colour::Model(Model::Ae) => [0xa0, 0x57, 0],
            Colour::Digit(digit) => [digit; 3],
            _ => [1, 2, 3],
        };
        let palette = Palette { colour, ground: [255, 253, 249] };
        document(&Scene { size: Shape::Wide.size(), layers }, "Loss & <chart>", &palette)
    }

    fn of(marks: Vec<Mark>) -> String {
        svg(vec![Layer::Marks(marks)])
    }

    fn places() -> Vec<Place> {
        vec![Place::new(1.0, 2.0), Place::new(3.456, -0.001), Place::new(f64::NAN, 5.0)]
    }

    #[test]
    fn a_file_has_its_size_its_title_and_its_ground() {
        let file = svg(vec![]);
        assert!(
            file.starts_with(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400""#
            )
        );
        assert!(file.contains("<title>Loss &amp; &lt;chart&gt;</title>"));
        assert!(file.contains(r##"<rect width="640" height="400" fill="#fffdf9"/>"##));
        assert!(file.ends_with("</svg>\n"));
    }

    #[test]
    fn lines_and_areas_are_paths_of_what_can_be_drawn() {
        let ink = Colour::Model(Model::Ae).at(0.5);
        let line = |places, dashed| Mark::Line { places, ink, width: 2.0, dashed };
        let file = of(vec![line(places(), true), Mark::Area { places: places(), ink: Colour::Ink.into() }]);
        assert!(file.contains(
            r##"<path d="M1 2L3.46 0" fill="none" stroke="#a05700" stroke-width="2" stroke-opacity="0.5" stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="4 4"/>"##
        ), "{file}");
        assert!(file.contains(r##"<path d="M1 2L3.46 0Z" fill="#010203"/>"##), "{file}");
        let file = of(vec![line(vec![Place::new(7.0, 8.0)], false), line(places()[2..].to_vec(), false)]);
        assert_eq!(file.matches("<path").count(), 1, "a place alone is a dot, and one that is nowhere is nothing");
        assert!(file.contains(r#"d="M7 8L7 8""#) && !file.contains("NaN"), "{file}");
    }

    #[test]
    fn hairlines_are_aligned_to_pixels_as_on_canvases() {
        let file = of(vec![Mark::hairline(Place::new(1.2, 10.0), Place::new(1.2, 20.9))]);
        assert!(file.contains(r#"d="M1.5 10.5L1.5 20.5""#), "{file}");
    }

    #[test]
    fn dots_are_opaque_as_a_group() {
        let file = of(vec![Mark::Dots { places: places(), ink: Colour::Digit(9).at(0.85), radius: 2.6 }]);
        let expected = "<g fill=\"#090909\" opacity=\"0.85\">\n<circle cx=\"1\" cy=\"2\" r=\"2.6\"/>\n<circle cx=\"3.46\" cy=\"0\" r=\"2.6\"/>\n</g>";
        assert!(file.contains(expected), "{file}");
    }

    #[test]
    fn text_is_never_markup() {
        let text = "</text><script>\u{0}\"&'\u{ffff}".to_owned();
        let ink = Colour::Ink.into();
        let (place, align) = (Place::new(10.0, 20.0), Align::Right);
        let file = of(vec![Mark::Text { place, text, ink, align, size: 12.0, bold: true }]);
        let expected = r##"<text x="10" y="24.2" font-size="12" text-anchor="end" font-weight="700" fill="#010203">&lt;/text&gt;&lt;script&gt; "&amp;'</text>"##;
        assert!(file.contains(expected), "{file}");
    }

    #[test]
    fn each_frame_clips_its_content() {
        let frame = Frame { left: 10.0, top: 20.0, right: 110.0, bottom: 70.0 };
        let ring = Mark::Ring { place: Place::new(1.0, 1.0), ink: Colour::Ink.into(), radius: 4.5, width: 2.0 };
        let clipped = Mark::Clipped { frame, marks: vec![ring] };
        let file = of(vec![clipped.clone(), clipped]);
        for id in [1, 2] {
            let expected = format!(
                "<clipPath id=\"frame-{id}\"><rect x=\"10\" y=\"20\" width=\"100\" height=\"50\"/></clipPath>\n<g clip-path=\"url(#frame-{id})\">\n<circle cx=\"1\" cy=\"1\" r=\"4.5\" fill=\"none\" stroke=\"#010203\" stroke-width=\"2\"/>\n</g>"
            );
            assert!(file.contains(&expected), "{file}");
        }
    }

    #[test]
    fn digits_are_embedded_pictures() {
        let digit = [77; PIXELS];
        let file = svg(vec![Layer::Picture(single(Some(&digit)))]);
        let data = file.split("base64,").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let expected = raster::encode(&single(Some(&digit)), [255, 253, 249]).unwrap();
        assert_eq!(STANDARD.decode(data).unwrap(), expected);
    }
}
