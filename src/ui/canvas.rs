//! A canvas that paints itself on animation frames, and only when its content has changed.

use std::{cell::Cell, rc::Rc};

use gloo::timers::callback::Timeout;
use leptos::{
    html,
    prelude::*,
    reactive::graph::{Subscriber, ToAnySubscriber},
};

use super::{
    driven::{Driven, SliderValue},
    gallery,
    page::Page,
};
use crate::{
    plot::illustration::Illustration,
    web::{
        canvas::Surface,
        frame::NextFrame,
        screen::{SizeWatch, clock},
    },
};

/// Milliseconds that a canvas in motion waits before it asks for another frame: every second frame of most screens is smooth enough
/// for axes, and training needs the processor.
const PAUSE: u32 = 20;

/// Whether a canvas needs another frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    No,
    Yes,
}

/// A canvas of marks. `watch` reads the state that the picture depends on; `paint` draws it at a time in milliseconds.
#[component]
pub fn Canvas(
    of: Illustration,
    /// The text alternative: what it shows now.
    #[prop(into)]
    label: Signal<String>,
    watch: impl Fn() + 'static,
    paint: impl Fn(&Surface, f64) -> Again + 'static,
    /// What the keys move, if it accepts keys.
    #[prop(optional)]
    driven: Option<Driven>,
    #[prop(optional)] node: NodeRef<html::Canvas>,
) -> impl IntoView {
    canvas(of, label, Box::new(watch), Rc::new(paint), driven, node)
}

type Paint = Rc<dyn Fn(&Surface, f64) -> Again>;

fn canvas(
    of: Illustration,
    label: Signal<String>,
    watch: Box<dyn Fn()>,
    paint: Paint,
    driven: Option<Driven>,
    node: NodeRef<html::Canvas>,
) -> AnyView {
    let page = Page::get();
    let painter = Rc::new(Painter { frame: NextFrame::new(), pause: Cell::default(), node, paint: Rc::clone(&paint) });
    let repaint: Rc<dyn Fn()> = Rc::new(move || request(&painter));
    gallery::hang(of, node, {
        let repaint = Rc::clone(&repaint);
        Rc::new(move || {
            let surface = Surface::kept(of.shape());
            paint(&surface, clock());
            // `paint` may remember the layout of the saved picture.
            repaint();
            surface.into_shown()
        })
    });

    let size_watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new({
        let repaint = Rc::clone(&repaint);
        move |_| {
            if let Some(canvas) = node.get() {
                size_watch.set_value(SizeWatch::new(&canvas, Rc::clone(&repaint)));
            }
        }
    });
    let follower = Effect::new(move |_| {
        watch();
        page.look.track();
        repaint();
    });
    // Otherwise `look` would keep it forever.
    let follower = follower.to_any_subscriber();
    on_cleanup(move || follower.clear_sources(&follower));
    let slider_value = move |of: fn(&SliderValue) -> String| {
        let slider_value = driven.and_then(Driven::slider_value)?;
        Some(move || slider_value.with(of))
    };
    view! {
        <canvas
            node_ref=node
            data-testid=of.word()
            role=driven.map_or("img", Driven::role)
            aria-label=label
            aria-roledescription=driven.and_then(Driven::kind)
            aria-describedby=driven.and_then(|driven| driven.described_by(of))
            aria-valuenow=slider_value(|slider_value| slider_value.value.to_string())
            aria-valuemin=slider_value(|slider_value| slider_value.least.to_string())
            aria-valuemax=slider_value(|slider_value| slider_value.most.to_string())
            aria-valuetext=slider_value(|slider_value| slider_value.words.clone())
            tabindex=driven.map(|_| "0")
        ></canvas>
        {driven.and_then(|driven| driven.instruction(of))}
    }
    .into_any()
}

/// What paints a canvas.
struct Painter {
    frame: NextFrame,
    /// The pause before the next frame of a motion; a new one replaces it.
    pause: Cell<Option<Timeout>>,
    node: NodeRef<html::Canvas>,
    paint: Paint,
}

/// Asks for a frame to paint in.
fn request(painter: &Rc<Painter>) {
    let next = Rc::clone(painter);
    painter.frame.ask(move |now| {
        let surface = next.node.try_get_untracked().flatten().and_then(|canvas| Surface::of(&canvas));
        if let Some(surface) = surface
            && (next.paint)(&surface, now) == Again::Yes
        {
            let again = Rc::clone(&next);
            next.pause.set(Some(Timeout::new(PAUSE, move || request(&again))));
        }
    });
}
