//! Tests of sequences of drawing, erasing, undo and redo.

use super::*;
use hourglass_core::data::digit::MOST_POINTS;

/// Draws a vertical stroke of two points.
fn draw(pad: &mut Pad, x: u16) {
    pad.begin_stroke(Point { x, y: 200 });
    pad.extend_stroke(Point { x, y: 800 });
}

/// The columns of the strokes.
fn columns(pad: &Pad) -> Vec<u16> {
    assert!(pad.drawing().strokes().iter().all(|stroke| stroke.len() == 2));
    pad.drawing().strokes().iter().map(|stroke| stroke[0].x).collect()
}

#[test]
fn undone_strokes_can_be_redone_until_another_stroke() {
    let mut pad = Pad::default();
    assert!(!pad.can_undo());
    pad.undo();
    pad.redo();
    [100, 400, 700].into_iter().for_each(|x| draw(&mut pad, x));
    pad.undo();
    pad.undo();
    assert_eq!(columns(&pad), [100]);
    pad.redo();
    assert_eq!(columns(&pad), [100, 400]);
    pad.undo();
    pad.redo();
    pad.redo();
    pad.redo();
    assert_eq!(columns(&pad), [100, 400, 700]);
    pad.undo();
    draw(&mut pad, 900);
    pad.redo();
    assert_eq!(columns(&pad), [100, 400, 900], "the stroke that it replaced is gone");
    (0..4).for_each(|_| pad.undo());
    assert!(pad.is_empty() && !pad.can_undo());
    (0..4).for_each(|_| pad.redo());
    assert_eq!(columns(&pad), [100, 400, 900]);
}

#[test]
fn one_path_of_the_eraser_is_undone_at_once() {
    let mut pad = Pad::default();
    [100, 400, 700].into_iter().for_each(|x| draw(&mut pad, x));
    pad.begin_erasing(Point { x: 250, y: 500 });
    assert_eq!(columns(&pad), [100, 400, 700]);
    pad.erase(Point { x: 550, y: 500 });
    assert_eq!(columns(&pad), [100, 700]);
    pad.erase(Point { x: 550, y: 600 });
    pad.erase(Point { x: 900, y: 500 });
    assert_eq!(columns(&pad), [100]);
    pad.begin_erasing(Point { x: 100, y: 500 });
    assert!(pad.is_empty() && pad.can_undo());

    pad.undo();
    assert_eq!(columns(&pad), [100]);
    pad.undo();
    assert_eq!(columns(&pad), [100, 400, 700], "each stroke is back in its place in the order");
    pad.undo();
    assert_eq!(columns(&pad), [100, 400]);
    (0..3).for_each(|_| pad.redo());
    assert!(pad.is_empty());
    pad.undo();
    draw(&mut pad, 500);
    pad.undo();
    pad.undo();
    assert_eq!(columns(&pad), [100, 400, 700]);
}

#[test]
fn a_cleared_pad_can_be_restored() {
    let mut pad = Pad::default();
    draw(&mut pad, 100);
    pad.clear();
    pad.clear();
    assert!(pad.is_empty());
    pad.undo();
    assert_eq!(columns(&pad), [100]);
    pad.redo();
    assert!(pad.is_empty());
}

#[test]
fn an_abandoned_stroke_leaves_no_trace() {
    let mut pad = Pad::default();
    draw(&mut pad, 100);
    draw(&mut pad, 400);
    pad.undo();
    let beneath = pad.drawing().clone();
    pad.on = OnPad::Sample { index: 3, beneath };
    let before = pad.on.clone();
    draw(&mut pad, 700);
    pad.abandon_stroke();
    assert_eq!(pad.on, before);
    pad.extend_stroke(Point { x: 9, y: 9 });
    assert_eq!(pad.on, before, "its pointer moves on, but no longer draws");
    pad.undo();
    pad.redo();
    assert_eq!(columns(&pad), [100, 400]);
    pad.abandon_stroke();
    assert_eq!(columns(&pad), [100, 400], "there is no stroke to abandon");
}

#[test]
fn a_stroke_that_is_undone_while_it_is_drawn_does_not_continue() {
    let mut pad = Pad::default();
    draw(&mut pad, 100);
    draw(&mut pad, 400);
    pad.undo();
    pad.extend_stroke(Point { x: 900, y: 900 });
    assert_eq!(columns(&pad), [100]);
    pad.begin_erasing(Point { x: 900, y: 500 });
    pad.undo();
    pad.erase(Point { x: 0, y: 500 });
    assert!(pad.is_empty(), "the eraser was lifted, too");
}

#[test]
fn another_drawing_has_no_history() {
    let mut pad = Pad::default();
    draw(&mut pad, 100);
    pad.clear();
    let drawing = Drawing::new([vec![Point { x: 5, y: 200 }, Point { x: 5, y: 800 }]]);
    pad.on = OnPad::Strokes(drawing);
    pad.redo();
    assert_eq!(columns(&pad), [5]);
    pad.undo();
    assert!(pad.is_empty());
    pad.redo();
    assert_eq!(columns(&pad), [5]);
}

#[test]
fn the_history_is_bounded() {
    let mut pad = Pad::default();
    for _ in 0..2 * MOST_CHANGES {
        draw(&mut pad, 100);
        pad.clear();
    }
    assert_eq!(pad.history.past.len(), MOST_CHANGES);
    (0..5 * MOST_CHANGES).for_each(|_| pad.undo());
    assert!(pad.history.past.is_empty() && pad.history.future.len() == MOST_CHANGES);
}

#[test]
fn a_stroke_of_any_length_leaves_room_for_the_next() {
    let mut pad = Pad::default();
    // Up and down: about 12,000 points, of which only the turns are needed.
    let stroke = |pad: &mut Pad, x: u16| {
        pad.begin_stroke(Point { x, y: 0 });
        for i in 1..=12_000u16 {
            let (row, is_down) = (i % 1_000, (i / 1_000).is_multiple_of(2));
            pad.extend_stroke(Point { x: x + i / 100, y: if is_down { row } else { 1_000 - row } });
        }
        pad.lift();
    };
    stroke(&mut pad, 100);
    stroke(&mut pad, 600);
    let counts: Vec<usize> = pad.drawing().strokes().iter().map(Vec::len).collect();
    assert!(counts.len() == 2 && counts.iter().all(|count| (13..40).contains(count)), "{counts:?}");
    let reach = pad.drawing().strokes().iter().flatten().map(|point| point.x).max();
    assert!(reach >= Some(715), "its end is kept: {reach:?}");
    pad.undo();
    pad.redo();
    assert_eq!(pad.drawing().strokes().len(), 2);
}

#[test]
fn a_full_pad_says_so_and_keeps_its_drawing() {
    let mut pad = Pad::default();
    let dots = MOST_POINTS as u16;
    for i in 0..dots {
        assert!(!pad.is_full());
        pad.begin_stroke(Point { x: i % 100 * 10, y: i / 100 * 10 });
        pad.lift();
    }
    let before = pad.on.clone();
    assert!(pad.is_full());
    draw(&mut pad, 500);
    pad.lift();
    assert_eq!(pad.on, before);
    pad.undo();
    assert!(!pad.is_full());
}
