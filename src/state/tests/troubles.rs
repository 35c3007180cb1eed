//! Tests of files that are refused and data that does not arrive.

use super::*;

/// Offers images. Returns the id that the trainer gets for them.
fn offer(state: &mut State) -> LoadId {
    match state.sent(|state| state.offer(OwnFiles { images: vec![1, 2].into(), labels: None }))[..] {
        [Command::Load { load, data: Data::Images { .. } }] => load,
        ref commands => panic!("{commands:?}"),
    }
}

fn refused(load: LoadId) -> Event {
    Event::Loaded { load, outcome: Err("Not an IDX file.".into()) }
}

fn accepted(load: LoadId) -> Event {
    Event::Loaded { load, outcome: Ok(Loaded::Images) }
}

#[test]
fn refused_files_change_nothing() {
    let mut state = ready("");
    let run = state.run.id();
    state.start();
    let load = offer(&mut state);
    state.apply(refused(load));
    assert_eq!((state.run.id(), state.run.phase(), state.config.source), (run, Phase::Training, Source::Digits));
    assert!(state.message.as_ref().unwrap().fault);
    state.apply(report(run, 1, 170.0));
    assert_eq!(state.run.progress().epoch, 1);
}

#[test]
fn a_refused_table_is_handled_like_refused_images() {
    let story = |offer: fn(&mut State)| {
        let mut state = ready("");
        let [Command::Load { load, .. }] = state.sent(offer)[..] else { panic!() };
        assert!(state.is_reading_files() && state.sent(State::start).is_empty());
        let commands = state.sent(|state| state.apply(refused(load)));
        (commands, state.run.phase(), state.config.source, state.message().cloned())
    };
    let images = story(|state| state.offer(OwnFiles { images: vec![1, 2].into(), labels: None }));
    let table = story(|state| state.offer_table("own.csv".into(), vec![1, 2]));
    assert_eq!(images.0, vec![Command::Train]);
    assert_eq!(images, table);
}

#[test]
fn training_waits_for_pending_files() {
    let mut state = ready("");
    let load = offer(&mut state);
    assert_eq!(state.sent(State::start), vec![], "it would train the run on the files");
    assert_eq!(state.sent(|state| state.apply(refused(load))), vec![Command::Train]);
}

#[test]
fn a_reset_gives_up_pending_files() {
    let mut state = ready("");
    let load = offer(&mut state);
    state.reset();
    let run = state.run.id();
    assert_eq!(state.sent(|state| state.apply(accepted(load))), vec![], "the answer is late");
    assert_eq!((state.run.id(), state.config.source, state.has_own_files()), (run, Source::Digits, false));
}

#[test]
fn files_are_answered_in_the_order_in_which_they_were_offered() {
    let mut state = ready("");
    let (first, second) = (offer(&mut state), offer(&mut state));
    state.start();
    assert_eq!(state.sent(|state| state.apply(refused(first))), vec![], "the second is still being read");
    let commands = state.sent(|state| state.apply(accepted(second)));
    assert!(matches!(&commands[..], [Command::Prepare { config, .. }] if config.source == Source::Own));
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
}

#[test]
fn later_files_stay_pending_when_earlier_ones_are_accepted() {
    let mut state = ready("");
    let (first, second) = (offer(&mut state), offer(&mut state));
    state.apply(accepted(first));
    assert!(state.is_reading_files() && state.config.source == Source::Own);
    let run = state.run.id();
    state.apply(accepted(second));
    assert!(!state.is_reading_files() && state.run.id() != run);
}

#[test]
fn files_that_cannot_be_trained_on_stay_in_use_and_the_previous_run_can_be_restored() {
    let mut state = ready("");
    let run = state.run.id();
    state.apply(Event::Run { run, event: RunEvent::Checkpoint { epoch: 3, bytes: vec![9] } });
    let load = offer(&mut state);
    state.apply(accepted(load));
    let why = "None of the training images shows one of the digits 3; choose other digits.";
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Failed(why.into()) });
    assert_eq!((state.run.phase(), state.message.as_ref().unwrap().text.as_str()), (Phase::Failed, why));
    let commands = state.sent(|state| state.choose(Config { digits: Digits::from_text("4"), ..state.config.clone() }));
    assert!(matches!(&commands[..], [Command::Prepare { config, .. }] if config.source == Source::Own));
    assert_eq!(state.message.as_ref().unwrap().remedy, Some(Remedy::Undo));
    let commands = state.sent(State::remedy);
    assert!(matches!(&commands[..], [Command::Restore { checkpoint, .. }] if checkpoint[..] == [9]), "{commands:?}");
    assert_eq!(state.config.source, Source::Digits);
}

#[test]
fn accepted_files_begin_a_run_and_outlive_the_trainer() {
    let mut state = ready("");
    let load = offer(&mut state);
    assert!(matches!(&state.sent(|state| state.apply(accepted(load)))[..], [Command::Prepare { .. }]));
    let event = prepared(&state, state.run.id());
    state.apply(event);
    assert_eq!((state.run.phase(), state.config.source), (Phase::Ready, Source::Own));
    assert!(matches!(&state.sent(State::reset)[..], [Command::Prepare { .. }]), "the trainer has them");
    state.trainer_died(Program::Cpu);
    assert!(
        matches!(
            &state.sent(|state| state.apply(Event::Ready))[..],
            [_, Command::Load { .. }, Command::Prepare { .. }]
        ),
        "a new one does not"
    );
}

#[test]
fn a_new_attempt_clears_the_old_fault() {
    let mut state = ready("");
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Failed("The digits could not be fetched.".into()) });
    assert!(state.message.is_some());
    assert!(matches!(state.sent(State::start)[..], [Command::Prepare { .. }]));
    assert_eq!((state.run.phase(), state.message()), (Phase::Loading, None));
}

#[test]
fn a_button_requests_missing_data_again() {
    for (hash, commands) in [("", vec![]), ("run=1", vec![Command::Train])] {
        let mut state = state(hash);
        state.apply(Event::Ready);
        state.apply(Event::Run {
            run: state.run.id(),
            event: RunEvent::Failed("The digits could not be fetched.".into()),
        });
        let message = state.message.as_ref().unwrap();
        assert_eq!(message.remedy.unwrap().words(), "Try again");
        assert!(matches!(state.sent(State::remedy)[..], [Command::Prepare { .. }]));
        assert_eq!((state.run.phase(), state.message()), (Phase::Loading, None));
        let event = prepared(&state, state.run.id());
        assert_eq!(state.sent(|state| state.apply(event)), commands, "the queued training is not forgotten");
    }
}
