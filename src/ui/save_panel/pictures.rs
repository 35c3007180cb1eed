//! The page's pictures as files, digits as PNG and all others as SVG: one of them, or all.

use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::Keep;
use crate::{
    plot::{illustration::Illustration, shown::Format},
    ui::{
        gallery::{self, VisiblePicture},
        page::Page,
    },
    web::{download, pictures},
};

/// Milliseconds between two files: browsers drop files that come at the same time.
const PAUSE: u32 = 150;
/// The value that stands for all pictures.
const ALL: &str = "";
/// The formats of drawings, by the value of the choice.
const FORMATS: [(&str, Format); 2] = [("svg", Format::Svg), ("png", Format::Png)];

#[component]
pub fn Pictures(opened: RwSignal<u32>) -> impl IntoView {
    let page = Page::get();
    let shown = Memo::new(move |_| match opened.get() {
        0 => vec![],
        _ => untrack(|| gallery::pictures().into_iter().map(|picture| picture.of).collect()),
    });
    let chosen = RwSignal::new(None::<Illustration>);
    let format = RwSignal::new(Format::default());
    // The chosen picture may have disappeared.
    let choice = Memo::new(move |_| chosen.get().filter(|chosen| shown.with(|shown| shown.contains(chosen))));
    let choose = move |event| {
        let word = event_target_value(&event);
        chosen.set(shown.with_untracked(|shown| shown.iter().copied().find(|one| one.word() == word)));
    };
    let lacks = Memo::new(move |_| shown.with(Vec::is_empty).then_some("There are no pictures yet."));
    let save = move |()| {
        let wanted = choice.get_untracked().map_or_else(|| shown.get_untracked(), |one| vec![one]);
        let format = format.get_untracked();
        // All are captured now, although they are saved one by one.
        let hanging = gallery::pictures().into_iter().filter(|picture| wanted.contains(&picture.of));
        let named = hanging.map(|picture| {
            let ending = picture.shown.ending(format);
            (page.peek(|state| picture.of.file_name(state, ending)), picture)
        });
        let named: Vec<(String, VisiblePicture)> = named.collect();
        spawn_local(async move {
            for (i, (name, VisiblePicture { of, canvas, shown })) in named.iter().enumerate() {
                if i > 0 {
                    TimeoutFuture::new(PAUSE).await;
                }
                if let Some(blob) = pictures::file(canvas, shown, &of.title(), format).await {
                    download::save_blob(name, &blob);
                }
            }
        });
    };
    view! {
        <Keep testid="export-png" name="Pictures" what="Digits as PNG. Charts and scatters as SVG, sharp at any size." lacks save />
        <select
            data-testid="export-which"
            aria-label="Which pictures"
            prop:value=move || choice.get().map_or(ALL.into(), Illustration::word)
            on:change=choose
        >
            <option value=ALL>{move || format!("all {} pictures", shown.with(Vec::len))}</option>
            {move || {
                shown.get().into_iter().map(|one| view! { <option value=one.word()>{one.title()}</option> }).collect_view()
            }}
        </select>
        {pictures::reads_back().then(|| view! { <FormatChoice format /> })}
    }
    .into_any()
}

/// Chooses whether charts and scatters are saved as drawings or as pixels.
#[component]
fn FormatChoice(format: RwSignal<Format>) -> impl IntoView {
    let choose = move |event| {
        let word = event_target_value(&event);
        format.set(FORMATS.into_iter().find(|(known, _)| *known == word).map(|(_, format)| format).unwrap_or_default());
    };
    view! {
        <select data-testid="export-format" aria-label="Format of charts and scatters" on:change=choose>
            <option value="svg">"charts as SVG"</option>
            <option value="png">"charts as PNG"</option>
        </select>
    }
    .into_any()
}
