//! The page's pictures as PNG: one of them, or all.

use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::Keep;
use crate::{
    state::export::title,
    ui::page::Page,
    web::{download, pictures},
};

/// Milliseconds between two files: browsers drop those that come at once.
const PAUSE: u32 = 150;
/// What the choice of all pictures is called by.
const ALL: &str = "";

#[component]
pub fn Pictures(opened: RwSignal<u32>) -> impl IntoView {
    let page = Page::get();
    let shown = Memo::new(move |_| if opened.get() > 0 { pictures::shown() } else { vec![] });
    let chosen = RwSignal::new(String::from(ALL));
    // The picture that was chosen may have gone.
    let choice =
        Memo::new(move |_| chosen.with(|chosen| shown.with(|shown| shown.iter().find(|one| *one == chosen).cloned())));
    let lacks = Memo::new(move |_| shown.with(Vec::is_empty).then_some("There are no pictures yet."));
    let save = move |()| {
        let wanted = choice.get_untracked().map_or_else(|| shown.get_untracked(), |one| vec![one]);
        spawn_local(async move {
            for (i, testid) in wanted.iter().enumerate() {
                if i > 0 {
                    TimeoutFuture::new(PAUSE).await;
                }
                if let Some(blob) = pictures::png(testid).await {
                    download::save_blob(&page.peek(|state| state.picture_name(testid)), &blob);
                }
            }
        });
    };
    view! {
        <Keep testid="export-png" name="Pictures, PNG" what="As they are on the screen, pixel by pixel." lacks save />
        <select
            data-testid="export-which"
            aria-label="Which pictures"
            prop:value=move || choice.get().unwrap_or_default()
            on:change=move |event| chosen.set(event_target_value(&event))
        >
            <option value=ALL>{move || format!("all {} pictures", shown.with(Vec::len))}</option>
            {move || {
                shown.get().into_iter().map(|testid| view! { <option value=testid.clone()>{title(&testid)}</option> }).collect_view()
            }}
        </select>
    }
    .into_any()
}
