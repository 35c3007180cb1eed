//! Animation frames, shared by all that has something to paint.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use gloo::render::{AnimationFrame, request_animation_frame};

use super::screen::clock;

/// Milliseconds after which what has not begun waits for another frame, so that many pictures at once do not keep a visitor's finger
/// waiting.
const BUDGET: f64 = 8.0;

thread_local! {
    /// What waits, the oldest first.
    static QUEUE: RefCell<VecDeque<NextFrame>> = const { RefCell::new(VecDeque::new()) };
    /// The frame that is asked for.
    static ASKED: Cell<Option<AnimationFrame>> = const { Cell::new(None) };
}

/// Something to do on the next animation frame that has time for it, once, however often it is asked for.
#[derive(Clone, Default)]
pub struct NextFrame(Rc<Cell<Option<Work>>>);

type Work = Box<dyn FnOnce(f64)>;

impl NextFrame {
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for a frame; `work` gets the time in milliseconds. What was asked for before still stands, and this is forgotten.
    pub fn ask(&self, work: impl FnOnce(f64) + 'static) {
        self.ask_boxed(Box::new(work));
    }

    fn ask_boxed(&self, work: Work) {
        let waiting = self.0.take();
        if waiting.is_none() {
            QUEUE.with_borrow_mut(|queue| queue.push_back(self.clone()));
            ask_browser();
        }
        self.0.set(Some(waiting.unwrap_or(work)));
    }
}

/// One frame of the browser is enough for all.
fn ask_browser() {
    let asked = ASKED.take().unwrap_or_else(|| request_animation_frame(work_off));
    ASKED.set(Some(asked));
}

/// Works off the queue in order. What is asked for meanwhile waits behind all others, so that nobody waits for ever.
fn work_off(now: f64) {
    // Dropped last: it is what runs.
    let _running = ASKED.take();
    let began = clock();
    for _ in 0..QUEUE.with_borrow(VecDeque::len) {
        let next = QUEUE.with_borrow_mut(VecDeque::pop_front);
        if let Some(work) = next.and_then(|next| next.0.take()) {
            work(now);
        }
        if clock() - began >= BUDGET {
            break;
        }
    }
    if QUEUE.with_borrow(|queue| !queue.is_empty()) {
        ask_browser();
    }
}
