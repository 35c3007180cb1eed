//! The user's own files (images, a table or a saved run): picked, or dropped anywhere on the page.

use std::time::Duration;

use gloo::{
    file::{File, futures::read_as_bytes},
    timers::future::sleep,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, FileList, HtmlInputElement};

use super::page::Page;
use crate::state::{Dropped, OwnFiles, check_sizes, sort_files};
use hourglass_core::bytes::Bytes;

/// The files picked so far: images, and perhaps labels.
#[derive(Clone, Default)]
struct Picked {
    images: Option<Bytes>,
    labels: Option<Bytes>,
}

impl Picked {
    /// Replaces the images and drops the labels, which belong to the old ones.
    fn put_images(&mut self, images: Bytes) {
        if self.images.replace(images).is_some() {
            self.labels = None;
        }
    }

    fn put_labels(&mut self, labels: Bytes) {
        self.labels = Some(labels);
    }
}

#[component]
pub fn FileInputs() -> impl IntoView {
    let page = Page::get();
    let picked = StoredValue::new(Picked::default());
    let read = move |put: fn(&mut Picked, Bytes)| {
        move |event| {
            load_picked(page, &event, move |files| {
                files.into_iter().for_each(|(_, bytes)| picked.update_value(|picked| put(picked, bytes)));
                offer(page, picked.get_value());
            });
        }
    };
    view! {
        <label class="file">
            <input type="file" data-testid="images-file" on:change=read(Picked::put_images) />
            <span>"Images…"</span>
        </label>
        <label class="file">
            <input type="file" data-testid="labels-file" on:change=read(Picked::put_labels) />
            <span>"Labels…"</span>
        </label>
    }
    .into_any()
}

/// Picks a table.
#[component]
pub fn TableInput() -> impl IntoView {
    let page = Page::get();
    let read = move |event| {
        load_picked(page, &event, move |files| {
            files.into_iter().for_each(|(name, bytes)| page.act(|state| state.offer_table(name, bytes)));
        });
    };
    view! {
        <label class="file" title="Your own table: its first line names the columns. It never leaves your computer.">
            <input type="file" accept=".csv,.tsv,.txt" data-testid="csv-file" on:change=read />
            <span>"CSV file…"</span>
        </label>
    }
    .into_any()
}

/// Picks a saved run.
#[component]
pub fn CheckpointInput() -> impl IntoView {
    let page = Page::get();
    let read = move |event| {
        load_picked(page, &event, move |files| {
            files.into_iter().for_each(|(_, bytes)| page.act(|state| state.offer_checkpoint(bytes)));
        });
    };
    view! {
        <label class="file">
            <input
                type="file"
                accept=".safetensors"
                data-testid="load-weights"
                aria-describedby="about-load-weights"
                on:change=read
            />
            <span>"Load…"</span>
        </label>
    }
    .into_any()
}

/// The page's frame: accepts files that are dropped on it.
#[component]
pub fn DropZone(children: Children) -> impl IntoView {
    let page = Page::get();
    let over = RwSignal::new(false);
    let drag = move |event: DragEvent| {
        if event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0)) {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        load_dropped(page, listed(event.data_transfer().and_then(|transfer| transfer.files())));
    };
    let leave = move |event: DragEvent| {
        // Moving to a child element does not count as leaving.
        if event.related_target().is_none_or(|target| target.dyn_ref::<web_sys::Node>().is_none()) {
            over.set(false);
        }
    };
    view! {
        <div class="page" class:over=move || over.get() on:dragover=drag on:drop=drop on:dragleave=leave>
            {children()}
            <p class="drop-hint" aria-hidden="true">"Drop images (IDX) with their labels if you have them, a table (CSV), or a saved run"</p>
        </div>
    }
    .into_any()
}

/// Loads the files that were dropped on the page.
fn load_dropped(page: Page, files: Vec<web_sys::File>) {
    spawn_local(async move {
        match contents(files).await.and_then(|files| Ok(sort_files(files)?)) {
            Ok(Dropped::Images { images, labels }) => offer(page, Picked { images, labels }),
            Ok(Dropped::Table { name, bytes }) => page.act(|state| state.offer_table(name, bytes)),
            Ok(Dropped::Checkpoint(bytes)) => page.act(|state| state.offer_checkpoint(bytes)),
            Err(fault) => page.act(|state| state.show_error(fault)),
        }
    });
}

fn offer(page: Page, Picked { images, labels }: Picked) {
    match images {
        Some(images) => page.act(|state| state.offer(OwnFiles { images, labels })),
        None => page.act(|state| state.show_error("These are labels. Add the images that they belong to.")),
    }
}

/// Passes the picked files to `take`, by name and content. The same file can be picked again after a correction.
fn load_picked(page: Page, event: &Event, take: impl FnOnce(Vec<(String, Bytes)>) + 'static) {
    let input: HtmlInputElement = event_target(event);
    let files = listed(input.files());
    input.set_value("");
    spawn_local(async move {
        match contents(files).await {
            Ok(files) => take(files),
            Err(fault) => page.act(|state| state.show_error(fault)),
        }
    });
}

fn listed(list: Option<FileList>) -> Vec<web_sys::File> {
    list.map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect()).unwrap_or_default()
}

async fn contents(files: Vec<web_sys::File>) -> Result<Vec<(String, Bytes)>, String> {
    let files: Vec<_> = files.into_iter().map(File::from).collect();
    check_sizes(&files.iter().map(|file| (file.name(), file.size())).collect::<Vec<_>>())?;
    let mut all = vec![];
    for file in files {
        match read_as_bytes(&file).await {
            Ok(bytes) => all.push((file.name(), bytes.into())),
            Err(_) => return Err(format!("The file {} could not be read.", file.name())),
        }
    }
    // A large file is copied from the browser's memory, and again for the trainer: one task each.
    sleep(Duration::ZERO).await;
    Ok(all)
}
