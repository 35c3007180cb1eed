//! The drawing pad: its content and its history.

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

/// The largest number of changes that can be undone, not counting plain strokes, and of those that can be redone.
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

/// The part of the drawing's history that its strokes do not show. It applies only to the drawing that it leads to, not to one
/// from a link.
#[derive(Clone, Debug, Default)]
struct History {
    /// The changes that removed strokes or were redone, newest last. A stroke that was only drawn is not listed: it is the
    /// drawing's last one.
    past: Vec<Change>,
    /// The undone changes, newest last.
    future: Vec<Change>,
    /// The stroke being drawn: the pad before it, and what could be redone then.
    open: Option<(OnPad, Vec<Change>)>,
    eraser: Option<Erasing>,
}

/// An eraser that is down.
#[derive(Clone, Copy, Debug)]
struct Erasing {
    at: Point,
    /// Whether it has touched a stroke. Whatever it touches from then on belongs to the same change.
    has_erased: bool,
}

impl History {
    /// Ends the current stroke or erasure.
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

    /// The strokes, which a link can carry. If a test digit is shown, they are those beneath it.
    pub fn drawing(&self) -> &Drawing {
        self.on.drawing()
    }

    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.on.is_full()
    }

    /// Puts a drawing on the pad, for example from a link. The current stroke ends.
    pub(super) fn put(&mut self, drawing: Drawing) {
        self.history.lift();
        self.on = OnPad::Strokes(drawing);
    }

    /// Puts the next test digit on the pad: the exhibits first, then the others.
    pub(super) fn show_next(&mut self, sample: &Sample) {
        self.on = self.on.after(sample);
    }

    /// Removes the test digit from the pad: the drawing beneath it is shown again.
    pub(super) fn drop_sample(&mut self) {
        if self.on.is_sample() {
            self.on.undo();
        }
    }

    /// Starts a stroke. It replaces a test digit, and undone changes can no longer be redone.
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

    /// Lifts the pen or the eraser. The stroke stays, reduced to as few points as look the same. Strokes from a link are never
    /// changed.
    pub fn lift(&mut self) {
        if self.history.open.is_some() {
            self.on.end();
        }
        self.history.lift();
    }

    /// Cancels the current stroke: everything is as it was before.
    pub fn abandon_stroke(&mut self) {
        if let Some((on, future)) = self.history.open.take() {
            self.on = on;
            self.history.future = future;
        }
    }

    /// Sets the eraser down.
    pub fn begin_erasing(&mut self, at: Point) {
        self.lift();
        self.history.eraser = Some(Erasing { at, has_erased: false });
        self.erase(at);
    }

    /// Moves the eraser, and removes the strokes on its path.
    pub fn erase(&mut self, to: Point) {
        let Some(Erasing { at, has_erased }) = self.history.eraser else { return };
        let left = if self.on.is_sample() { None } else { eraser::erased(self.on.drawing(), at, to) };
        self.history.eraser = Some(Erasing { at: to, has_erased: has_erased || left.is_some() });
        if let Some(left) = left {
            self.replace_drawing(left, has_erased);
        }
    }

    pub fn clear(&mut self) {
        self.lift();
        self.replace_drawing(Drawing::default(), false);
    }

    /// Puts another drawing on the pad as a change that can be undone, either separately or together with the last change.
    fn replace_drawing(&mut self, after: Drawing, extends_last: bool) {
        let before = self.on.drawing().clone();
        self.on = OnPad::Strokes(after.clone());
        if before == after {
            return;
        }
        self.history.future.clear();
        match self.history.past.last_mut() {
            Some(last) if extends_last && last.after == before => last.after = after,
            _ => self.history.remember(Change { before, after }),
        }
    }

    /// Whether there is anything to undo.
    pub fn can_undo(&self) -> bool {
        !self.on.is_empty() || self.history.past.last().is_some_and(|last| last.after.is_empty())
    }

    /// Undoes the last change of the pad: a stroke, an erasure, or the test digit.
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

    /// Redoes the last undone change.
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
