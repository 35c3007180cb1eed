//! Tests of a study together with the trainer and the run.

use super::*;
use hourglass_core::{
    link::Link,
    protocol::{BetaPicture, Event, SweepPoint, Terms},
};

/// A page whose trainer listens.
pub fn state(hash: &str) -> State {
    let (link, notices) = Link::from_hash(hash);
    let mut state = State::new(link, notices);
    state.apply(Event::Ready);
    state
}

pub fn found(state: &mut State, finding: Finding) {
    let event = Event::Studied { run: state.study.run(), finding: Box::new(finding) };
    state.apply(event);
}

/// A sweep in which these sizes are done.
pub fn swept(hash: &str, sizes: &[usize]) -> State {
    let mut state = state(hash);
    assert!(matches!(state.sent(State::begin_study).pop(), Some(Command::BeginStudy { .. })));
    for &latent in sizes {
        found(&mut state, Finding::Point(SweepPoint { latent, ae: 0.05, pca: 0.06 }));
    }
    state
}

#[test]
fn untrained_networks_are_not_a_result() {
    let mut state = state("study=betas");
    state.begin_study();
    let mut tell = |terms: Terms| {
        let betas = std::array::from_fn(|_| BetaPicture { terms, ..BetaPicture::default() });
        found(&mut state, Finding::Betas(betas));
        state.study.betas().is_some()
    };
    assert!(!tell(Terms::default()), "no epoch is finished");
    assert!(tell(Terms { loss: 200.0, ..Terms::default() }));
}

#[test]
fn the_ends_of_a_sweep_push_each_other() {
    let mut state = state("study=sweep-3-8");
    for (change, end, ends) in [
        (State::sweep_from as fn(&mut State, usize), 10, (10, 10)),
        (State::sweep_to, 4, (4, 4)),
        (State::sweep_to, 99, (4, 32)),
        (State::sweep_from, 0, (1, 32)),
    ] {
        change(&mut state, end);
        assert_eq!(state.study.sweep_ends(), ends);
    }
}

#[test]
fn a_shorter_sweep_that_has_all_its_points_is_finished() {
    let mut state = swept("study=sweep-1-3", &[1, 2]);
    state.sweep_to(2);
    assert_eq!((state.study.phase(), state.study.part()), (StudyPhase::Finished, 1.0));
    state.sweep_to(4);
    assert_eq!((state.study.phase(), state.study.part()), (StudyPhase::Waiting, 0.5));
}

#[test]
fn studies_need_images() {
    let mut state = state("study=pca&data=spiral");
    assert_eq!(state.sent(State::begin_study), vec![]);
    assert!(state.study_note().contains("images"));
}

#[test]
fn another_study_ends_the_current_one_and_a_failure_is_reported() {
    let mut state = state("study=pca");
    assert!(matches!(state.sent(State::begin_study)[..], [Command::BeginStudy { .. }]));
    assert_eq!(state.sent(|state| state.choose_study(Study::Pca)), vec![], "it is already chosen");
    assert_eq!(state.sent(|state| state.choose_study(Study::Betas)), vec![Command::EndStudy]);
    assert_eq!(state.sent(|state| state.choose_study(Study::None)), vec![], "nothing is under way");
    state.choose_study(Study::Betas);
    state.begin_study();
    found(&mut state, Finding::Failed("No memory.".into()));
    assert_eq!(state.message.as_ref().map(|message| message.text.as_str()), Some("No memory."));
}
