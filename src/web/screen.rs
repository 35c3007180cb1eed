//! The screen: its frames, its sizes, and its user's wishes.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::{
    events::EventListener,
    render::{AnimationFrame, request_animation_frame},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Milliseconds of a frame after which what has not begun waits for the next one, so that many pictures at once do not keep a
/// visitor's finger waiting.
const BUDGET: f64 = 8.0;

thread_local! {
    /// The newest frame's time, and when its first work began.
    static FRAME: Cell<(f64, f64)> = const { Cell::new((f64::NAN, 0.0)) };
}

/// Something to do on the next animation frame that has time for it, once, however often it is asked for.
#[derive(Clone)]
pub struct NextFrame(Rc<RefCell<Option<AnimationFrame>>>);

impl NextFrame {
    pub fn new() -> Self {
        Self(Rc::default())
    }

    /// Asks for a frame; `work` gets the time in milliseconds. A frame that is asked for already stands.
    pub fn ask(&self, work: impl FnOnce(f64) + 'static) {
        self.ask_boxed(Box::new(work));
    }

    fn ask_boxed(&self, work: Box<dyn FnOnce(f64)>) {
        if self.0.borrow().is_some() {
            return;
        }
        let slot = Rc::clone(&self.0);
        let frame = request_animation_frame(move |now| {
            // Taken out first, so that the work can ask for the next one; forgotten, since it has run.
            let done = slot.borrow_mut().take();
            if has_time(now) {
                work(now)
            } else {
                Self(slot).ask_boxed(work)
            }
            drop(done);
        });
        *self.0.borrow_mut() = Some(frame);
    }
}

/// Whether work may begin in a frame: the first always may, so who waits comes nearer with every frame.
fn has_time(frame: f64) -> bool {
    let now = web_sys::window().and_then(|window| window.performance()).map_or(frame, |clock| clock.now());
    let (newest, began) = FRAME.get();
    if newest != frame {
        FRAME.set((frame, now));
    }
    newest != frame || now - began < BUDGET
}

impl Default for NextFrame {
    fn default() -> Self {
        Self::new()
    }
}

/// Watches an element's size for as long as it lives.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
    /// A window dragged to another screen changes the pixels, not the size.
    _window: Option<EventListener>,
}

impl SizeWatch {
    pub fn new(element: &Element, callback: Rc<dyn Fn()>) -> Option<Self> {
        let again = Rc::clone(&callback);
        let window = web_sys::window().map(|window| EventListener::new(&window, "resize", move |_| again()));
        let callback: Closure<dyn FnMut()> = Closure::new(move || callback());
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback, _window: window })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back when a media query's answer changes.
pub fn on_media_change(query: &str, callback: impl Fn() + 'static) -> Option<EventListener> {
    let list = web_sys::window()?.match_media(query).ok().flatten()?;
    Some(EventListener::new(&list, "change", move |_| callback()))
}

/// A media query's answer now.
pub fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Whether the user wants things to hold still.
pub fn prefers_stillness() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}
