//! Marks and pictures are painted at the right places on the canvas.

#![cfg(target_arch = "wasm32")]

use hourglass::{
    plot::{
        digit_grid::{Picture, single},
        mark::{Colour, Frame, Ink, Mark, Place, Size},
    },
    web::canvas::{Surface, put},
};
use hourglass_core::config::Model;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A canvas on the page, `width` by `height` CSS pixels, on which the AE's colour is red.
fn canvas(width: u32, height: u32) -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    let style = canvas.unchecked_ref::<HtmlElement>().style();
    for (property, value) in [("width", width), ("height", height)] {
        style.set_property(property, &format!("{value}px")).unwrap();
    }
    style.set_property("display", "block").unwrap();
    style.set_property("--ae", "rgb(255, 0, 0)").unwrap();
    document.body().unwrap().append_child(&canvas).unwrap();
    canvas
}

/// Red, green, blue and alpha at a place in CSS pixels.
fn pixel(canvas: &HtmlCanvasElement, x: f64, y: f64) -> Vec<u8> {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let ratio = f64::from(canvas.width()) / f64::from(canvas.client_width());
    context.get_image_data(x * ratio, y * ratio, 1.0, 1.0).unwrap().data().0
}

const RED: [u8; 4] = [255, 0, 0, 255];
const NOTHING: [u8; 4] = [0; 4];

fn ae() -> Ink {
    Ink { colour: Colour::Model(Model::Ae), alpha: 1.0 }
}

#[wasm_bindgen_test]
fn a_surface_has_the_size_of_its_canvas() {
    let canvas = canvas(120, 80);
    let surface = Surface::of(&canvas).unwrap();
    assert_eq!(surface.size, Size { width: 120.0, height: 80.0 });
    let ratio = web_sys::window().unwrap().device_pixel_ratio();
    assert_eq!(f64::from(canvas.width()), (120.0 * ratio).round());
}

#[wasm_bindgen_test]
fn a_canvas_without_a_size_has_no_surface() {
    assert!(Surface::of(&canvas(0, 0)).is_none());
}

#[wasm_bindgen_test]
fn marks_are_painted_where_they_are_placed() {
    let canvas = canvas(100, 100);
    let surface = Surface::of(&canvas).unwrap();
    let line = Mark::Line {
        places: vec![Place::new(10.0, 20.0), Place::new(60.0, 20.0)],
        ink: ae(),
        width: 6.0,
        dashed: false,
    };
    let dots = Mark::Dots { places: vec![Place::new(80.0, 80.0)], ink: ae(), radius: 5.0 };
    surface.draw(&[line, dots]);
    for (x, y, colour) in [(35.0, 20.0, RED), (80.0, 80.0, RED), (35.0, 40.0, NOTHING), (90.0, 90.0, NOTHING)] {
        assert_eq!(pixel(&canvas, x, y), colour, "at {x}, {y}");
    }
    Surface::of(&canvas).unwrap();
    assert_eq!(pixel(&canvas, 35.0, 20.0), NOTHING, "a new surface is blank");
}

#[wasm_bindgen_test]
fn clipped_marks_stay_in_their_frame() {
    let canvas = canvas(100, 100);
    let places = vec![Place::new(0.0, 50.0), Place::new(100.0, 50.0)];
    let line = Mark::Line { places, ink: ae(), width: 8.0, dashed: false };
    let frame = Frame { left: 40.0, top: 0.0, right: 60.0, bottom: 100.0 };
    Surface::of(&canvas).unwrap().draw(&[Mark::Clipped { frame, marks: vec![line] }]);
    assert_eq!(pixel(&canvas, 50.0, 50.0), RED);
    assert_eq!(pixel(&canvas, 20.0, 50.0), NOTHING);
}

#[wasm_bindgen_test]
fn pixels_stay_crisp() {
    let rgba = [RED, [0, 255, 0, 255], [0, 0, 255, 255], [255; 4]].concat();
    let picture = Picture { width: 2, height: 2, rgba };
    let large = canvas(100, 100);
    Surface::of(&large).unwrap().fill_with(&picture);
    for (x, y, colour) in [(48.0, 48.0, RED), (52.0, 48.0, [0, 255, 0, 255]), (48.0, 52.0, [0, 0, 255, 255])] {
        assert_eq!(pixel(&large, x, y), colour, "at {x}, {y}");
    }
}

#[wasm_bindgen_test]
fn a_digit_is_painted_pixel_by_pixel() {
    let digit: Vec<u8> = (0..784).map(|i| (i % 256) as u8).collect();
    let canvas = canvas(28, 28);
    put(&canvas, &single(Some(&digit)));
    assert_eq!((canvas.width(), canvas.height()), (28, 28));
    let brightness = |x, y| pixel(&canvas, x, y)[0];
    assert!(brightness(27.0, 8.0) > brightness(10.0, 0.0) && brightness(10.0, 0.0) > brightness(0.0, 0.0));
}
