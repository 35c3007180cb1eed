//! The drawing pad: what is on it, and what was done to it.

mod eraser;
pub mod hand;
mod on_pad;
mod pen;
mod recall;

#[cfg(test)]
mod tests;

pub use self::{
    on_pad::OnPad,
    pen::{PEN, Pen},
    recall::Recall,
};

use hourglass_core::{
    data::digit::{Drawing, Point},
    protocol::Sample,
};

/// How much can be taken back of what was more than a stroke, and how much can be done again.
const MOST_CHANGES: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct Pad {
    on: OnPad,
    history: History,
}

/// A change of the drawing.
#[derive(Clone, Debug)]
struct Change {
    before: Drawing,
    after: Drawing,
}

/// What the drawing was, as far as its strokes do not tell. It belongs to the drawing that it leads to, and means nothing to
/// another that a link brought.
#[derive(Clone, Debug, Default)]
struct History {
    /// What took strokes away, and what was done again; the newest last. A stroke that was only drawn is the drawing's last.
    past: Vec<Change>,
    /// What was taken back, the newest last.
    future: Vec<Change>,
    /// The stroke that is being drawn: the pad before it, and what could be done again then.
    open: Option<(OnPad, Vec<Change>)>,
    eraser: Option<Erasing>,
}

/// A rubber that is down.
#[derive(Clone, Copy, Debug)]
struct Erasing {
    at: Point,
    /// It has touched a stroke; what it touches from now on is the same change.
    has_erased: bool,
}

impl History {
    /// Nothing is being drawn or rubbed out any more.
    fn lift(&mut self) {
        self.open = None;
        self.eraser = None;
    }

    fn remember(&mut self, change: Change) {
        keep(&mut self.past, change);
    }
}

fn keep(changes: &mut Vec<Change>, change: Change) {
    if changes.len() >= MOST_CHANGES {
        changes.remove(0);
    }
    changes.push(change);
}

impl Pad {
    pub(super) fn new(drawing: Drawing) -> Self {
        Self { on: OnPad::Strokes(drawing), ..Self::default() }
    }

    pub fn on(&self) -> &OnPad {
        &self.on
    }

    /// The strokes, which a link can carry; those beneath a test digit, where one is shown.
    pub fn drawing(&self) -> &Drawing {
        self.on.drawing()
    }

    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.on.is_full()
    }

    /// Puts a drawing on the pad, such as a link brings. What is being drawn ends.
    pub(super) fn put(&mut self, drawing: Drawing) {
        self.history.lift();
        self.on = OnPad::Strokes(drawing);
    }

    /// Puts the next test digit on the pad: the exhibits first, then the others.
    pub(super) fn show_next(&mut self, sample: &Sample) {
        self.on = self.on.after(sample);
    }

    /// Takes the test digit off the pad: the drawing beneath it comes back.
    pub(super) fn drop_sample(&mut self) {
        if self.on.is_sample() {
            self.on.undo();
        }
    }

    /// Starts a stroke; it takes the place of a test digit, and what was taken back before it is gone.
    pub fn begin_stroke(&mut self, point: Point) {
        self.lift();
        if self.on.is_full() {
            return;
        }
        let future = std::mem::take(&mut self.history.future);
        self.history.open = Some((self.on.clone(), future));
        self.on.begin(point);
    }

    pub fn extend_stroke(&mut self, point: Point) {
        if self.history.open.is_some() {
            self.on.extend(point);
        }
    }

    /// Pen or rubber is lifted, and what was drawn stays, in as few points as look the same. What a link brought is never touched.
    pub fn lift(&mut self) {
        if self.history.open.is_some() {
            self.on.end();
        }
        self.history.lift();
    }

    /// Calls the stroke that is being drawn off: all is as it was before.
    pub fn abandon_stroke(&mut self) {
        if let Some((on, future)) = self.history.open.take() {
            self.on = on;
            self.history.future = future;
        }
    }

    /// Sets the rubber down.
    pub fn begin_erasing(&mut self, at: Point) {
        self.lift();
        self.history.eraser = Some(Erasing { at, has_erased: false });
        self.erase(at);
    }

    /// Moves the rubber: the strokes on its way go.
    pub fn erase(&mut self, to: Point) {
        let Some(Erasing { at, has_erased }) = self.history.eraser else { return };
        let left = if self.on.is_sample() { None } else { eraser::erased(self.on.drawing(), at, to) };
        self.history.eraser = Some(Erasing { at: to, has_erased: has_erased || left.is_some() });
        if let Some(left) = left {
            self.lose(left, has_erased);
        }
    }

    pub fn clear(&mut self) {
        self.lift();
        self.lose(Drawing::default(), false);
    }

    /// Leaves another drawing on the pad, which can be taken back: by itself, or together with the last change.
    fn lose(&mut self, after: Drawing, goes_on: bool) {
        let before = self.on.drawing().clone();
        self.on = OnPad::Strokes(after.clone());
        if before == after {
            return;
        }
        self.history.future.clear();
        match self.history.past.last_mut() {
            Some(last) if goes_on && last.after == before => last.after = after,
            _ => self.history.remember(Change { before, after }),
        }
    }

    /// Whether there is anything to take back.
    pub fn can_undo(&self) -> bool {
        !self.on.is_empty() || self.history.past.last().is_some_and(|last| last.after.is_empty())
    }

    /// Takes back what was done to the pad last: a stroke, a rubber's way, or the test digit.
    pub fn undo(&mut self) {
        self.lift();
        if self.on.is_sample() {
            return self.on.undo();
        }
        let after = self.on.drawing().clone();
        let change = match self.history.past.pop_if(|last| last.after == after) {
            Some(change) => change,
            None if after.is_empty() => return,
            None => {
                let mut before = after.clone();
                before.undo();
                Change { before, after }
            }
        };
        self.on = OnPad::Strokes(change.before.clone());
        keep(&mut self.history.future, change);
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) {
        self.lift();
        if self.on.is_sample() {
            return;
        }
        let before = self.on.drawing();
        if let Some(change) = self.history.future.pop_if(|next| next.before == *before) {
            self.on = OnPad::Strokes(change.after.clone());
            self.history.remember(change);
        }
    }

    pub fn recall(&mut self, recall: Recall) {
        match recall {
            Recall::Undo => self.undo(),
            Recall::Redo => self.redo(),
        }
    }
}
