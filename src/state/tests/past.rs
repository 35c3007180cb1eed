//! Tests of runs that were replaced by another one and then restored.

use super::*;

/// A page whose run has finished its two epochs.
fn finished() -> State {
    let mut state = ready("epochs=2&latent=3");
    state.start();
    state.apply(report(state.run.id(), 2, 150.0));
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch: 2, bytes: vec![1, 2, 3] } });
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Finished });
    state
}

fn offers(state: &State) -> bool {
    state.message.as_ref().is_some_and(|message| message.remedy == Some(Remedy::Undo) && !message.fault)
}

/// The actions that begin another run.
const ACTS: [fn(&mut State); 4] = [
    State::another_seed,
    State::reset,
    |state| state.choose(Config { latent: 5, beta: 0.5, ..state.config.clone() }),
    |state| {
        state.open_experiment(Experiment::find("sweep").unwrap());
        state.answer(true);
    },
];

#[test]
fn every_action_that_begins_another_run_can_be_undone() {
    for (i, act) in ACTS.into_iter().enumerate() {
        let mut state = finished();
        let (config, kept, run) = (state.config().clone(), state.kept().cloned(), state.run.id());
        act(&mut state);
        assert!(offers(&state) && state.kept().is_none(), "act {i}");
        let event = prepared(&state, state.run.id());
        state.apply(event);
        assert!(offers(&state), "act {i}: the new run may be ready");

        let commands = state.sent(State::remedy);
        let resumed = Some(Config { backend: BackendChoice::Cpu, ..config.clone() });
        let restore = Command::Restore { run: state.run.id(), config: resumed, checkpoint: vec![1, 2, 3].into() };
        assert_eq!(commands.last(), Some(&restore), "act {i}");
        assert_ne!(state.run.id(), run);
        assert_eq!((state.config(), state.study.which()), (&config, Study::None), "act {i}");
        assert_eq!(state.kept(), kept.as_ref(), "act {i}: it is stored again");
        assert!(state.message.is_none() && !state.kept.has_past(), "act {i}");
        let event = prepared(&state, state.run.id());
        state.apply(event);
        state.apply(report(state.run.id(), 2, 150.0));
        assert_eq!((state.run.phase(), state.run.progress().epoch), (Phase::Finished, 2), "act {i}");
        assert_eq!(state.run.curves().get(Model::Ae).unwrap().epochs.len(), 1, "act {i}: its curves are reported once");
    }
}

#[test]
fn a_run_that_trained_is_restored_paused_at_its_last_epoch() {
    let mut state = ready("");
    state.start();
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Snapshot { epoch: 4, pictures: Box::default() } });
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch: 4, bytes: vec![4] } });
    state.apply(report(state.run.id(), 4, 150.0));
    state.another_seed();
    assert!(state.message.as_ref().unwrap().text.contains("at epoch 4"));
    assert!(state.time.moment().is_none());
    state.remedy();
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![], "training was not requested");
    state.apply(report(state.run.id(), 4, 150.0));
    assert_eq!((state.run.phase(), state.run.progress().epoch), (Phase::Paused, 4));
    assert_eq!(state.time.moment().map(|moment| moment.last_epoch), Some(4));
    assert_eq!(state.sent(State::start), vec![Command::Train]);
}

#[test]
fn changing_settings_again_before_training_still_leads_back_to_the_same_run() {
    let mut state = finished();
    for latent in [4, 5] {
        state.choose(Config { latent, ..state.config.clone() });
        let event = prepared(&state, state.run.id());
        state.apply(event);
    }
    assert_eq!(state.message.as_ref().unwrap().text.matches("new run").count(), 1, "the message appears once");
    state.remedy();
    assert_eq!(state.config.latent, 3);
}

#[test]
fn once_the_new_run_trains_the_previous_one_is_discarded() {
    let trains: [fn(&mut State); 2] = [State::start, State::step_epoch];
    for train in trains {
        for is_ready in [false, true] {
            let mut state = finished();
            state.another_seed();
            let event = prepared(&state, state.run.id());
            if is_ready {
                state.apply(event.clone());
            }
            train(&mut state);
            assert!(!state.kept.has_past() && state.message.is_none());
            let seed = state.config.seed;
            assert_eq!((state.sent(State::remedy), state.config.seed), (vec![], seed));
        }
    }
}

#[test]
fn a_run_that_never_trained_is_not_offered_for_undo() {
    for act in ACTS {
        let mut state = ready("epochs=2&latent=3");
        act(&mut state);
        assert!(state.message.is_none() && !state.kept.has_past());
    }
}

#[test]
fn dismissing_the_offer_discards_the_run_but_another_notice_keeps_it() {
    let mut state = finished();
    state.another_seed();
    state.dismiss_message();
    assert!(!state.kept.has_past());

    let mut state = finished();
    state.another_seed();
    let Event::Run { run, event: RunEvent::Prepared(mut prepared) } = prepared(&state, state.run.id()) else {
        panic!()
    };
    prepared.notices = vec!["Something was replaced.".into()];
    state.apply(Event::Run { run, event: RunEvent::Prepared(prepared) });
    assert!(offers(&state));
    state.start();
    assert_eq!(state.message.as_ref().unwrap().text, "Something was replaced.");
}

#[test]
fn files_and_a_table_are_restored_with_their_run() {
    let mut state = ready("");
    for byte in [1, 2] {
        take_images(&mut state, vec![byte]);
        state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch: 1, bytes: vec![byte] } });
    }
    let commands = state.sent(State::remedy);
    assert!(
        matches!(&commands[..], [Command::Load { data: Data::Images { images, .. }, .. }, Command::Restore { checkpoint, .. }]
            if images[..] == [1] && checkpoint[..] == [1]),
        "{commands:?}"
    );

    let (mut state, mut reader) = (super::state("data=table"), Reader::default());
    reader.sent(&mut state, |state| state.apply(Event::Ready));
    let event = prepared(&state, state.run.id());
    state.apply(event);
    let choice = state.table.clone().unwrap().choice().clone();
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch: 1, bytes: vec![1] } });
    let column = choice.features[0];
    reader.sent(&mut state, |state| state.toggle_feature(column));
    assert_ne!(state.table.as_ref().unwrap().used().choice, choice);
    let commands = reader.sent(&mut state, State::remedy);
    assert!(matches!(commands[..], [Command::Restore { .. }]), "{commands:?}");
    assert_eq!(state.table.as_ref().unwrap().used().choice, choice);
}
