//! Axes with easing: the part of a plane that a scatter shows moves slowly, and only when necessary.

/// Milliseconds of a transition.
const DURATION: f64 = 200.0;
/// Room around the data, as a fraction of its extent.
const ROOM: f64 = 0.08;
/// Room on a side that the data has left: it is likely to go on, and every move costs several frames.
const ROOM_TO_GROW: f64 = 0.2;
/// The distance from the view's edge, as a fraction of its extent, at which data counts as outside.
const EDGE: f64 = 0.02;
/// The view shrinks to data that fills less of it than this.
const LOOSE: f64 = 0.6;

/// A part of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub x: (f64, f64),
    pub y: (f64, f64),
}

impl Bounds {
    /// The smallest bounds of some places; `None` without any.
    pub fn around(places: impl IntoIterator<Item = (f32, f32)>) -> Option<Self> {
        places
            .into_iter()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .map(|(x, y)| Self { x: (x.into(), x.into()), y: (y.into(), y.into()) })
            .reduce(|a, b| Self { x: (a.x.0.min(b.x.0), a.x.1.max(b.x.1)), y: (a.y.0.min(b.y.0), a.y.1.max(b.y.1)) })
    }

    fn contains(&self, other: &Self) -> bool {
        self.x.0 <= other.x.0 && other.x.1 <= self.x.1 && self.y.0 <= other.y.0 && other.y.1 <= self.y.1
    }

    fn extent(&self) -> (f64, f64) {
        (self.x.1 - self.x.0, self.y.1 - self.y.0)
    }

    /// Adds room on each side; bounds without extent get some.
    pub fn with_margin(&self) -> Self {
        self.widened(ROOM)
    }

    /// Adds room on each side, and more on the sides where the data has left a view.
    fn with_room_beyond(&self, view: &Self) -> Self {
        let (near, far) = (self.with_margin(), self.widened(ROOM_TO_GROW));
        let inner = self.widened(EDGE);
        let side = |left: bool, near: f64, far: f64| if left { far } else { near };
        let axis = |inner: (f64, f64), view: (f64, f64), near: (f64, f64), far: (f64, f64)| {
            (side(inner.0 < view.0, near.0, far.0), side(inner.1 > view.1, near.1, far.1))
        };
        Self { x: axis(inner.x, view.x, near.x, far.x), y: axis(inner.y, view.y, near.y, far.y) }
    }

    fn widened(&self, part: f64) -> Self {
        let widen = |(least, most): (f64, f64)| {
            let room = ((most - least) * part).max(1e-3);
            (least - room, most + room)
        };
        Self { x: widen(self.x), y: widen(self.y) }
    }

    fn between(&self, to: &Self, part: f64) -> Self {
        let mix = |a: (f64, f64), b: (f64, f64)| (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
        Self { x: mix(self.x, to.x), y: mix(self.y, to.y) }
    }
}

/// A view that follows the data with easing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Glide(Option<Leg>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Leg {
    from: Bounds,
    to: Bounds,
    start: f64,
}

impl Glide {
    /// Follows the data at a time in milliseconds: stays in place while the data fits and fills the view, otherwise starts to move.
    /// `still`: jumps instead, for users who prefer reduced motion.
    pub fn follow(&mut self, data: Bounds, now: f64, still: bool) {
        let Some(leg) = &self.0 else {
            let to = data.with_margin();
            self.0 = Some(Leg { from: to, to, start: now });
            return;
        };
        let (width, height) = data.extent();
        let (room_x, room_y) = leg.to.extent();
        let fills = (width / room_x).max(height / room_y) > LOOSE;
        if leg.to.contains(&data.widened(EDGE)) && fills {
            return;
        }
        self.go(if fills { data.with_room_beyond(&leg.to) } else { data.with_margin() }, now, still);
    }

    /// Shows all of some data and no more: starts to move, unless the view is there or on its way.
    pub fn fit(&mut self, data: Bounds, now: f64, still: bool) {
        self.go(data.with_margin(), now, still);
    }

    /// Starts to move to a view that [`Glide::view`] returned.
    pub fn go(&mut self, to: Bounds, now: f64, still: bool) {
        if self.view() != Some(to) {
            let from = if still { to } else { self.at(now).unwrap_or(to) };
            self.0 = Some(Leg { from, to, start: now });
        }
    }

    /// The view where it stays, or to which it is moving.
    pub fn view(&self) -> Option<Bounds> {
        self.0.as_ref().map(|leg| leg.to)
    }

    /// The view at a time; `None` before any data.
    pub fn at(&self, now: f64) -> Option<Bounds> {
        let leg = self.0.as_ref()?;
        let part = ((now - leg.start) / DURATION).clamp(0.0, 1.0);
        // Slow at both ends.
        Some(leg.from.between(&leg.to, part * part * (3.0 - 2.0 * part)))
    }

    pub fn moves(&self, now: f64) -> bool {
        self.0.as_ref().is_some_and(|leg| leg.from != leg.to && now - leg.start < DURATION)
    }

    /// Resets: the next data is shown at once.
    pub fn forget(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(half: f64) -> Bounds {
        Bounds { x: (-half, half), y: (-half, half) }
    }

    #[test]
    fn the_first_data_is_shown_at_once() {
        let mut glide = Glide::default();
        assert_eq!(glide.at(0.0), None);
        glide.follow(square(1.0), 5.0, false);
        assert_eq!(glide.at(5.0), Some(square(1.0).with_margin()));
        assert!(!glide.moves(5.0));
    }

    #[test]
    fn a_small_change_moves_nothing() {
        let mut glide = Glide::default();
        glide.follow(square(1.0), 0.0, false);
        for half in [1.05, 0.95, 0.8] {
            glide.follow(square(half), 10.0, false);
            assert!(!glide.moves(11.0), "{half}");
        }
    }

    #[test]
    fn data_that_leaves_or_shrinks_is_followed_without_a_jump() {
        for half in [2.0, 0.5] {
            let mut glide = Glide::default();
            glide.follow(square(1.0), 0.0, false);
            let before = glide.at(100.0);
            glide.follow(square(half), 100.0, false);
            assert_eq!(glide.at(100.0), before);
            assert!(glide.moves(200.0));
            let room = if half > 1.0 { ROOM_TO_GROW } else { ROOM };
            assert_eq!(glide.at(300.0), Some(square(half).widened(room)));
        }
    }

    #[test]
    fn data_that_grows_steadily_moves_the_view_only_now_and_then() {
        let mut glide = Glide::default();
        glide.follow(square(1.0), 0.0, false);
        let mut moves = 0;
        for picture in 1..=40 {
            let (now, before) = (f64::from(picture) * 1_000.0, glide.view());
            glide.follow(square(1.0 + 0.03 * f64::from(picture)), now, false);
            moves += usize::from(glide.view() != before);
        }
        assert!(moves <= 8, "{moves} moves");
        let one_side = Bounds { x: (-1.0, 5.0), y: (-1.0, 1.0) };
        let mut glide = Glide::default();
        glide.follow(square(1.0), 0.0, true);
        glide.follow(one_side, 1.0, true);
        let view = glide.view().unwrap();
        assert!(view.x.1 - 5.0 > 2.0 * (-1.0 - view.x.0), "there is more room where the data goes: {view:?}");
    }

    #[test]
    fn an_earlier_view_can_be_restored() {
        let mut glide = Glide::default();
        glide.follow(square(1.0), 0.0, false);
        glide.follow(square(0.8), 0.0, false);
        let before = glide.view().unwrap();
        glide.fit(square(1.2), 100.0, false);
        glide.fit(square(1.2), 200.0, false);
        assert_eq!(glide.at(300.0), Some(square(1.2).with_margin()), "and is not begun anew");
        glide.go(before, 400.0, false);
        assert_eq!(glide.at(600.0), Some(before));
    }

    #[test]
    fn with_reduced_motion_the_view_jumps() {
        let mut glide = Glide::default();
        glide.follow(square(1.0), 0.0, true);
        glide.follow(square(9.0), 1.0, true);
        assert!(!glide.moves(1.0));
        assert_eq!(glide.at(1.0), Some(square(9.0).widened(ROOM_TO_GROW)));
    }

    #[test]
    fn one_point_has_a_view() {
        let bounds = Bounds::around([(2.0, 3.0)]).unwrap().with_margin();
        assert!(bounds.x.1 > bounds.x.0 && bounds.y.1 > bounds.y.0);
        assert_eq!(Bounds::around([(f32::NAN, 0.0)]), None);
    }
}
