//! Animation frames, shared by everything that paints.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use gloo::render::{AnimationFrame, request_animation_frame};

use super::screen::clock;

/// Milliseconds after which the remaining work waits for another frame, so that many pictures at once do not delay the response to
/// input.
const BUDGET: f64 = 8.0;

thread_local! {
    /// The waiting work, the oldest first.
    static QUEUE: RefCell<VecDeque<NextFrame>> = const { RefCell::new(VecDeque::new()) };
    /// The requested frame.
    static ASKED: Cell<Option<AnimationFrame>> = const { Cell::new(None) };
}

/// Work for the next animation frame that has time for it; it runs once, however often it is requested.
#[derive(Clone, Default)]
pub struct NextFrame(Rc<Cell<Option<Work>>>);

type Work = Box<dyn FnOnce(f64)>;

impl NextFrame {
    pub fn new() -> Self {
        Self::default()
    }

    /// Requests a frame; `work` gets the time in milliseconds. An earlier request that is still waiting stays, and this one is dropped.
    pub fn ask(&self, work: impl FnOnce(f64) + 'static) {
        self.ask_boxed(Box::new(work));
    }

    fn ask_boxed(&self, work: Work) {
        let waiting = self.0.take();
        if waiting.is_none() {
            QUEUE.with_borrow_mut(|queue| queue.push_back(self.clone()));
            request_browser_frame();
        }
        self.0.set(Some(waiting.unwrap_or(work)));
    }
}

/// Requests one frame of the browser for all.
fn request_browser_frame() {
    let asked = ASKED.take().unwrap_or_else(|| request_animation_frame(run_queue));
    ASKED.set(Some(asked));
}

/// Runs the queue in order. Requests made meanwhile go to the end, so that every request is served.
fn run_queue(now: f64) {
    // Dropped last, because its callback is running.
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
        request_browser_frame();
    }
}
