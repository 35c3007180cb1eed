//! Tests of the two trainers, and of which one is in charge.

use super::*;

const SLOW: (f64, f64) = (240.0, 9.8);
const FAST: (f64, f64) = (1.9, 9.8);

/// The outcome of a trial: milliseconds on WebGPU and on the CPU.
fn timed((webgpu, cpu): (f64, f64)) -> Result<Timing, String> {
    Ok(Timing { adapter: "Toy".into(), webgpu, cpu })
}

/// A page whose first run is ready, in a browser with WebGPU.
fn ready(hash: &str) -> State {
    let mut state = state(hash).with_webgpu(true);
    state.apply(Event::Ready);
    get_ready(&mut state);
    state
}

/// The trainer in charge reports that the run is set up.
fn get_ready(state: &mut State) -> Vec<Command> {
    let Event::Run { run, event: RunEvent::Prepared(mut prepared) } = prepared(state, state.run.id()) else { panic!() };
    prepared.backend = match state.in_charge() {
        Program::Cpu => Backend::Cpu { why: String::new() },
        Program::Webgpu => Backend::Webgpu { adapter: "Toy".into() },
    };
    state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Prepared(prepared) }))
}

/// The WebGPU trainer is started beside the other one, and gets a trial.
fn begin_trial(state: &mut State) {
    assert!(state.can_try_webgpu());
    assert_eq!(state.sent(State::try_webgpu), vec![]);
    assert!(state.needs(Program::Webgpu) && !state.can_try_webgpu());
    assert_eq!(state.sent(State::webgpu_is_ready), vec![], "the trainer in charge gets no command");
    assert!(matches!(state.drain().trial, Some(Command::Trial(_))));
    assert!(state.backend_words().contains("being tried"));
}

/// Runs a whole trial.
fn have_tried(state: &mut State, outcome: (f64, f64)) -> Vec<Command> {
    begin_trial(state);
    state.sent(|state| state.webgpu_was_timed(timed(outcome)))
}

#[test]
fn the_cpu_begins_unless_webgpu_was_chosen() {
    for (hash, is_offered, program) in [
        ("", true, Program::Cpu),
        ("", false, Program::Cpu),
        ("backend=cpu", true, Program::Cpu),
        ("backend=webgpu", true, Program::Webgpu),
        ("backend=webgpu", false, Program::Cpu),
    ] {
        let state = state(hash).with_webgpu(is_offered);
        let other = if program == Program::Cpu { Program::Webgpu } else { Program::Cpu };
        assert_eq!(state.in_charge(), program, "{hash:?}");
        assert!(state.needs(program) && !state.keeps(other), "{hash:?}");
    }
}

#[test]
fn webgpu_is_tried_only_if_it_may_win_and_no_run_is_disturbed() {
    for hash in ["backend=cpu", "backend=webgpu", "data=spiral", "data=table"] {
        assert!(!ready(hash).can_try_webgpu(), "{hash}");
    }
    assert!(!super::ready("").can_try_webgpu(), "no WebGPU");
    let mut state = ready("");
    state.start();
    assert!(!state.can_try_webgpu(), "while it trains");
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Finished });
    assert!(state.can_try_webgpu());
}

#[test]
fn webgpu_takes_over_a_run_that_has_not_begun_if_it_wins() {
    let mut state = ready("");
    let old = state.run.id();
    let commands = have_tried(&mut state, FAST);
    assert!(matches!(&commands[..], [Command::Draw(_), Command::Prepare { run, config }]
        if *run != old && config.backend == BackendChoice::Webgpu));
    assert_eq!((state.in_charge(), state.run.phase()), (Program::Webgpu, Phase::Loading));
    assert!(!state.keeps(Program::Cpu));
    state.start();
    assert_eq!(get_ready(&mut state), vec![Command::Train], "the queued training starts");
    assert_eq!(state.backend_words(), "The networks run through WebGPU on “Toy”: 1.9 ms per step, the CPU 9.8 ms.");
    assert_eq!(state.config.backend, BackendChoice::Auto);
}

#[test]
fn webgpu_waits_for_the_next_run_if_it_wins_after_one_has_begun() {
    let mut state = ready("");
    begin_trial(&mut state);
    state.start();
    state.apply(report(state.run.id(), 1, 170.0));
    assert_eq!(state.sent(|state| state.webgpu_was_timed(timed(FAST))), vec![]);
    assert_eq!((state.in_charge(), state.run.phase()), (Program::Cpu, Phase::Training));
    assert!(state.keeps(Program::Webgpu) && !state.needs(Program::Webgpu));
    assert!(state.backend_words().contains("press Reset"), "{}", state.backend_words());
    assert!(matches!(state.sent(State::reset)[..], [Command::Draw(_), Command::Prepare { .. }]));
    assert_eq!(state.in_charge(), Program::Webgpu);
}

#[test]
fn webgpu_is_stopped_if_it_loses() {
    let mut state = ready("");
    let run = state.run.id();
    assert_eq!(have_tried(&mut state, SLOW), vec![]);
    assert_eq!((state.in_charge(), state.run.id(), state.run.phase()), (Program::Cpu, run, Phase::Ready));
    assert!(!state.keeps(Program::Webgpu) && !state.can_try_webgpu());
    assert_eq!(state.backend_words(), "The networks run on the CPU: 9.8 ms per step, WebGPU on “Toy” 240 ms.");
}

#[test]
fn much_larger_or_smaller_networks_are_tried_again() {
    let mut state = ready("hidden=64");
    have_tried(&mut state, (19.6, 9.8));
    let resize = |state: &mut State, hidden: usize| {
        state.choose(Config { hidden: vec![hidden], ..state.config.clone() });
        let program = state.in_charge();
        if program == Program::Cpu {
            state.apply(Event::Ready);
        }
        get_ready(state);
        (program, state.can_try_webgpu())
    };
    assert_eq!(resize(&mut state, 128), (Program::Cpu, false), "not even twice as slow");
    assert_eq!(resize(&mut state, 512), (Program::Cpu, true));
    have_tried(&mut state, (20.0, 80.0));
    get_ready(&mut state);
    assert_eq!(resize(&mut state, 1024), (Program::Webgpu, false));
    assert_eq!(resize(&mut state, 64), (Program::Cpu, false), "an earlier trial was lost");
    assert!(!state.keeps(Program::Webgpu));
}

#[test]
fn choosing_a_backend_ends_the_trial_and_uses_a_trainer_that_is_already_running() {
    let mut state = ready("");
    begin_trial(&mut state);
    state.choose(Config { backend: BackendChoice::Cpu, ..state.config.clone() });
    assert!(!state.keeps(Program::Webgpu));
    assert_eq!(state.sent(|state| state.webgpu_was_timed(timed(FAST))), vec![]);
    assert!(state.backend_words().contains("as you chose"));

    let mut state = ready("");
    begin_trial(&mut state);
    let commands = state.sent(|state| state.choose(Config { backend: BackendChoice::Webgpu, ..state.config.clone() }));
    assert!(matches!(commands[..], [Command::Draw(_), Command::Prepare { .. }]), "it listens already");
    assert_eq!(state.in_charge(), Program::Webgpu);
    assert_eq!(
        state.sent(|state| state.apply(Event::TrialResult(timed(SLOW)))),
        vec![],
        "the result is no longer needed"
    );
}

#[test]
fn a_trial_that_fails_or_takes_too_long_is_reported_and_not_repeated() {
    type End = fn(&mut State);
    let ends: [(End, &str); 3] = [
        (|state| state.webgpu_was_timed(Err("No adapter.".into())), "No adapter."),
        (|state| state.trainer_died(Program::Webgpu), "failed its start-up check"),
        (|state| state.give_up_trial(), "too slow"),
    ];
    for (end, words) in ends {
        let mut state = ready("");
        begin_trial(&mut state);
        end(&mut state);
        assert!(!state.keeps(Program::Webgpu) && !state.can_try_webgpu());
        assert!(state.backend_words().contains(words), "{}", state.backend_words());
        assert_eq!((state.run.phase(), state.message()), (Phase::Ready, None), "the run is not affected");
        state.choose(Config { backend: BackendChoice::Webgpu, ..state.config.clone() });
        assert_eq!(state.in_charge(), Program::Webgpu, "a user who chooses it gets it");
    }
}

#[test]
fn the_cpu_takes_over_if_webgpu_is_lost_during_training() {
    let mut state = ready("");
    have_tried(&mut state, FAST);
    get_ready(&mut state);
    state.start();
    state.apply(report(state.run.id(), 2, 160.0));
    assert_eq!(state.sent(|state| state.trainer_died(Program::Webgpu)), vec![]);
    assert!(state.needs(Program::Cpu) && !state.keeps(Program::Webgpu));
    assert_eq!(state.message().unwrap().text, "WebGPU stopped unexpectedly; training starts over on the CPU.");
}

#[test]
fn a_waiting_webgpu_trainer_takes_over_if_the_cpu_trainer_dies() {
    let mut state = ready("");
    begin_trial(&mut state);
    state.start();
    state.apply(report(state.run.id(), 1, 170.0));
    state.webgpu_was_timed(timed(FAST));
    assert!(matches!(
        state.sent(|state| state.trainer_died(Program::Cpu))[..],
        [Command::Draw(_), Command::Prepare { .. }]
    ));
    assert_eq!(state.in_charge(), Program::Webgpu);
}

#[test]
fn an_insecure_address_is_blamed_instead_of_the_browser() {
    let words = |is_secure| super::ready("").with_secure_address(is_secure).backend_words();
    assert!(words(true).contains("This browser has no WebGPU."), "{}", words(true));
    assert!(words(false).contains("https") && !words(false).contains("This browser"), "{}", words(false));
}
