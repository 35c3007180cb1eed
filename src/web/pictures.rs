//! The canvases of the page as pictures: which show something, and their pixels as PNG.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, Document, HtmlCanvasElement, Window};

/// Pixels along a side of the sketch by which an empty canvas is known.
const SKETCH: u32 = 48;

/// The test ids of the canvases that are in sight and show something, in the order of the page.
pub fn shown() -> Vec<String> {
    let shows = |canvas: &HtmlCanvasElement| canvas.client_width() > 0 && shows_something(canvas).unwrap_or(false);
    all().into_iter().filter(shows).filter_map(|canvas| canvas.dataset().get("testid")).collect()
}

/// A canvas as PNG, with all the pixels that it has, on the ground that it stands on.
pub async fn png(testid: &str) -> Option<Blob> {
    let canvas = all().into_iter().find(|canvas| canvas.dataset().get("testid").as_deref() == Some(testid))?;
    let copy = on_ground(&canvas)?;
    let promise = Promise::new(&mut |resolve, reject| {
        if let Err(error) = copy.to_blob(&resolve) {
            // There is nobody else to tell.
            _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn all() -> Vec<HtmlCanvasElement> {
    let list = document().and_then(|document| document.query_selector_all("canvas[data-testid]").ok());
    let Some(list) = list else { return vec![] };
    (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).collect()
}

/// Whether a canvas has more than one colour; told by a sketch of it, since the whole may be millions of pixels.
fn shows_something(canvas: &HtmlCanvasElement) -> Option<bool> {
    let (sketch, context) = blank(SKETCH, SKETCH)?;
    let side = f64::from(SKETCH);
    context.draw_image_with_html_canvas_element_and_dw_and_dh(canvas, 0.0, 0.0, side, side).ok()?;
    let data = context.get_image_data(0.0, 0.0, sketch.width().into(), sketch.height().into()).ok()?.data();
    let mut pixels = data.chunks_exact(4);
    let first = pixels.next()?;
    Some(pixels.any(|pixel| pixel != first))
}

/// A copy on the colour that shows through the canvas where it is clear.
fn on_ground(canvas: &HtmlCanvasElement) -> Option<HtmlCanvasElement> {
    let style = window()?.get_computed_style(canvas).ok()??;
    let value = |name| style.get_property_value(name).unwrap_or_default();
    let own = value("background-color");
    let is_clear = own.is_empty() || own == "transparent" || own == "rgba(0, 0, 0, 0)";
    let ground = if is_clear { value("--paper") } else { own };
    let (copy, context) = blank(canvas.width(), canvas.height())?;
    context.set_fill_style_str(ground.trim());
    context.fill_rect(0.0, 0.0, copy.width().into(), copy.height().into());
    context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0).ok()?;
    Some(copy)
}

/// A new canvas of so many pixels, and what paints on it.
fn blank(width: u32, height: u32) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok().flatten().map(JsValue::from)?.dyn_into().ok()?;
    Some((canvas, context))
}

fn document() -> Option<Document> {
    window()?.document()
}

fn window() -> Option<Window> {
    web_sys::window()
}
