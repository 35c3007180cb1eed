//! Names at the ends of curves, moved apart if they would overlap.

use super::mark::{Align, Colour, LABEL, Mark, Place};

/// The least vertical distance between two names.
pub const NAME_GAP: f64 = 14.0;
/// The rounds after which names are as far apart as possible.
const ROUNDS: usize = 50;

/// A curve's name, to the right of its end.
pub fn name(end: Place, text: &str, colour: Colour) -> Mark {
    Mark::Text {
        place: Place::new(end.x + 8.0, end.y),
        text: text.into(),
        ink: colour.into(),
        align: Align::Left,
        size: LABEL,
        bold: true,
    }
}

/// Moves ends up and down, within `(top, bottom)`, until names that are `width` wide no longer overlap; of two at the same height the
/// first moves up.
pub fn move_apart<T>(ends: &mut [(T, Place)], width: f64, (top, bottom): (f64, f64)) {
    for _ in 0..ROUNDS {
        for second in 1..ends.len() {
            for first in 0..second {
                let (a, b) = (ends[first].1, ends[second].1);
                let overlap = NAME_GAP - (a.y - b.y).abs();
                if overlap > 0.0 && (a.x - b.x).abs() < width {
                    let up = if a.y <= b.y { overlap / 2.0 } else { -overlap / 2.0 };
                    ends[first].1.y -= up;
                    ends[second].1.y += up;
                }
            }
        }
        ends.iter_mut().for_each(|(_, end)| end.y = end.y.min(bottom).max(top));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(ends: &[(f64, f64)]) -> Vec<f64> {
        let mut ends: Vec<((), Place)> = ends.iter().map(|&(x, y)| ((), Place::new(x, y))).collect();
        move_apart(&mut ends, 30.0, (10.0, 110.0));
        ends.iter().map(|(_, end)| end.y.round()).collect()
    }

    #[test]
    fn overlapping_names_move_apart() {
        let cases = [
            (vec![(0.0, 50.0), (0.0, 80.0)], vec![50.0, 80.0]),
            (vec![(0.0, 50.0), (0.0, 50.0)], vec![43.0, 57.0]),
            (vec![(0.0, 56.0), (5.0, 50.0)], vec![60.0, 46.0]),
            (vec![(0.0, 50.0), (40.0, 50.0)], vec![50.0, 50.0]),
            (vec![(0.0, 5.0), (0.0, 8.0)], vec![10.0, 24.0]),
            (vec![(0.0, 500.0), (0.0, 109.0)], vec![110.0, 96.0]),
            (vec![], vec![]),
        ];
        for (ends, expected) in cases {
            assert_eq!(moved(&ends), expected, "{ends:?}");
        }
    }

    #[test]
    fn four_names_fit() {
        for ends in [[(0.0, 60.0); 4], [(0.0, 110.0); 4], [(0.0, 10.0); 4]] {
            let mut heights = moved(&ends);
            heights.sort_by(f64::total_cmp);
            assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 13.0), "{heights:?}");
        }
    }

    #[test]
    fn too_little_room_breaks_nothing() {
        let mut ends = [((), Place::new(0.0, f64::NAN)), ((), Place::new(0.0, 5.0))];
        move_apart(&mut ends, 30.0, (10.0, 4.0));
        assert_eq!(ends[1].1.y, 10.0);
    }
}
