//! What is on the drawing pad: strokes, or a test digit.

use super::{State, rubber};
use hourglass_core::{
    data::digit::{Drawing, Point},
    protocol::Sample,
};

/// How much can be taken back of what was more than a stroke, and how much can be done again.
const MOST_CHANGES: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub enum Pad {
    Strokes(Drawing),
    /// A test digit, and the drawing that it covers.
    Sample {
        index: usize,
        beneath: Drawing,
    },
}

impl Default for Pad {
    fn default() -> Self {
        Self::Strokes(Drawing::default())
    }
}

impl Pad {
    /// The strokes, which a link can carry; none while a test digit is shown.
    pub fn drawing(&self) -> &Drawing {
        match self {
            Self::Strokes(drawing) => drawing,
            Self::Sample { beneath, .. } => beneath,
        }
    }

    /// The 784 bytes of the digit made of the strokes, if the pad shows any.
    pub fn drawn_image(&self) -> Option<Vec<u8>> {
        match self {
            Self::Strokes(drawing) => drawing.image().map(|image| image.bytes()),
            Self::Sample { .. } => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Strokes(drawing) if drawing.is_empty())
    }

    pub fn is_sample(&self) -> bool {
        matches!(self, Self::Sample { .. })
    }

    /// Starts a stroke; it takes the place of a test digit.
    pub fn begin(&mut self, point: Point) {
        if self.is_sample() {
            self.clear();
        }
        if let Self::Strokes(drawing) = self {
            drawing.begin(point);
        }
    }

    /// Goes on with the stroke; a long one gives up the points that it does not need as soon as room is scarce.
    pub fn extend(&mut self, point: Point) {
        if let Self::Strokes(drawing) = self {
            if !drawing.has_room() {
                drawing.simplify_last();
            }
            drawing.extend(point);
        }
    }

    /// Ends the stroke: it keeps the points that it needs.
    fn end(&mut self) {
        if let Self::Strokes(drawing) = self {
            drawing.simplify_last();
        }
    }

    /// Whether not even another point fits.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Strokes(drawing) if !drawing.has_room())
    }

    /// Takes back the last stroke, or the test digit.
    pub fn undo(&mut self) {
        match self {
            Self::Strokes(drawing) => drawing.undo(),
            Self::Sample { beneath, .. } => *self = Self::Strokes(std::mem::take(beneath)),
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next test digit: the exhibits in turn.
    pub(super) fn after(&self, sample: &Sample) -> Self {
        let shown = match self {
            Self::Sample { index, .. } => sample.exhibits.iter().position(|exhibit| exhibit == index),
            Self::Strokes(_) => None,
        };
        let next = shown.map_or(0, |position| position + 1);
        match sample.exhibits.get(next).or(sample.exhibits.first()) {
            Some(&index) => Self::Sample { index, beneath: self.drawing().clone() },
            None => self.clone(),
        }
    }
}

/// What a key means to the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    Undo,
    Redo,
}

impl Recall {
    /// Ctrl or, on a Mac, Cmd with Z takes back; with Shift besides, or as Ctrl and Y, it does again.
    pub fn of(key: &str, has_ctrl: bool, has_cmd: bool, has_shift: bool) -> Option<Self> {
        if has_ctrl == has_cmd {
            return None;
        }
        match (key, has_shift) {
            ("z" | "Z", false) => Some(Self::Undo),
            ("z" | "Z", true) => Some(Self::Redo),
            ("y" | "Y", false) if has_ctrl => Some(Self::Redo),
            _ => None,
        }
    }
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
pub(super) struct History {
    /// What took strokes away, and what was done again; the newest last. A stroke that was only drawn is the drawing's last.
    past: Vec<Change>,
    /// What was taken back, the newest last.
    future: Vec<Change>,
    /// The stroke that is being drawn: the pad before it, and what could be done again then.
    open: Option<(Pad, Vec<Change>)>,
    rubber: Option<Rubber>,
}

/// A rubber that is down.
#[derive(Clone, Copy, Debug)]
struct Rubber {
    at: Point,
    /// It has touched a stroke; what it touches from now on is the same change.
    has_rubbed: bool,
}

impl History {
    /// Nothing is being drawn or rubbed out any more.
    pub(super) fn lift(&mut self) {
        self.open = None;
        self.rubber = None;
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

impl State {
    /// Starts a stroke; it takes the place of a test digit, and what was taken back before it is gone.
    pub fn begin_stroke(&mut self, point: Point) {
        self.lift();
        if self.pad.is_full() {
            return;
        }
        let future = std::mem::take(&mut self.history.future);
        self.history.open = Some((self.pad.clone(), future));
        self.pad.begin(point);
    }

    pub fn extend_stroke(&mut self, point: Point) {
        if self.history.open.is_some() {
            self.pad.extend(point);
        }
    }

    /// Pen or rubber is lifted, and what was drawn stays, in as few points as look the same. What a link brought is never touched.
    pub fn lift(&mut self) {
        if self.history.open.is_some() {
            self.pad.end();
        }
        self.history.lift();
    }

    /// Calls the stroke that is being drawn off: all is as it was before.
    pub fn abandon_stroke(&mut self) {
        if let Some((pad, future)) = self.history.open.take() {
            self.pad = pad;
            self.history.future = future;
        }
    }

    /// Sets the rubber down.
    pub fn begin_rubbing(&mut self, at: Point) {
        self.lift();
        self.history.rubber = Some(Rubber { at, has_rubbed: false });
        self.rub(at);
    }

    /// Moves the rubber: the strokes on its way go.
    pub fn rub(&mut self, to: Point) {
        let Some(Rubber { at, has_rubbed }) = self.history.rubber else { return };
        let left = if self.pad.is_sample() { None } else { rubber::rubbed(self.pad.drawing(), at, to) };
        self.history.rubber = Some(Rubber { at: to, has_rubbed: has_rubbed || left.is_some() });
        if let Some(left) = left {
            self.lose(left, has_rubbed);
        }
    }

    pub fn clear_pad(&mut self) {
        self.lift();
        self.lose(Drawing::default(), false);
    }

    /// Leaves another drawing on the pad, which can be taken back: by itself, or together with the last change.
    fn lose(&mut self, after: Drawing, goes_on: bool) {
        let before = self.pad.drawing().clone();
        self.pad = Pad::Strokes(after.clone());
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
        !self.pad.is_empty() || self.history.past.last().is_some_and(|last| last.after.is_empty())
    }

    /// Takes back what was done to the pad last: a stroke, a rubber's way, or the test digit.
    pub fn undo(&mut self) {
        self.lift();
        if self.pad.is_sample() {
            return self.pad.undo();
        }
        let after = self.pad.drawing().clone();
        let change = match self.history.past.pop_if(|last| last.after == after) {
            Some(change) => change,
            None if after.is_empty() => return,
            None => {
                let mut before = after.clone();
                before.undo();
                Change { before, after }
            }
        };
        self.pad = Pad::Strokes(change.before.clone());
        keep(&mut self.history.future, change);
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) {
        self.lift();
        if self.pad.is_sample() {
            return;
        }
        let before = self.pad.drawing();
        if let Some(change) = self.history.future.pop_if(|next| next.before == *before) {
            self.pad = Pad::Strokes(change.after.clone());
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

#[cfg(test)]
mod tests {
    use super::*;
    use hourglass_core::{
        data::digit::{MOST_POINTS, hand},
        lesson::Lesson,
    };

    fn state() -> State {
        let (lesson, notices) = Lesson::from_hash("");
        State::new(lesson, notices)
    }

    /// An upright stroke of two points.
    fn draw(state: &mut State, x: u16) {
        state.begin_stroke(Point { x, y: 200 });
        state.extend_stroke(Point { x, y: 800 });
    }

    /// Where the strokes stand.
    fn columns(state: &State) -> Vec<u16> {
        assert!(state.pad.drawing().strokes().iter().all(|stroke| stroke.len() == 2));
        state.pad.drawing().strokes().iter().map(|stroke| stroke[0].x).collect()
    }

    #[test]
    fn what_is_taken_back_can_be_done_again_until_another_stroke() {
        let mut state = state();
        assert!(!state.can_undo());
        state.undo();
        state.redo();
        [100, 400, 700].into_iter().for_each(|x| draw(&mut state, x));
        state.undo();
        state.undo();
        assert_eq!(columns(&state), [100]);
        state.redo();
        assert_eq!(columns(&state), [100, 400]);
        state.undo();
        state.redo();
        state.redo();
        state.redo();
        assert_eq!(columns(&state), [100, 400, 700]);
        state.undo();
        draw(&mut state, 900);
        state.redo();
        assert_eq!(columns(&state), [100, 400, 900], "what it took the place of is gone");
        (0..4).for_each(|_| state.undo());
        assert!(state.pad.is_empty() && !state.can_undo());
        (0..4).for_each(|_| state.redo());
        assert_eq!(columns(&state), [100, 400, 900]);
    }

    #[test]
    fn one_way_of_the_rubber_is_taken_back_at_once() {
        let mut state = state();
        [100, 400, 700].into_iter().for_each(|x| draw(&mut state, x));
        state.begin_rubbing(Point { x: 250, y: 500 });
        assert_eq!(columns(&state), [100, 400, 700]);
        state.rub(Point { x: 550, y: 500 });
        assert_eq!(columns(&state), [100, 700]);
        state.rub(Point { x: 550, y: 600 });
        state.rub(Point { x: 900, y: 500 });
        assert_eq!(columns(&state), [100]);
        state.begin_rubbing(Point { x: 100, y: 500 });
        assert!(state.pad.is_empty() && state.can_undo());

        state.undo();
        assert_eq!(columns(&state), [100]);
        state.undo();
        assert_eq!(columns(&state), [100, 400, 700], "each stroke is where it was in the order");
        state.undo();
        assert_eq!(columns(&state), [100, 400]);
        (0..3).for_each(|_| state.redo());
        assert!(state.pad.is_empty());
        state.undo();
        draw(&mut state, 500);
        state.undo();
        state.undo();
        assert_eq!(columns(&state), [100, 400, 700]);
    }

    #[test]
    fn a_cleared_pad_comes_back() {
        let mut state = state();
        draw(&mut state, 100);
        state.clear_pad();
        state.clear_pad();
        assert!(state.pad.is_empty());
        state.undo();
        assert_eq!(columns(&state), [100]);
        state.redo();
        assert!(state.pad.is_empty());
    }

    #[test]
    fn a_stroke_that_is_called_off_leaves_no_trace() {
        let mut state = state();
        draw(&mut state, 100);
        draw(&mut state, 400);
        state.undo();
        let beneath = state.pad.drawing().clone();
        state.pad = Pad::Sample { index: 3, beneath };
        let before = state.pad.clone();
        draw(&mut state, 700);
        state.abandon_stroke();
        assert_eq!(state.pad, before);
        state.extend_stroke(Point { x: 9, y: 9 });
        assert_eq!(state.pad, before, "its pointer moves on, and draws no more");
        state.undo();
        state.redo();
        assert_eq!(columns(&state), [100, 400]);
        state.abandon_stroke();
        assert_eq!(columns(&state), [100, 400], "there is none");
    }

    #[test]
    fn a_stroke_that_is_taken_back_while_it_is_drawn_does_not_go_on() {
        let mut state = state();
        draw(&mut state, 100);
        draw(&mut state, 400);
        state.undo();
        state.extend_stroke(Point { x: 900, y: 900 });
        assert_eq!(columns(&state), [100]);
        state.begin_rubbing(Point { x: 900, y: 500 });
        state.undo();
        state.rub(Point { x: 0, y: 500 });
        assert!(state.pad.is_empty(), "the rubber was lifted, too");
    }

    #[test]
    fn another_drawing_has_no_past() {
        let mut state = state();
        draw(&mut state, 100);
        state.clear_pad();
        let drawing = Drawing::new([vec![Point { x: 5, y: 200 }, Point { x: 5, y: 800 }]]);
        state.pad = Pad::Strokes(drawing);
        state.redo();
        assert_eq!(columns(&state), [5]);
        state.undo();
        assert!(state.pad.is_empty());
        state.redo();
        assert_eq!(columns(&state), [5]);
    }

    #[test]
    fn a_long_past_is_forgotten() {
        let mut state = state();
        for _ in 0..2 * MOST_CHANGES {
            draw(&mut state, 100);
            state.clear_pad();
        }
        assert_eq!(state.history.past.len(), MOST_CHANGES);
        (0..5 * MOST_CHANGES).for_each(|_| state.undo());
        assert!(state.history.past.is_empty() && state.history.future.len() == MOST_CHANGES);
    }

    #[test]
    fn a_stroke_of_any_length_leaves_room_for_the_next() {
        let mut state = state();
        // Up and down: some 12,000 points, of which the turns are needed.
        let stroke = |state: &mut State, x: u16| {
            state.begin_stroke(Point { x, y: 0 });
            for i in 1..=12_000u16 {
                let (row, is_down) = (i % 1_000, (i / 1_000).is_multiple_of(2));
                state.extend_stroke(Point { x: x + i / 100, y: if is_down { row } else { 1_000 - row } });
            }
            state.lift();
        };
        stroke(&mut state, 100);
        stroke(&mut state, 600);
        let counts: Vec<usize> = state.pad.drawing().strokes().iter().map(Vec::len).collect();
        assert!(counts.len() == 2 && counts.iter().all(|count| (13..40).contains(count)), "{counts:?}");
        let reach = state.pad.drawing().strokes().iter().flatten().map(|point| point.x).max();
        assert!(reach >= Some(715), "its end is not lost: {reach:?}");
        state.undo();
        state.redo();
        assert_eq!(state.pad.drawing().strokes().len(), 2);
    }

    #[test]
    fn a_pad_that_is_full_says_so_and_keeps_what_it_has() {
        let mut state = state();
        let dots = MOST_POINTS as u16;
        for i in 0..dots {
            assert!(!state.pad.is_full());
            state.begin_stroke(Point { x: i % 100 * 10, y: i / 100 * 10 });
            state.lift();
        }
        let before = state.pad.clone();
        assert!(state.pad.is_full());
        draw(&mut state, 500);
        state.lift();
        assert_eq!(state.pad, before);
        state.undo();
        assert!(!state.pad.is_full());
    }

    #[test]
    fn what_a_link_brought_keeps_its_points() {
        let straight = |x| (0..50u16).map(|y| Point { x, y: 10 * y }).collect::<Vec<_>>();
        let drawing = Drawing::new([straight(100), straight(300)]);
        let (lesson, _) = Lesson::from_hash(&Lesson { drawing: drawing.clone(), ..Lesson::default() }.to_link());
        let mut state = State::new(lesson, vec![]);
        state.lift();
        draw(&mut state, 500);
        state.lift();
        assert_eq!(state.pad.drawing().strokes()[..2], *drawing.strokes());
        // A link that arrives while a stroke is drawn.
        draw(&mut state, 700);
        state.load(Lesson { drawing: drawing.clone(), ..Lesson::default() }, vec![]);
        state.extend_stroke(Point { x: 9, y: 9 });
        state.lift();
        assert_eq!(*state.pad.drawing(), drawing);
    }

    #[test]
    fn an_address_with_a_drawing_is_short() {
        let address = |strokes: usize, note: &str| {
            let mut state = state();
            for i in 0..strokes {
                let (y, across) = (200.0 + 600.0 / strokes as f32 * i as f32, 250.0 + 20.0 * i as f32);
                let way = hand::ring((500.0, y), (across, 150.0), 400);
                state.begin_stroke(way[0]);
                way[1..].iter().for_each(|&point| state.extend_stroke(point));
                state.lift();
            }
            assert!(state.teaching.set_note(note));
            format!("https://example.org/hourglass/#{}", state.lesson().to_link())
        };
        let three = address(3, "");
        assert!(three.len() < 300, "{} letters", three.len());
        let note = "Σχεδίασε ένα ψηφίο και δες πώς το ξαναχτίζουν τα δύο δίκτυα. ".repeat(4);
        let six = address(6, &note);
        assert!(six.len() < 1_200, "{} letters", six.len());
    }

    #[test]
    fn keys_take_back_and_do_again() {
        let (undo, redo) = (Some(Recall::Undo), Some(Recall::Redo));
        for (key, [has_ctrl, has_cmd, has_shift], meant) in [
            ("z", [true, false, false], undo),
            ("z", [false, true, false], undo),
            // Caps lock.
            ("Z", [true, false, false], undo),
            ("Z", [true, false, true], redo),
            ("Z", [false, true, true], redo),
            ("y", [true, false, false], redo),
            ("y", [false, true, false], None),
            ("z", [false, false, false], None),
            ("z", [true, true, false], None),
            ("x", [true, false, false], None),
        ] {
            assert_eq!(Recall::of(key, has_ctrl, has_cmd, has_shift), meant, "{key} {has_ctrl} {has_cmd} {has_shift}");
        }
    }
}
