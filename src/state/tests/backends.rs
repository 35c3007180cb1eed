//! Stories of two trainers, and of which is in charge.

use super::*;

const SLOW: (f64, f64) = (240.0, 9.8);
const FAST: (f64, f64) = (1.9, 9.8);

/// A trial's outcome: milliseconds on WebGPU, on the CPU.
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

/// The trainer in charge answers.
fn get_ready(state: &mut State) -> Vec<Command> {
    let Event::Run { run, event: RunEvent::Prepared(mut prepared) } = prepared(state, state.run.id()) else { panic!() };
    prepared.backend = match state.in_charge() {
        Program::Cpu => Backend::Cpu { why: String::new() },
        Program::Webgpu => Backend::Webgpu { adapter: "Toy".into() },
    };
    state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Prepared(prepared) }))
}

/// The trainer with WebGPU is started beside the other, and asked to try.
fn begin_trial(state: &mut State) {
    assert!(state.can_try_webgpu());
    assert_eq!(state.sent(State::try_webgpu), vec![]);
    assert!(state.needs(Program::Webgpu) && !state.can_try_webgpu());
    assert_eq!(state.sent(State::webgpu_is_ready), vec![], "the trainer in charge is not asked");
    assert!(matches!(state.drain().trial, Some(Command::Trial(_))));
    assert!(state.backend_words().contains("being tried"));
}

/// The trial from its beginning to its end.
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
fn webgpu_is_tried_only_where_that_is_of_use_and_harms_no_run() {
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
fn a_webgpu_that_wins_takes_over_a_run_that_has_not_begun() {
    let mut state = ready("");
    let old = state.run.id();
    let commands = have_tried(&mut state, FAST);
    assert!(matches!(&commands[..], [Command::Draw(_), Command::Prepare { run, config }]
        if *run != old && config.backend == BackendChoice::Webgpu));
    assert_eq!((state.in_charge(), state.run.phase()), (Program::Webgpu, Phase::Loading));
    assert!(!state.keeps(Program::Cpu));
    state.start();
    assert_eq!(get_ready(&mut state), vec![Command::Train], "what was asked for meanwhile is done");
    assert_eq!(state.backend_words(), "The networks run through WebGPU on “Toy”: 1.9 ms per step, the CPU 9.8 ms.");
    assert_eq!(state.config.backend, BackendChoice::Auto);
}

#[test]
fn a_webgpu_that_wins_waits_for_the_next_run_where_one_has_begun() {
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
fn a_webgpu_that_loses_goes() {
    let mut state = ready("");
    let run = state.run.id();
    assert_eq!(have_tried(&mut state, SLOW), vec![]);
    assert_eq!((state.in_charge(), state.run.id(), state.run.phase()), (Program::Cpu, run, Phase::Ready));
    assert!(!state.keeps(Program::Webgpu) && !state.can_try_webgpu());
    assert_eq!(state.backend_words(), "The networks run on the CPU: 9.8 ms per step, WebGPU on “Toy” 240 ms.");
}

#[test]
fn networks_that_are_far_larger_or_smaller_are_tried_anew() {
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
    assert_eq!(resize(&mut state, 64), (Program::Cpu, false), "lost before");
    assert!(!state.keeps(Program::Webgpu));
}

#[test]
fn another_choice_ends_the_trial_and_takes_the_trainer_that_is_there() {
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
    assert_eq!(state.sent(|state| state.apply(Event::TrialResult(timed(SLOW)))), vec![], "nobody asks any more");
}

#[test]
fn a_trial_that_fails_or_takes_too_long_is_said_and_not_begun_again() {
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
        assert_eq!((state.run.phase(), state.message()), (Phase::Ready, None), "the run does not care");
        state.choose(Config { backend: BackendChoice::Webgpu, ..state.config.clone() });
        assert_eq!(state.in_charge(), Program::Webgpu, "who asks for it gets it");
    }
}

#[test]
fn a_webgpu_that_is_lost_while_it_trains_gives_way_to_the_cpu() {
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
fn a_trainer_on_the_cpu_that_dies_leaves_the_run_to_the_webgpu_that_waits() {
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
fn where_the_address_is_to_blame_the_browser_is_not() {
    let words = |is_secure| super::ready("").with_secure_address(is_secure).backend_words();
    assert!(words(true).contains("This browser has no WebGPU."), "{}", words(true));
    assert!(words(false).contains("https") && !words(false).contains("This browser"), "{}", words(false));
}
