//! Who draws on the pad: one pointer at a time. A pen beats a palm, and a second finger says that nobody meant to draw.

/// Milliseconds in which a second finger calls the stroke of the first off.
const SECOND_FINGER: f64 = 250.0;
/// The button that draws.
const LEFT: i16 = 0;
/// The button that opens menus elsewhere.
const RIGHT: i16 = 2;
/// The button of a pen's other end.
const ERASER: i16 = 5;
/// The same among the buttons that are held.
const ERASER_HELD: u16 = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    Mouse,
    Pen,
    Touch,
}

impl PointerKind {
    /// By the browser's name for it.
    pub fn of(name: &str) -> Self {
        match name {
            "pen" => Self::Pen,
            "touch" => Self::Touch,
            _ => Self::Mouse,
        }
    }
}

/// What a pointer that is down does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Draw,
    Rub,
}

impl Deed {
    /// By the button that went down, and those that are held.
    pub fn of(button: i16, held: u16) -> Option<Self> {
        match button {
            RIGHT | ERASER => Some(Self::Rub),
            _ if held & ERASER_HELD != 0 => Some(Self::Rub),
            LEFT => Some(Self::Draw),
            _ => None,
        }
    }
}

/// A pointer that went down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    pub id: i32,
    pub kind: PointerKind,
    pub deed: Deed,
    /// When it went down, in milliseconds.
    pub since: f64,
}

/// What follows when another pointer goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Nothing,
    Begin,
    /// The stroke that is being drawn goes, and the new pointer begins.
    Supersede,
    /// The stroke that is being drawn goes, and nobody draws.
    Abandon,
}

/// The pointer that draws, if one does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hand {
    holder: Option<Pointer>,
}

impl Hand {
    pub fn down(&mut self, pointer: Pointer) -> What {
        let what = match self.holder {
            None => What::Begin,
            // The browser did not say that it was lifted.
            Some(holder) if holder.id == pointer.id => What::Begin,
            Some(holder) => match (holder.kind, pointer.kind) {
                (PointerKind::Touch, PointerKind::Pen) => What::Supersede,
                (PointerKind::Touch, PointerKind::Touch) if pointer.since - holder.since < SECOND_FINGER => {
                    What::Abandon
                }
                _ => What::Nothing,
            },
        };
        match what {
            What::Nothing => {}
            What::Begin | What::Supersede => self.holder = Some(pointer),
            What::Abandon => self.holder = None,
        }
        what
    }

    /// What a pointer that moves does; nothing unless it is the one that draws.
    pub fn deed(&self, id: i32) -> Option<Deed> {
        self.holder.filter(|holder| holder.id == id).map(|holder| holder.deed)
    }

    /// A pointer is lifted; true if it is the one that draws.
    pub fn up(&mut self, id: i32) -> bool {
        let has_drawn = self.deed(id).is_some();
        if has_drawn {
            self.holder = None;
        }
        has_drawn
    }

    /// The browser takes a pointer away; true if its stroke has to go. A system that knows a palm when it sees one takes
    /// it away so, and a gesture of the system's own is no stroke either.
    pub fn cancel(&mut self, id: i32) -> bool {
        let was_touch = self.holder.is_some_and(|holder| holder.id == id && holder.kind == PointerKind::Touch);
        self.up(id);
        was_touch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(kind: PointerKind, id: i32, since: f64) -> Pointer {
        Pointer { id, kind, deed: Deed::Draw, since }
    }

    #[test]
    fn a_pen_takes_over_from_a_palm_and_keeps_others_away() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Touch, 1, 0.0)), What::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Pen, 2, 5_000.0)), What::Supersede);
        assert_eq!((hand.deed(1), hand.deed(2)), (None, Some(Deed::Draw)));
        for (id, kind) in [(3, PointerKind::Touch), (4, PointerKind::Mouse), (5, PointerKind::Pen)] {
            assert_eq!(hand.down(pointer(kind, id, 5_001.0)), What::Nothing);
        }
        assert!(!hand.up(1), "it does not draw any more");
        assert!(!hand.cancel(1), "the palm has no stroke left");
        assert_eq!(hand.deed(2), Some(Deed::Draw));
        assert!(hand.up(2));
        assert_eq!(hand.down(pointer(PointerKind::Touch, 6, 6_000.0)), What::Begin);
    }

    #[test]
    fn a_second_finger_calls_a_young_stroke_off_and_no_other() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Touch, 1, 100.0)), What::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 2, 100.0 + SECOND_FINGER - 1.0)), What::Abandon);
        assert_eq!((hand.deed(1), hand.deed(2)), (None, None));

        assert_eq!(hand.down(pointer(PointerKind::Touch, 3, 900.0)), What::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 4, 900.0 + SECOND_FINGER)), What::Nothing);
        assert_eq!(hand.deed(3), Some(Deed::Draw));
    }

    #[test]
    fn a_mouse_keeps_what_it_began() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 0.0)), What::Begin);
        for (id, kind) in [(2, PointerKind::Touch), (3, PointerKind::Pen)] {
            assert_eq!(hand.down(pointer(kind, id, 1.0)), What::Nothing);
        }
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 2.0)), What::Begin, "it was lifted where nobody saw it");
    }

    #[test]
    fn a_touch_that_is_taken_away_takes_its_stroke_along() {
        for (kind, goes) in [(PointerKind::Touch, true), (PointerKind::Pen, false), (PointerKind::Mouse, false)] {
            let mut hand = Hand::default();
            hand.down(pointer(kind, 1, 0.0));
            assert!(!hand.cancel(2));
            assert_eq!(hand.cancel(1), goes, "{kind:?}");
            assert_eq!(hand.deed(1), None);
        }
    }

    #[test]
    fn the_right_button_and_a_pens_other_end_rub_out() {
        let deeds = [(0, 1, Some(Deed::Draw)), (1, 4, None), (2, 2, Some(Deed::Rub)), (3, 8, None)];
        for (button, held, deed) in deeds.into_iter().chain([(5, 32, Some(Deed::Rub)), (0, 33, Some(Deed::Rub))]) {
            assert_eq!(Deed::of(button, held), deed, "button {button}, held {held}");
        }
        assert_eq!(
            ["mouse", "pen", "touch", ""].map(PointerKind::of),
            [PointerKind::Mouse, PointerKind::Pen, PointerKind::Touch, PointerKind::Mouse]
        );
    }
}
