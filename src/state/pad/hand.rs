//! Decides which pointer draws on the pad: only one at a time. A pen takes precedence over a palm, and a second finger means that
//! the user did not want to draw.

/// The number of milliseconds within which a second finger cancels the first one's stroke.
const SECOND_FINGER: f64 = 250.0;
/// The button that draws.
const LEFT: i16 = 0;
/// The button that opens context menus elsewhere.
const RIGHT: i16 = 2;
/// The button at the other end of a pen.
const ERASER: i16 = 5;
/// The same button in the mask of held buttons.
const ERASER_HELD: u16 = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    Mouse,
    Pen,
    Touch,
}

impl PointerKind {
    /// The kind with this name in the browser.
    pub fn of(name: &str) -> Self {
        match name {
            "pen" => Self::Pen,
            "touch" => Self::Touch,
            _ => Self::Mouse,
        }
    }
}

/// The action of a pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Draw,
    Rub,
}

impl Deed {
    /// The action for the button that went down and the buttons that are held.
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

/// What happens when another pointer goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Nothing,
    Begin,
    /// The current stroke is removed, and the new pointer begins one.
    Supersede,
    /// The current stroke is removed, and no pointer draws.
    Abandon,
}

/// The pointer that draws, if any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hand {
    holder: Option<Pointer>,
}

impl Hand {
    pub fn down(&mut self, pointer: Pointer) -> What {
        let what = match self.holder {
            None => What::Begin,
            // The browser did not report that it was lifted.
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

    /// The action of a pointer that moves; `None` unless it is the one that draws.
    pub fn deed(&self, id: i32) -> Option<Deed> {
        self.holder.filter(|holder| holder.id == id).map(|holder| holder.deed)
    }

    /// A pointer is lifted. Returns whether it is the one that draws.
    pub fn up(&mut self, id: i32) -> bool {
        let has_drawn = self.deed(id).is_some();
        if has_drawn {
            self.holder = None;
        }
        has_drawn
    }

    /// The browser cancels a pointer. Returns whether its stroke must be removed. Systems cancel the touch of a palm this way,
    /// and a touch that becomes a system gesture, which is not a stroke either.
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
        assert!(!hand.up(1), "it no longer draws");
        assert!(!hand.cancel(1), "the palm has no stroke left");
        assert_eq!(hand.deed(2), Some(Deed::Draw));
        assert!(hand.up(2));
        assert_eq!(hand.down(pointer(PointerKind::Touch, 6, 6_000.0)), What::Begin);
    }

    #[test]
    fn a_second_finger_cancels_only_a_recent_stroke() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Touch, 1, 100.0)), What::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 2, 100.0 + SECOND_FINGER - 1.0)), What::Abandon);
        assert_eq!((hand.deed(1), hand.deed(2)), (None, None));

        assert_eq!(hand.down(pointer(PointerKind::Touch, 3, 900.0)), What::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 4, 900.0 + SECOND_FINGER)), What::Nothing);
        assert_eq!(hand.deed(3), Some(Deed::Draw));
    }

    #[test]
    fn a_mouse_keeps_its_stroke() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 0.0)), What::Begin);
        for (id, kind) in [(2, PointerKind::Touch), (3, PointerKind::Pen)] {
            assert_eq!(hand.down(pointer(kind, id, 1.0)), What::Nothing);
        }
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 2.0)), What::Begin, "it was lifted without an event");
    }

    #[test]
    fn a_canceled_touch_removes_its_stroke() {
        for (kind, goes) in [(PointerKind::Touch, true), (PointerKind::Pen, false), (PointerKind::Mouse, false)] {
            let mut hand = Hand::default();
            hand.down(pointer(kind, 1, 0.0));
            assert!(!hand.cancel(2));
            assert_eq!(hand.cancel(1), goes, "{kind:?}");
            assert_eq!(hand.deed(1), None);
        }
    }

    #[test]
    fn the_right_button_and_a_pens_other_end_erase() {
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
