//! A pen that is moved over the pad with keys, for users without a pointer.

use hourglass_core::data::digit::{GRID, Point};

/// The width of the pen, as a share of the pad's side.
pub const PEN: f64 = 0.055;

/// The number of steps from one side of the pad to the other.
const STEPS: i32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    pub at: Point,
    /// Whether it draws as it moves.
    pub is_down: bool,
}

impl Default for Pen {
    /// A lifted pen over the middle of the pad.
    fn default() -> Self {
        Self { at: Point { x: GRID / 2, y: GRID / 2 }, is_down: false }
    }
}

impl Pen {
    /// The pen after some steps to the right and down, within the pad.
    #[must_use]
    pub fn moved(self, right: i32, down: i32) -> Self {
        let along = |at: u16, steps: i32| {
            let side = i32::from(GRID);
            (i32::from(at) + steps * side / STEPS).clamp(0, side) as u16
        };
        Self { at: Point { x: along(self.at.x, right), y: along(self.at.y, down) }, ..self }
    }

    /// The pen's state, and its position in steps.
    pub fn words(self) -> String {
        let step = |at: u16| (i32::from(at) * STEPS + i32::from(GRID) / 2) / i32::from(GRID);
        let verb = if self.is_down { "drawing" } else { "lifted" };
        format!("Pen {verb}, {} across and {} down of {STEPS}", step(self.at.x), step(self.at.y))
    }

    #[must_use]
    pub fn lifted(self) -> Self {
        Self { is_down: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_on_the_pad_and_can_move_back() {
        let pen = Pen { is_down: true, ..Pen::default() };
        assert_eq!(pen.moved(1, -1).moved(-1, 1), pen);
        for (right, down, x, y) in [(99, 0, GRID, GRID / 2), (-99, 99, 0, GRID), (0, -99, GRID / 2, 0)] {
            assert_eq!(pen.moved(right, down).at, Point { x, y });
        }
        assert_eq!(pen.moved(3, -99).words(), "Pen drawing, 13 across and 0 down of 20");
        assert_eq!(Pen::default().words(), "Pen lifted, 10 across and 10 down of 20");
        assert!(pen.moved(1, 0).is_down && !pen.lifted().is_down);
    }
}
