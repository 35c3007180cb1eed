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
pub enum PenAction {
    Draw,
    Erase,
}

impl PenAction {
    /// The action for the button that went down and the buttons that are held.
    pub fn of(button: i16, held: u16) -> Option<Self> {
        match button {
            RIGHT | ERASER => Some(Self::Erase),
            _ if held & ERASER_HELD != 0 => Some(Self::Erase),
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
    pub action: PenAction,
    /// When it went down, in milliseconds.
    pub since: f64,
}

/// What happens when another pointer goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownEffect {
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
    pointer_down: Option<Pointer>,
}

impl Hand {
    pub fn down(&mut self, pointer: Pointer) -> DownEffect {
        let what = match self.pointer_down {
            None => DownEffect::Begin,
            // The browser did not report that it was lifted.
            Some(pointer_down) if pointer_down.id == pointer.id => DownEffect::Begin,
            Some(pointer_down) => match (pointer_down.kind, pointer.kind) {
                (PointerKind::Touch, PointerKind::Pen) => DownEffect::Supersede,
                (PointerKind::Touch, PointerKind::Touch) if pointer.since - pointer_down.since < SECOND_FINGER => {
                    DownEffect::Abandon
                }
                _ => DownEffect::Nothing,
            },
        };
        match what {
            DownEffect::Nothing => {}
            DownEffect::Begin | DownEffect::Supersede => self.pointer_down = Some(pointer),
            DownEffect::Abandon => self.pointer_down = None,
        }
        what
    }

    /// The action of a pointer that moves; `None` unless it is the one that draws.
    pub fn action(&self, id: i32) -> Option<PenAction> {
        self.pointer_down.filter(|pointer_down| pointer_down.id == id).map(|pointer_down| pointer_down.action)
    }

    /// A pointer is lifted. Returns whether it is the one that draws.
    pub fn up(&mut self, id: i32) -> bool {
        let has_drawn = self.action(id).is_some();
        if has_drawn {
            self.pointer_down = None;
        }
        has_drawn
    }

    /// The browser cancels a pointer. Returns whether its stroke must be removed. Systems cancel the touch of a palm this way,
    /// and a touch that becomes a system gesture, which is not a stroke either.
    pub fn cancel(&mut self, id: i32) -> bool {
        let was_touch = self
            .pointer_down
            .is_some_and(|pointer_down| pointer_down.id == id && pointer_down.kind == PointerKind::Touch);
        self.up(id);
        was_touch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(kind: PointerKind, id: i32, since: f64) -> Pointer {
        Pointer { id, kind, action: PenAction::Draw, since }
    }

    #[test]
    fn a_pen_takes_over_from_a_palm_and_keeps_others_away() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Touch, 1, 0.0)), DownEffect::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Pen, 2, 5_000.0)), DownEffect::Supersede);
        assert_eq!((hand.action(1), hand.action(2)), (None, Some(PenAction::Draw)));
        for (id, kind) in [(3, PointerKind::Touch), (4, PointerKind::Mouse), (5, PointerKind::Pen)] {
            assert_eq!(hand.down(pointer(kind, id, 5_001.0)), DownEffect::Nothing);
        }
        assert!(!hand.up(1), "it no longer draws");
        assert!(!hand.cancel(1), "the palm has no stroke left");
        assert_eq!(hand.action(2), Some(PenAction::Draw));
        assert!(hand.up(2));
        assert_eq!(hand.down(pointer(PointerKind::Touch, 6, 6_000.0)), DownEffect::Begin);
    }

    #[test]
    fn a_second_finger_cancels_only_a_recent_stroke() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Touch, 1, 100.0)), DownEffect::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 2, 100.0 + SECOND_FINGER - 1.0)), DownEffect::Abandon);
        assert_eq!((hand.action(1), hand.action(2)), (None, None));

        assert_eq!(hand.down(pointer(PointerKind::Touch, 3, 900.0)), DownEffect::Begin);
        assert_eq!(hand.down(pointer(PointerKind::Touch, 4, 900.0 + SECOND_FINGER)), DownEffect::Nothing);
        assert_eq!(hand.action(3), Some(PenAction::Draw));
    }

    #[test]
    fn a_mouse_keeps_its_stroke() {
        let mut hand = Hand::default();
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 0.0)), DownEffect::Begin);
        for (id, kind) in [(2, PointerKind::Touch), (3, PointerKind::Pen)] {
            assert_eq!(hand.down(pointer(kind, id, 1.0)), DownEffect::Nothing);
        }
        assert_eq!(hand.down(pointer(PointerKind::Mouse, 1, 2.0)), DownEffect::Begin, "it was lifted without an event");
    }

    #[test]
    fn a_canceled_touch_removes_its_stroke() {
        for (kind, goes) in [(PointerKind::Touch, true), (PointerKind::Pen, false), (PointerKind::Mouse, false)] {
            let mut hand = Hand::default();
            hand.down(pointer(kind, 1, 0.0));
            assert!(!hand.cancel(2));
            assert_eq!(hand.cancel(1), goes, "{kind:?}");
            assert_eq!(hand.action(1), None);
        }
    }

    #[test]
    fn the_right_button_and_a_pens_other_end_erase() {
        let deeds = [(0, 1, Some(PenAction::Draw)), (1, 4, None), (2, 2, Some(PenAction::Erase)), (3, 8, None)];
        for (button, held, action) in
            deeds.into_iter().chain([(5, 32, Some(PenAction::Erase)), (0, 33, Some(PenAction::Erase))])
        {
            assert_eq!(PenAction::of(button, held), action, "button {button}, held {held}");
        }
        assert_eq!(
            ["mouse", "pen", "touch", ""].map(PointerKind::of),
            [PointerKind::Mouse, PointerKind::Pen, PointerKind::Touch, PointerKind::Mouse]
        );
    }
}
