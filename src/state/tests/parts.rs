//! Which parts of the state an action changes: the page recomputes only the values derived from them.

use super::*;
use crate::state::tracked::{Part, take_changes};

/// The parts that an action changes.
fn changed(state: &mut State, act: impl FnOnce(&mut State)) -> Vec<Part> {
    let _ = take_changes();
    act(state);
    take_changes().iter().collect()
}

#[test]
fn a_point_of_a_stroke_changes_only_the_pad() {
    let mut state = ready("");
    state.pad.begin_stroke(Point { x: 100, y: 100 });
    let act = |state: &mut State| state.pad.extend_stroke(Point { x: 100, y: 200 });
    assert_eq!(changed(&mut state, act), [Part::Pad]);
    assert_eq!(changed(&mut state, State::show_pad), [Part::Life], "the trainer has seen it");
    assert_eq!(changed(&mut state, State::painted), []);
}

#[test]
fn a_report_changes_only_the_parts_it_contains() {
    let mut state = ready("");
    state.start();
    let event = report(state.run.id(), 1, 170.0);
    let act = |state: &mut State| state.apply(event);
    assert_eq!(changed(&mut state, act), [Part::Progress, Part::Curves, Part::Life]);
}

#[test]
fn a_choice_for_the_chart_changes_the_view() {
    let mut state = ready("");
    assert_eq!(changed(&mut state, |state| state.view.choose_scale(Scale::Log)), [Part::View]);
}
