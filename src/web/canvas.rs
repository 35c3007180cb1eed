//! Canvases: sharp on any screen, painted from plain marks or plain pixels.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::{
    palette::{Palette, context},
    screen,
};
use crate::plot::{
    digit_grid::Picture,
    mark::{Align, Frame, Ink, Mark, Place, Size},
    shown::{Layer, Scene, Shape, Shown},
};

/// A drawing surface, in CSS pixels at the usual text size; with larger text, everything is drawn larger.
pub struct Surface {
    ground: Ground,
    pub size: Size,
}

/// The target of a drawing.
enum Ground {
    Canvas(Brush),
    /// Recorded for a file.
    Layers(RefCell<Vec<Layer>>),
}

impl Surface {
    /// Fits the canvas's pixels to its size on the screen, and clears it. `None` if it is not displayed.
    pub fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let ratio = web_sys::window()?.device_pixel_ratio().clamp(0.5, 4.0);
        let scale = screen::text_scale();
        let size = Size { width: width / scale, height: height / scale };
        let (width, height) = ((width * ratio).round(), (height * ratio).round());
        if f64::from(canvas.width()) != width || f64::from(canvas.height()) != height {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let context = context(canvas)?;
        context.set_transform(width / size.width, 0.0, 0.0, height / size.height, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, size.width, size.height);
        let brush = Brush { context, palette: Palette::of(canvas), pixels: width / size.width };
        Some(Self { ground: Ground::Canvas(brush), size })
    }

    /// A new canvas with `pixels` to a unit of length, in the colours of another canvas on the page.
    pub(super) fn beside(canvas: &HtmlCanvasElement, size: Size, pixels: f64) -> Option<(HtmlCanvasElement, Self)> {
        let copy = new_canvas()?;
        copy.set_width((size.width * pixels).round() as u32);
        copy.set_height((size.height * pixels).round() as u32);
        let context = context(&copy)?;
        context.set_transform(pixels, 0.0, 0.0, pixels, 0.0, 0.0).ok()?;
        let brush = Brush { context, palette: Palette::of(canvas), pixels };
        Some((copy, Self { ground: Ground::Canvas(brush), size }))
    }

    /// Records the drawing, at a size that does not depend on the screen.
    pub fn kept(shape: Shape) -> Self {
        Self { ground: Ground::Layers(RefCell::default()), size: shape.size() }
    }

    /// Whether the drawing is recorded: then its layout starts from the current data, not from what was shown before.
    pub fn is_kept(&self) -> bool {
        matches!(self.ground, Ground::Layers(_))
    }

    /// The recorded drawing.
    pub fn into_shown(self) -> Shown {
        let layers = match self.ground {
            Ground::Layers(layers) => layers.into_inner(),
            Ground::Canvas(_) => vec![],
        };
        Shown::Scene(Scene { size: self.size, layers })
    }

    pub fn draw(&self, marks: &[Mark]) {
        match &self.ground {
            Ground::Canvas(brush) => brush.draw(marks),
            Ground::Layers(layers) => layers.borrow_mut().push(Layer::Marks(marks.to_vec())),
        }
    }

    /// Fills the canvas with a picture, pixel by pixel, unsmoothed.
    pub fn fill_with(&self, picture: &Picture) {
        match &self.ground {
            Ground::Canvas(brush) => brush.fill(picture, self.size),
            Ground::Layers(layers) => layers.borrow_mut().push(Layer::Picture(picture.clone())),
        }
    }
}

/// Paints on a canvas.
struct Brush {
    context: CanvasRenderingContext2d,
    palette: Palette,
    /// Pixels of the canvas to a unit of length.
    pixels: f64,
}

impl Brush {
    fn draw(&self, marks: &[Mark]) {
        for mark in marks {
            self.mark(mark);
        }
    }

    fn fill(&self, picture: &Picture, Size { width, height }: Size) {
        if let Some(scratch) = new_canvas() {
            put(&scratch, picture);
            self.context.set_image_smoothing_enabled(false);
            _ = self.context.draw_image_with_html_canvas_element_and_dw_and_dh(&scratch, 0.0, 0.0, width, height);
        }
    }

    fn mark(&self, mark: &Mark) {
        let context = &self.context;
        match mark {
            Mark::Line { places, ink, width, dashed } => {
                self.ink(*ink);
                // A hairline is a whole number of pixels wide.
                let hairline = mark.is_hairline().then(|| (width * self.pixels).round().max(1.0) / self.pixels);
                context.set_line_width(hairline.unwrap_or(*width));
                let dash = if *dashed { Array::of2(&4.0.into(), &4.0.into()) } else { Array::new() };
                _ = context.set_line_dash(&dash);
                self.line(places, hairline);
            }
            Mark::Area { places, ink } => {
                self.ink(*ink);
                context.begin_path();
                places.iter().for_each(|place| context.line_to(place.x, place.y));
                context.fill();
            }
            Mark::Dots { places, ink, radius } => {
                self.ink(*ink);
                context.begin_path();
                for place in places {
                    context.move_to(place.x + radius, place.y);
                    self.circle(*place, *radius);
                }
                context.fill();
            }
            Mark::Ring { place, ink, radius, width } => {
                self.ink(*ink);
                context.set_line_width(*width);
                _ = context.set_line_dash(&Array::new());
                context.begin_path();
                self.circle(*place, *radius);
                context.stroke();
            }
            Mark::Text { place, text, ink, align, size, bold } => {
                self.ink(*ink);
                let weight = if *bold { "700 " } else { "" };
                context.set_font(&format!("{weight}{size}px system-ui, sans-serif"));
                context.set_text_baseline("middle");
                context.set_text_align(match align {
                    Align::Left => "left",
                    Align::Centre => "center",
                    Align::Right => "right",
                });
                _ = context.fill_text(text, place.x, place.y);
            }
            Mark::Clipped { frame: Frame { left, top, right, bottom }, marks } => {
                context.save();
                context.begin_path();
                context.rect(*left, *top, right - left, bottom - top);
                context.clip();
                self.draw(marks);
                context.restore();
            }
        }
        context.set_global_alpha(1.0);
    }

    fn line(&self, places: &[Place], hairline: Option<f64>) {
        self.context.set_line_join("round");
        self.context.set_line_cap("round");
        self.context.begin_path();
        // A hairline is aligned to pixels, not between two.
        let snap = |value: f64| match hairline {
            Some(width) => ((value - width / 2.0) * self.pixels).round() / self.pixels + width / 2.0,
            None => value,
        };
        for (i, place) in places.iter().enumerate() {
            let (x, y) = (snap(place.x), snap(place.y));
            if i == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
        if let [only] = places {
            self.context.line_to(only.x, only.y);
        }
        self.context.stroke();
    }

    fn circle(&self, place: Place, radius: f64) {
        _ = self.context.arc(place.x, place.y, radius, 0.0, std::f64::consts::TAU);
    }

    fn ink(&self, ink: Ink) {
        let colour = self.palette.word(ink.colour);
        self.context.set_fill_style_str(&colour);
        self.context.set_stroke_style_str(&colour);
        self.context.set_global_alpha(ink.alpha);
    }
}

/// Sets a canvas's pixels to a picture; the style sheet sets its displayed size.
pub fn put(canvas: &HtmlCanvasElement, picture: &Picture) {
    let (width, height) = (picture.width as u32, picture.height as u32);
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), width, height);
    if let (Some(context), Ok(image)) = (context(canvas), image) {
        _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

pub(super) fn new_canvas() -> Option<HtmlCanvasElement> {
    web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()
}
