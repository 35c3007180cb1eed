//! A grid of decoded codes for each network, dimmed where there is no data.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use super::super::{
    driven::Driven,
    keys::arrow,
    numbers::model_class,
    page::{Page, follow},
    pixels::Pixels,
};
use crate::{
    plot::{digit_grid, illustration::Illustration, mark::Place},
    state::{
        play::manifold::{Grid, SIDE},
        words::coordinate,
    },
    web::pointer,
};
use hourglass_core::{
    config::Model,
    data::image::PIXELS,
    protocol::{Asker, Query, Reply},
};

const DRIVEN: Driven =
    Driven::Surface { kind: "grid of digits", how: "Arrow keys move from cell to cell, Enter explores one." };

#[component]
pub fn Manifold() -> impl IntoView {
    view! {
        <p class="quiet ways-text">
            "Dimmed: no test digit’s code lies nearby, so the network never learned what to draw there. Do not trust it. "
            "Point at a cell, or use the arrow keys, to read its code; click or press Enter to explore it with the crosshair above."
        </p>
        <div class="play-halves manifolds">
            <Sheet model=Model::Ae />
            <Sheet model=Model::Vae />
        </div>
    }
    .into_any()
}

#[component]
fn Sheet(model: Model) -> impl IntoView {
    let page = Page::get();
    let of = Illustration::Manifold(model);
    let models = page.derive_setting(|config| config.models);
    let latent = page.derive_setting(|config| config.latent);
    let sheet = Decoded::new(page, model, latent);
    let pointed = RwSignal::new(None::<usize>);
    let node = NodeRef::<html::Div>::new();

    let cell = move |event: &PointerEvent| {
        let frame = node.get_untracked()?;
        let Place { x, y } = pointer::part(&frame, event);
        sheet.grid.with_untracked(|grid| Some(grid.as_ref()?.cell_at(x, y)))
    };
    let explore = move |cell: Option<usize>| {
        let code = sheet.grid.with_untracked(|grid| Some(grid.as_ref()?.code(cell?)?.to_vec()));
        if let Some(code) = code {
            page.act(|state| state.decode(model, code));
        }
    };
    let point = move |cell| {
        if pointed.get_untracked() != cell {
            pointed.set(cell);
        }
    };
    let left = move |event: PointerEvent| {
        // A finger leaves after every tap; the cell that it touched stays selected.
        if event.pointer_type() != "touch" {
            point(None);
        }
    };
    let clicked = move |event: PointerEvent| {
        if event.button() == 0 {
            point(cell(&event));
            explore(pointed.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => return point(None),
            "Enter" => return explore(pointed.get_untracked()),
            _ => {}
        }
        let Some((right, down)) = arrow(&event) else { return };
        event.prevent_default();
        let from = pointed.get_untracked();
        let beside = |grid: &Grid| grid.cell_beside(from, right.into(), down.into());
        point(sheet.grid.with_untracked(|grid| grid.as_ref().map(beside)));
    };
    let column = move || (pointed.get().unwrap_or_default() % SIDE).to_string();
    let row = move || (pointed.get().unwrap_or_default() / SIDE).to_string();
    view! {
        <figure class="manifold" class:gone=move || !models.get().contains(model) class:strip=move || latent.get() == 1>
            <figcaption>
                <b class=model_class(model)>{model.name()}</b>
                <span class="quiet">{extent(model)}</span>
            </figcaption>
            <div class="manifold-plot">
                <Ends sheet axis=1 />
                <div
                    class="manifold-frame"
                    node_ref=node
                    on:pointermove=move |event| point(cell(&event))
                    on:pointerleave=left
                    on:pointerup=clicked
                    on:keydown=key
                >
                    <Pixels
                        of
                        label=Signal::derive(move || sheet.label())
                        picture=move || sheet.picture()
                        watch=move || sheet.watch()
                        driven=DRIVEN
                    />
                    <span
                        class="manifold-cell"
                        class:gone=move || pointed.get().is_none()
                        style=("--column", column)
                        style=("--row", row)
                    ></span>
                </div>
                <Ends sheet axis=0 />
            </div>
            <p class="quiet manifold-cut" data-testid=format!("{}-cut", of.word())>{move || sheet.cut()}</p>
            <div class="manifold-place">
                <Pixels
                    of=Illustration::ManifoldCell(model)
                    label="The digit in this cell"
                    picture=move || sheet.digit(pointed.get_untracked())
                    watch=move || {
                        pointed.track();
                        sheet.watch();
                    }
                />
                <span aria-live="polite" data-testid=format!("{}-words", of.word())>{move || sheet.words(pointed.get())}</span>
            </div>
        </figure>
    }
    .into_any()
}

/// An axis: its ends, with its name between them.
#[component]
fn Ends(sheet: Decoded, axis: usize) -> impl IntoView {
    let ends = Memo::new(move |_| {
        let (dim, least, most) = *sheet.grid.get()?.axes().get(axis)?;
        Some((coordinate(least), format!("z{}", dim + 1), coordinate(most)))
    });
    let class = if axis == 0 { "manifold-ends across" } else { "manifold-ends up" };
    view! {
        <div class=class>
            {move || ends.get().map(|(least, name, most)| view! {
                <span>{least}</span>
                <i>{name}</i>
                <span>{most}</span>
            })}
        </div>
    }
    .into_any()
}

/// A network's reply for its grid.
#[derive(Clone, Copy)]
struct Decoded {
    model: Model,
    grid: Memo<Option<Grid>>,
    /// 784 bytes a cell.
    images: Memo<Vec<u8>>,
    trusted: Memo<Vec<bool>>,
}

impl Decoded {
    fn new(page: Page, model: Model, latent: Memo<usize>) -> Self {
        let answer = page.derive(move |state| state.latest_answer(model, Asker::Codes).cloned());
        let pictures = page.derive(move |state| state.run.pictures().get(model).cloned());
        let grid = Memo::new(move |_| {
            answer.with(|answer| match answer.as_ref().map(|answer| &answer.query) {
                Some(Query::Decode(codes)) => Grid::of(codes, latent.get()),
                _ => None,
            })
        });
        let images = Memo::new(move |_| {
            answer.with(|answer| match answer.as_ref().map(|answer| &answer.reply) {
                Some(Reply::Images(bytes)) if grid.with(Option::is_some) => bytes.clone(),
                _ => vec![],
            })
        });
        let trusted = Memo::new(move |_| match (grid.get(), pictures.get()) {
            (Some(grid), Some(pictures)) => grid.trusted(&pictures.latents),
            _ => vec![],
        });
        Self { model, grid, images, trusted }
    }

    fn watch(self) {
        follow(self.images);
        follow(self.trusted);
    }

    fn picture(self) -> digit_grid::Picture {
        let rows = self.grid.with_untracked(|grid| grid.as_ref().map_or(1, Grid::rows));
        self.images.with_untracked(|images| {
            let row = |row: usize| images.get(row * SIDE * PIXELS..).unwrap_or_default();
            let faded: Vec<bool> = self.trusted.get_untracked().iter().map(|is_trusted| !is_trusted).collect();
            digit_grid::grid(&(0..rows).map(row).collect::<Vec<_>>(), SIDE).faded(SIDE, &faded)
        })
    }

    fn digit(self, cell: Option<usize>) -> digit_grid::Picture {
        self.images
            .with_untracked(|images| digit_grid::single(cell.and_then(|cell| images.chunks_exact(PIXELS).nth(cell))))
    }

    fn label(self) -> String {
        let name = self.model.name();
        let dimmed = self.trusted.with(|trusted| trusted.iter().filter(|&&is| !is).count());
        let Some(grid) = self.grid.get() else { return format!("The {name} has decoded nothing yet") };
        let axis = |(dim, least, most): &(usize, f32, f32)| {
            format!("z{} from {} to {}", dim + 1, coordinate(*least), coordinate(*most))
        };
        let axes: Vec<String> = grid.axes().iter().map(axis).collect();
        format!(
            "{} digits decoded by the {name}, {}; {dimmed} of them are dimmed, with no test digit nearby",
            grid.cells(),
            axes.join(" and ")
        )
    }

    /// What a grid omits if the code has more than two numbers.
    fn cut(self) -> Option<String> {
        let grid = self.grid.get()?;
        let dims = grid.code(0)?.len();
        let names: Vec<String> = grid.axes().iter().map(|(dim, ..)| format!("z{}", dim + 1)).collect();
        (dims > 2).then(|| {
            format!(
                "Over {}, which vary most among its {dims} numbers; the others stay at their middle.",
                names.join(" and ")
            )
        })
    }

    /// The code of a cell, and whether it is trustworthy.
    fn words(self, cell: Option<usize>) -> String {
        let words = self.grid.with(|grid| {
            let (grid, cell) = (grid.as_ref()?, cell?);
            let code = grid.code(cell)?;
            let number = |&(dim, ..): &(usize, f32, f32)| Some(format!("z{} {}", dim + 1, coordinate(*code.get(dim)?)));
            let numbers: Option<Vec<String>> = grid.axes().iter().map(number).collect();
            let is_trusted = self.trusted.with(|trusted| trusted.get(cell) == Some(&true));
            let near = if is_trusted { "test digits nearby" } else { "no test digit nearby" };
            Some(format!("{}: {near}", numbers?.join(", ")))
        });
        words.unwrap_or_else(|| "No cell selected".into())
    }
}

/// The range that a network's grid covers.
fn extent(model: Model) -> &'static str {
    match model {
        Model::Ae => "as far as its codes of the test digits reach",
        Model::Vae => "by quantiles of its prior, N(0, 1): each cell is equally likely",
    }
}
