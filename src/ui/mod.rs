//! What the user sees and touches: Leptos components over one [`crate::state::State`].
//!
//! Components only connect things: content is derived from the state, actions are its methods, and drawing comes from [`crate::plot`].
//! Nothing here computes, and nothing knows how the trainer works.

mod announce;
mod app;
mod badge;
mod canvas;
mod choices;
mod copy_details;
mod copy_link;
mod decoded;
mod draw_panel;
mod driven;
mod experiments;
mod family_panel;
mod field;
mod files;
mod gallery;
mod help;
mod keep;
mod keys;
mod latent_panel;
mod lead;
mod lesson;
mod loss_panel;
mod message;
mod more_menu;
mod numbers;
mod pad;
mod page;
mod pixels;
mod plane_panel;
mod play;
mod points_panel;
mod press;
mod reading;
mod reconstructions;
mod save_panel;
mod scatter;
mod scrubber;
mod select;
mod settings_panel;
mod skip;
mod step_and_reset;
mod study_panel;
mod table_metrics;
mod table_panel;
mod teaching;
mod theme;
mod tour;
mod train_bar;
mod update;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::web::{fault, journal};

/// Shows the page in place of the document's initial shell.
pub fn start() {
    std::panic::set_hook(Box::new(fault::panic_hook));
    journal::open();
    let place = document().get_element_by_id("page").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(place) = place {
        place.set_inner_html("");
        mount_to(place, app::App).forget();
    }
}
