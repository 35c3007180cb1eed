//! Stories of files that are refused and data that does not come.

use super::*;

#[test]
fn refused_files_leave_all_as_it_was() {
    let mut state = ready("");
    let (run, files) = (state.run.id(), OwnFiles { images: vec![1, 2], labels: None });
    state.start();
    let commands = state.sent(|state| state.offer(files));
    assert!(matches!(&commands[..], [Command::UseFiles { config, .. }] if config.source == Source::Own));
    let [Command::UseFiles { run: refused, .. }] = commands[..] else { panic!("{commands:?}") };
    state.apply(Event::Refused { run: refused, message: "Not an IDX file.".into() });
    assert_eq!((state.run.id(), state.run.phase(), state.config.source), (run, Phase::Training, Source::Digits));
    assert!(state.message.as_ref().unwrap().fault);
    state.apply(report(run, 1, 170.0));
    assert_eq!(state.run.progress().epoch, 1);
}

#[test]
fn training_waits_for_files_on_trial() {
    let mut state = ready("");
    let commands = state.sent(|state| state.offer(OwnFiles { images: vec![1, 2], labels: None }));
    let [Command::UseFiles { run, .. }] = commands[..] else { panic!("{commands:?}") };
    assert_eq!(state.sent(State::start), vec![], "it would train what the files make");
    assert_eq!(
        state.sent(|state| state.apply(Event::Refused { run, message: "Not an IDX file.".into() })),
        vec![Command::Train]
    );
}

#[test]
fn a_reset_gives_up_files_on_trial() {
    let mut state = ready("");
    let commands = state.sent(|state| state.offer(OwnFiles { images: vec![1, 2], labels: None }));
    let [Command::UseFiles { run, .. }] = commands[..] else { panic!("{commands:?}") };
    state.reset();
    let event = prepared(&state, run);
    state.apply(event);
    assert_eq!(state.run.phase(), Phase::Loading, "late news");
}

#[test]
fn answers_come_in_the_order_of_the_questions() {
    let mut state = ready("");
    let offer = |state: &mut State| match state.sent(|state| state.offer(OwnFiles { images: vec![1], labels: None }))[..]
    {
        [Command::UseFiles { run, .. }] => run,
        _ => panic!("not offered"),
    };
    let first = offer(&mut state);
    let second = offer(&mut state);
    state.start();
    assert_eq!(
        state.sent(|state| state.apply(Event::Refused { run: first, message: "The first.".into() })),
        vec![],
        "the second is still read"
    );
    let event = prepared(&state, second);
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
    assert_eq!(state.run.id(), second);
}

#[test]
fn files_on_which_nothing_can_be_trained_bring_the_old_run_back() {
    let mut state = ready("");
    let commands = state.sent(|state| state.offer(OwnFiles { images: vec![1, 2], labels: None }));
    let [Command::UseFiles { run, .. }] = commands[..] else { panic!("{commands:?}") };
    let commands = state.sent(|state| state.apply(Event::Failed { run, message: "Too few images.".into() }));
    assert!(matches!(&commands[..], [Command::Prepare { config, .. }] if config.source == Source::Digits));
    assert_eq!(state.run.phase(), Phase::Loading);
    assert_eq!(state.message.unwrap().text, "Too few images.");
}

#[test]
fn accepted_files_begin_a_run_and_outlive_the_trainer() {
    let mut state = ready("");
    let commands = state.sent(|state| state.offer(OwnFiles { images: vec![1, 2], labels: None }));
    let [Command::UseFiles { run, .. }] = commands[..] else { panic!("{commands:?}") };
    let Event::Prepared { mut prepared, .. } = prepared(&state, run) else { panic!() };
    prepared.config.source = Source::Own;
    state.apply(Event::Prepared { run, prepared });
    assert_eq!((state.run.id(), state.run.phase(), state.config.source), (run, Phase::Ready, Source::Own));
    assert!(matches!(&state.sent(State::reset)[..], [Command::Prepare { .. }]), "the trainer has them");
    state.trainer_died(Program::Cpu);
    assert!(
        matches!(&state.sent(|state| state.apply(Event::Ready))[..], [_, Command::UseFiles { .. }]),
        "a new one has not"
    );
}

#[test]
fn a_new_try_takes_the_old_fault_away() {
    let mut state = ready("");
    state.apply(Event::Failed { run: state.run.id(), message: "The digits could not be fetched.".into() });
    assert!(state.message.is_some());
    assert!(matches!(state.sent(State::start)[..], [Command::Prepare { .. }]));
    assert_eq!((state.run.phase(), &state.message), (Phase::Loading, &None));
}

#[test]
fn data_that_did_not_come_is_asked_for_again_by_a_button() {
    for (hash, commands) in [("", vec![]), ("run=1", vec![Command::Train])] {
        let mut state = state(hash);
        state.apply(Event::Ready);
        state.apply(Event::Failed { run: state.run.id(), message: "The digits could not be fetched.".into() });
        let message = state.message.as_ref().unwrap();
        assert_eq!(message.remedy.unwrap().words(), "Try again");
        assert!(matches!(state.sent(State::remedy)[..], [Command::Prepare { .. }]));
        assert_eq!((state.run.phase(), &state.message), (Phase::Loading, &None));
        let event = prepared(&state, state.run.id());
        assert_eq!(state.sent(|state| state.apply(event)), commands, "training that was wished for is not forgotten");
    }
}
