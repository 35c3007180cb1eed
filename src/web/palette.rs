//! The page's colours at a canvas, as the style sheet defines them, for canvases and for files.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement};

use crate::plot::{mark::Colour, raster::Rgb};
use hourglass_core::config::Model;

pub struct Palette(Option<CssStyleDeclaration>);

impl Palette {
    pub fn of(element: &Element) -> Self {
        Self(web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten()))
    }

    /// A colour as CSS text.
    pub fn word(&self, colour: Colour) -> String {
        self.value(&property(colour))
    }

    fn value(&self, property: &str) -> String {
        let value = self.0.as_ref().and_then(|style| style.get_property_value(property).ok());
        value.unwrap_or_default().trim().to_owned()
    }
}

/// The colours of a canvas as numbers.
pub struct Numbers {
    canvas: HtmlCanvasElement,
    palette: Palette,
    context: CanvasRenderingContext2d,
}

impl Numbers {
    pub fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        Some(Self { canvas: canvas.clone(), palette: Palette::of(canvas), context: context(canvas)? })
    }

    pub fn colour(&self, colour: Colour) -> Rgb {
        self.rgb(&self.palette.word(colour))
    }

    /// The colour behind the transparent parts of the canvas: its own background, or that of an ancestor.
    pub fn ground(&self) -> Rgb {
        let mut behind = Some(Element::from(self.canvas.clone()));
        while let Some(element) = behind {
            let colour = Palette::of(&element).value("background-color");
            if !["", "transparent", "rgba(0, 0, 0, 0)"].contains(&colour.as_str()) {
                return self.rgb(&colour);
            }
            behind = element.parent_element();
        }
        self.colour(Colour::Paper)
    }

    /// A colour as numbers. The browser parses the CSS text: it returns opaque colours as `#rrggbb`.
    fn rgb(&self, word: &str) -> Rgb {
        self.context.set_fill_style_str("#000");
        self.context.set_fill_style_str(word);
        let answer = js_sys::Reflect::get(&self.context, &JsValue::from_str("fillStyle")).ok();
        let hex = answer.and_then(|answer| answer.as_string()).unwrap_or_default();
        let part = |i: usize| hex.get(1 + 2 * i..3 + 2 * i).and_then(|part| u8::from_str_radix(part, 16).ok());
        std::array::from_fn(|i| part(i).unwrap_or_default())
    }
}

/// The drawing context of a canvas, if the browser has one.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten().map(JsValue::from)?.dyn_into().ok()
}

/// The name of a colour's CSS property.
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
