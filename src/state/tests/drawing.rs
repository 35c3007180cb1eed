//! Tests of drawings in links.

use super::*;
use hourglass_core::data::digit::hand;

/// Draws a vertical stroke of two points.
fn draw(state: &mut State, x: u16) {
    state.pad.begin_stroke(Point { x, y: 200 });
    state.pad.extend_stroke(Point { x, y: 800 });
}

#[test]
fn a_drawing_from_a_link_keeps_its_points() {
    let straight = |x| (0..50u16).map(|y| Point { x, y: 10 * y }).collect::<Vec<_>>();
    let drawing = Drawing::new([straight(100), straight(300)]);
    let (link, _) = Link::from_hash(&Link { drawing: drawing.clone(), ..Link::default() }.to_short_hash());
    let mut state = State::new(link, vec![]);
    state.pad.lift();
    draw(&mut state, 500);
    state.pad.lift();
    assert_eq!(state.pad.drawing().strokes()[..2], *drawing.strokes());
    // A link that arrives while a stroke is drawn.
    draw(&mut state, 700);
    state.load(Link { drawing: drawing.clone(), ..Link::default() }, vec![]);
    state.pad.extend_stroke(Point { x: 9, y: 9 });
    state.pad.lift();
    assert_eq!(*state.pad.drawing(), drawing);
}

#[test]
fn an_address_with_a_drawing_is_short() {
    let address = |strokes: usize, note: &str| {
        let mut state = state("");
        for i in 0..strokes {
            let (y, across) = (200.0 + 600.0 / strokes as f32 * i as f32, 250.0 + 20.0 * i as f32);
            let way = hand::ring((500.0, y), (across, 150.0), 400);
            state.pad.begin_stroke(way[0]);
            way[1..].iter().for_each(|&point| state.pad.extend_stroke(point));
            state.pad.lift();
        }
        assert!(state.teaching.set_note(note));
        format!("https://example.org/hourglass/#{}", state.link().to_short_hash())
    };
    let three = address(3, "");
    assert!(three.len() < 300, "{} letters", three.len());
    let note = "Σχεδίασε ένα ψηφίο και δες πώς το ξαναχτίζουν τα δύο δίκτυα. ".repeat(4);
    let six = address(6, &note);
    assert!(six.len() < 1_200, "{} letters", six.len());
}
