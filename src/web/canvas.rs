//! Canvases: crisp on any screen, painted from plain marks or plain pixels.

use js_sys::Array;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, ImageData};

use crate::{
    config::Model,
    plot::{
        digit_grid::Picture,
        mark::{Align, Colour, Frame, Ink, Mark, Place, Size},
    },
};

/// A canvas made ready to be painted, in CSS pixels.
pub struct Surface {
    context: CanvasRenderingContext2d,
    style: Option<CssStyleDeclaration>,
    pub size: Size,
}

impl Surface {
    /// Fits the canvas's pixels to its place on the screen, and wipes it. `None` while it has no place.
    pub fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let size = Size { width: canvas.client_width().into(), height: canvas.client_height().into() };
        if size.width < 1.0 || size.height < 1.0 {
            return None;
        }
        let window = web_sys::window()?;
        let ratio = window.device_pixel_ratio().clamp(0.5, 4.0);
        let (width, height) = ((size.width * ratio).round(), (size.height * ratio).round());
        if f64::from(canvas.width()) != width || f64::from(canvas.height()) != height {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let context = context(canvas)?;
        context.set_transform(width / size.width, 0.0, 0.0, height / size.height, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, size.width, size.height);
        let style = window.get_computed_style(canvas).ok().flatten();
        Some(Self { context, style, size })
    }

    pub fn draw(&self, marks: &[Mark]) {
        for mark in marks {
            self.mark(mark);
        }
    }

    /// A picture that fills the canvas, pixel by pixel, unsmoothed.
    pub fn fill_with(&self, picture: &Picture) {
        let scratch = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.create_element("canvas").ok())
            .and_then(|element| element.dyn_into::<HtmlCanvasElement>().ok());
        if let Some(scratch) = scratch {
            put(&scratch, picture);
            self.context.set_image_smoothing_enabled(false);
            let (width, height) = (self.size.width, self.size.height);
            _ = self.context.draw_image_with_html_canvas_element_and_dw_and_dh(&scratch, 0.0, 0.0, width, height);
        }
    }

    fn mark(&self, mark: &Mark) {
        let context = &self.context;
        match mark {
            Mark::Line { places, ink, width, dashed } => {
                self.ink(*ink);
                context.set_line_width(*width);
                let dash = if *dashed { Array::of2(&4.0.into(), &4.0.into()) } else { Array::new() };
                _ = context.set_line_dash(&dash);
                self.line(places, *width);
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

    fn line(&self, places: &[Place], width: f64) {
        self.context.set_line_join("round");
        self.context.set_line_cap("round");
        self.context.begin_path();
        // A hairline lies on pixels, not between two.
        let snap = |value: f64| if width == 1.0 && places.len() <= 5 { value.floor() + 0.5 } else { value };
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
        let colour = self.style.as_ref().and_then(|style| style.get_property_value(&property(ink.colour)).ok());
        let colour = colour.unwrap_or_default();
        self.context.set_fill_style_str(colour.trim());
        self.context.set_stroke_style_str(colour.trim());
        self.context.set_global_alpha(ink.alpha);
    }
}

/// The style sheet's name of a colour.
fn property(colour: Colour) -> String {
    match colour {
        Colour::Model(Model::Ae) => "--ae".into(),
        Colour::Model(Model::Vae) => "--vae".into(),
        Colour::Digit(digit) => format!("--digit-{digit}"),
        Colour::Hairline => "--hairline".into(),
        Colour::Quiet => "--quiet".into(),
        Colour::Ink => "--ink".into(),
        Colour::Paper => "--paper".into(),
        Colour::PadInk => "--pad-ink".into(),
        Colour::PadPen => "--pad-pen".into(),
    }
}

/// Makes a picture the canvas's own pixels; how large they are shown is the style sheet's business.
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

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten().map(JsValue::from)?.dyn_into().ok()
}
