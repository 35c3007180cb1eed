//! A chapter's text, whose links set the page up.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::super::reading::Reader;
use super::diagram::Diagram;
use crate::{
    state::{chapters::Chapter, experiments::Experiment},
    ui::{experiments::opens_here, page::Page},
    web::address,
};

#[component]
pub fn ChapterText(chapter: &'static Chapter) -> impl IntoView {
    let page = Page::get();
    let reading = Reader::get();
    let has_mnist = page.derive(|state| state.run.prepared().is_some_and(|prepared| prepared.has_mnist));
    let is_locked = page.is_locked();
    let open = move |event: MouseEvent| {
        if let Some(experiment) = linked(&event).filter(|_| opens_here(page, &event)) {
            event.prevent_default();
            // First, so that the focus returns to its button before a confirmation opens.
            reading.close_sheet();
            page.act(|state| state.open_experiment(experiment));
        }
    };
    view! {
        <article class="chapter" on:click=open>
            <h3>{chapter.title}</h3>
            <Show when=move || is_locked.get()>
                <p class="quiet">"Your teacher has set up this page, so each experiment opens in a new tab."</p>
            </Show>
            {move || {
                // Without the settings in the query, which may lock the page.
                let elsewhere = is_locked.get().then(|| address::link_to(""));
                let (before, after) = chapter.html(has_mnist.get(), elsewhere.as_deref());
                view! {
                    <div inner_html=before></div>
                    {after.map(|after| view! { <Diagram /><div inner_html=after></div> })}
                }
            }}
        </article>
    }
    .into_any()
}

/// The experiment whose link was clicked.
fn linked(event: &MouseEvent) -> Option<&'static Experiment> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link = element.closest("[data-try]").ok()??;
    Experiment::find(&link.get_attribute("data-try")?)
}
