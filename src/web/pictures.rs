//! The page's canvases as files, made from their content. Some browsers return random pixels when a canvas is read back, to prevent
//! fingerprinting; drawings are offered as pixels only if the result is exact.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlCanvasElement};

use super::{
    canvas::{Surface, new_canvas, put},
    download,
    palette::{Numbers, context},
};
use crate::plot::{
    digit_grid::Picture,
    raster,
    shown::{Format, Layer, Scene, Shown},
    svg::{self, Palette},
};

/// Pixels to a unit of length in drawings as pixels.
const PIXELS: f64 = 2.0;
/// The side, in pixels, of the test image to read back: some browsers change only a few pixels.
const SIDE: usize = 64;

/// The visible canvases, in the order of the page.
pub fn in_sight() -> Vec<HtmlCanvasElement> {
    let document = web_sys::window().and_then(|window| window.document());
    let list = document.and_then(|document| document.query_selector_all("canvas").ok());
    let Some(list) = list else { return vec![] };
    let canvases = (0..list.length()).filter_map(|i| list.get(i)?.dyn_into::<HtmlCanvasElement>().ok());
    canvases.filter(|canvas| canvas.client_width() > 0).collect()
}

/// The file of a canvas's content, in its colours and on its background.
pub async fn file(canvas: &HtmlCanvasElement, shown: &Shown, title: &str, format: Format) -> Option<Blob> {
    let numbers = Numbers::of(canvas)?;
    let ground = numbers.ground();
    match (shown, format) {
        (Shown::Digits(picture), _) => download::blob("image/png", &raster::encode(picture, ground).ok()?),
        (Shown::Scene(scene), Format::Svg) => {
            let palette = Palette { colour: |colour| numbers.colour(colour), ground };
            download::blob("image/svg+xml", svg::document(scene, title, &palette).as_bytes())
        }
        (Shown::Scene(scene), Format::Png) => painted(canvas, scene, ground).await,
    }
}

/// A drawing as pixels, painted on a canvas.
async fn painted(canvas: &HtmlCanvasElement, scene: &Scene, [red, green, blue]: raster::Rgb) -> Option<Blob> {
    let (copy, surface) = Surface::beside(canvas, scene.size, PIXELS)?;
    surface.fill_with(&Picture { width: 1, height: 1, rgba: vec![red, green, blue, 255] });
    for layer in &scene.layers {
        match layer {
            Layer::Marks(marks) => surface.draw(marks),
            Layer::Picture(picture) => surface.fill_with(picture),
        }
    }
    let promise = Promise::new(&mut |resolve, reject| {
        if let Err(error) = copy.to_blob(&resolve) {
            // There is nowhere else to report the error.
            _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// Whether reading back a canvas returns what was painted on it.
pub fn reads_back() -> bool {
    let rgba = (0..SIDE * SIDE).flat_map(|i| [(i % 251) as u8, (i / 16) as u8, (i % 7 * 36) as u8, 255]).collect();
    let known = Picture { width: SIDE, height: SIDE, rgba };
    let read = || {
        let canvas = new_canvas()?;
        put(&canvas, &known);
        let side = SIDE as f64;
        Some(context(&canvas)?.get_image_data(0.0, 0.0, side, side).ok()?.data().0)
    };
    read().is_some_and(|read| read == known.rgba)
}
