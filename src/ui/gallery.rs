//! A registry of the page's canvases, which returns what each shows now.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::{html, prelude::*};
use web_sys::HtmlCanvasElement;

use crate::{
    plot::{illustration::Illustration, shown::Shown},
    web::pictures,
};

thread_local! {
    static CANVASES: RefCell<Vec<Canvas>> = const { RefCell::new(vec![]) };
    static LAST: Cell<u64> = const { Cell::new(0) };
}

#[derive(Clone)]
struct Canvas {
    number: u64,
    of: Illustration,
    node: NodeRef<html::Canvas>,
    show: Rc<dyn Fn() -> Shown>,
}

/// Registers a canvas while its component exists.
pub fn hang(of: Illustration, node: NodeRef<html::Canvas>, show: Rc<dyn Fn() -> Shown>) {
    let number = LAST.get() + 1;
    LAST.set(number);
    CANVASES.with_borrow_mut(|canvases| canvases.push(Canvas { number, of, node, show }));
    on_cleanup(move || CANVASES.with_borrow_mut(|canvases| canvases.retain(|canvas| canvas.number != number)));
}

/// A picture on the page.
pub struct VisiblePicture {
    pub of: Illustration,
    pub canvas: HtmlCanvasElement,
    pub shown: Shown,
}

/// The visible pictures with content, in the order of the page.
pub fn pictures() -> Vec<VisiblePicture> {
    // Cloned first: `show` may make a canvas repaint.
    let canvases = CANVASES.with_borrow(Clone::clone);
    let in_sight = pictures::in_sight().into_iter().filter_map(|canvas| {
        let is_it = |one: &&Canvas| one.node.try_get_untracked().flatten().is_some_and(|node| node == canvas);
        let Canvas { of, show, .. } = canvases.iter().find(is_it)?;
        Some(VisiblePicture { of: *of, canvas, shown: show() })
    });
    in_sight.filter(|hanging| !hanging.shown.is_blank()).collect()
}
