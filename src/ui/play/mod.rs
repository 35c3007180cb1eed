//! The playground: tools for a latent space, one at a time.

mod arithmetic;
mod digit;
mod explore;
mod film;
mod generate;
mod interpolate;
mod manifold;
mod picker;
mod strip;

use arithmetic::Arithmetic;
use digit::Digit;
use explore::Explore;
use generate::Generate;
use interpolate::Interpolate;
use leptos::prelude::*;
use manifold::Manifold;

use super::page::Page;
use crate::state::State;
use hourglass_core::config::{Choice, DataKind, Tool};

/// The card's id, for links to it.
pub const PLAY: &str = "play";

/// Each tool, its name, and its purpose.
const TOOLS: [(Tool, &str, &str); 6] = [
    (Tool::Explore, "Explore", "Move through the codes, number by number, and see what each one changes."),
    (
        Tool::Manifold,
        "Manifold",
        "A grid over the whole latent space, decoded: see what lies where, and where nothing does.",
    ),
    (
        Tool::Interpolate,
        "Interpolate",
        "The straight line from one digit’s code to another’s, and the plain blend of their pixels.",
    ),
    (Tool::Arithmetic, "Arithmetic", "Codes are numbers: one digit’s minus a second’s plus a third’s is a code, too."),
    (Tool::Generate, "Generate", "New digits, decoded from random codes: the VAE was trained for it, the AE was not."),
    (
        Tool::Digit,
        "Your digit",
        "The digit on the pad: what the VAE believes about it, its repair, how unusual it is, and its neighbors.",
    ),
];

#[component]
pub fn Playground() -> impl IntoView {
    let page = Page::get();
    let tool = page.derive(|state| state.play.settings().tool);
    let is_there = page.derive_setting(|config| config.source.kind() == DataKind::Images);
    let what = move || {
        let open = tool.get();
        TOOLS
            .iter()
            .find(|(tool, ..)| Some(*tool) == open)
            .map_or("Open a tool: it works while the networks learn.", |(.., what)| *what)
    };
    let tab = move |(this, name, title): (Tool, &'static str, &'static str)| {
        let is_open = move || tool.get() == Some(this);
        let press = move |_| {
            page.act(|state| state.play(|play| play.tool = (play.tool != Some(this)).then_some(this)));
        };
        view! {
            <button
                data-testid=format!("play-{}", this.word())
                title=title
                aria-pressed=move || is_open().to_string()
                on:click=press
            >
                {name}
            </button>
        }
    };
    view! {
        <section id=PLAY class="card play" class:gone=move || !is_there.get() aria-labelledby="play-title" tabindex="-1">
            <div class="card-head">
                <h2 id="play-title">"Playground"</h2>
                <div class="segmented play-tools" role="group" aria-label="Tools">
                    {TOOLS.map(tab).collect_view()}
                </div>
            </div>
            <div class="play-body" class:open=move || tool.with(Option::is_some)>
                <p class="quiet play-what">{what}</p>
                {move || match tool.get().filter(|_| is_there.get()) {
                    Some(Tool::Explore) => view! { <Explore /> }.into_any(),
                    Some(Tool::Manifold) => view! { <Manifold /> }.into_any(),
                    Some(Tool::Interpolate) => view! { <Interpolate /> }.into_any(),
                    Some(Tool::Arithmetic) => view! { <Arithmetic /> }.into_any(),
                    Some(Tool::Generate) => view! { <Generate /> }.into_any(),
                    Some(Tool::Digit) => view! { <Digit /> }.into_any(),
                    _ => ().into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

/// Whether the networks have shown nothing yet, so that there is nothing to play with.
fn is_empty(state: &State) -> bool {
    state.run.pictures().iter().next().is_none()
}
