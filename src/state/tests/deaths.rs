//! Tests of trainers that die: the run continues from its last checkpoint.

use super::*;
use crate::state::{FetchFailure, Goal, Remedy};
use hourglass_core::protocol::Tuning;

fn checkpoint(state: &mut State, epoch: usize) {
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch, bytes: vec![epoch as u8; 3] } });
}

/// A page in training after this many epochs, with a checkpoint of each.
fn trained(hash: &str, epochs: usize) -> State {
    let mut state = ready(hash);
    state.start();
    for epoch in 1..=epochs {
        state.apply(report(state.run.id(), epoch, 200.0 - epoch as f32));
        state.apply(snapshot(state.run.id(), epoch));
        checkpoint(&mut state, epoch);
    }
    state
}

/// The commands to a trainer that starts to listen, after that for the pad.
fn asked(state: &mut State) -> Vec<Command> {
    assert!(state.needs(Program::Cpu));
    state.sent(|state| state.apply(Event::Ready)).split_off(1)
}

fn text(state: &State) -> &str {
    &state.message.as_ref().unwrap().text
}

#[test]
fn training_continues_from_the_last_checkpoint() {
    let mut state = trained("", 4);
    let old = state.run.id();
    state.apply(report(old, 5, 100.0));
    assert_eq!(state.sent(|state| state.trainer_died(Program::Cpu)), vec![]);
    assert_eq!(text(&state), "The trainer stopped unexpectedly; training continues from epoch 4.");
    assert!(
        !state.run.curves().is_empty() && state.time.moment().is_some(),
        "the known curves and snapshots stay visible"
    );
    let config = Config { backend: BackendChoice::Cpu, ..state.config.clone() };
    let restore = Command::Restore { run: state.run.id(), config: Some(config), checkpoint: vec![4; 3].into() };
    assert_eq!(asked(&mut state), vec![restore]);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
    state.apply(report(state.run.id(), 4, 196.0));
    assert_eq!((state.run.phase(), state.run.progress().epoch), (Phase::Training, 4));
    let epochs: Vec<f32> =
        state.run.curves().get(Model::Ae).unwrap().epochs.iter().map(|sample| sample.epoch).collect();
    assert_eq!(epochs, [4.0], "the trainer reports the whole past again");
    assert_eq!(state.time.moment().unwrap().last_epoch, 4);
    state.apply(report(old, 9, 1.0));
    assert_eq!(state.run.progress().epoch, 4, "it is late");
}

#[test]
fn settings_changed_since_the_checkpoint_are_kept() {
    let mut state = trained("", 2);
    state.choose(Config { learning_rate: 0.5, epochs: 99, ..state.config.clone() });
    state.trainer_died(Program::Cpu);
    let commands = asked(&mut state);
    assert!(matches!(&commands[..], [Command::Restore { config: Some(config), .. }]
        if (config.learning_rate, config.epochs) == (0.5, 99)));
}

#[test]
fn a_single_epoch_stays_a_single_epoch_after_a_death() {
    let mut state = ready("");
    state.step_epoch();
    state.apply(report(state.run.id(), 1, 200.0));
    checkpoint(&mut state, 1);
    state.trainer_died(Program::Cpu);
    asked(&mut state);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::TrainEpoch]);
}

#[test]
fn a_run_that_was_not_training_does_not_train_again() {
    let mut paused = trained("", 3);
    paused.pause();
    assert_eq!(
        paused.sent(|state| state.apply(Event::Run { run: state.run.id(), event: RunEvent::Paused })),
        vec![Command::Save],
        "the user may close the page next"
    );
    paused.apply(Event::Run { run: paused.run.id(), event: RunEvent::Saved { epoch: 3, bytes: vec![9] } });
    assert_eq!(paused.drain().downloads, vec![], "no file was requested");
    let mut pausing = trained("", 3);
    pausing.pause();
    let mut finished = trained("epochs=3", 3);
    finished.apply(Event::Run { run: finished.run.id(), event: RunEvent::Finished });
    for (mut state, phase) in [(paused, Phase::Paused), (pausing, Phase::Paused), (finished, Phase::Finished)] {
        state.trainer_died(Program::Cpu);
        assert_eq!(text(&state), "The trainer stopped unexpectedly; the run is back at epoch 3.");
        assert!(matches!(asked(&mut state)[..], [Command::Restore { .. }]));
        let event = prepared(&state, state.run.id());
        assert_eq!(state.sent(|state| state.apply(event)), vec![]);
        state.apply(report(state.run.id(), 3, 197.0));
        assert_eq!(state.run.phase(), phase);
    }
}

#[test]
fn before_the_first_checkpoint_training_starts_over() {
    let mut state = ready("");
    state.start();
    state.apply(report(state.run.id(), 0, 160.0));
    let Event::Run { run, event: RunEvent::Report(mut report) } = report(state.run.id(), 0, 150.0) else { panic!() };
    report.progress.step = 5;
    state.apply(Event::Run { run, event: RunEvent::Report(report) });
    state.trainer_died(Program::Cpu);
    assert_eq!(text(&state), "The trainer stopped unexpectedly; training starts over.");
    assert!(state.run.curves().is_empty());
    assert!(matches!(asked(&mut state)[..], [Command::Prepare { .. }]));
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
}

#[test]
fn the_cpu_takes_over_if_webgpu_dies_twice() {
    let mut state = state("backend=webgpu").with_webgpu(true);
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    state.start();
    state.apply(report(state.run.id(), 4, 160.0));
    checkpoint(&mut state, 4);
    state.trainer_died(Program::Webgpu);
    assert_eq!(text(&state), "WebGPU stopped unexpectedly; training continues from epoch 4.");
    assert!(state.needs(Program::Webgpu), "a user who chose it gets another attempt");
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    state.trainer_died(Program::Webgpu);
    assert_eq!(text(&state), "WebGPU stopped unexpectedly; training continues from epoch 4 on the CPU.");
    let commands = asked(&mut state);
    assert!(matches!(&commands[..], [Command::Restore { config: Some(config), .. }]
        if config.backend == BackendChoice::Cpu));
    assert_eq!(state.config.backend, BackendChoice::Webgpu, "the user's choice is kept");
}

#[test]
fn webgpu_is_not_tried_again_if_it_fails_its_check() {
    let mut state = state("run=1&backend=webgpu").with_webgpu(true);
    state.apply(Event::Ready);
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::CheckingWebgpu });
    assert_eq!(state.sent(|state| state.trainer_died(Program::Webgpu)), vec![]);
    assert_eq!(text(&state), "WebGPU failed its start-up check; the CPU is used instead.");
    let commands = asked(&mut state);
    assert!(matches!(&commands[..], [Command::Prepare { config, .. }] if config.backend == BackendChoice::Cpu));
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
    assert!(state.backend_words().contains("WebGPU failed its start-up check"));
    assert_eq!(state.config.backend, BackendChoice::Webgpu);
}

#[test]
fn a_device_failure_during_a_run_counts_as_a_death() {
    let state = trained("", 1);
    let failed = |run| Event::Run { run, event: RunEvent::Failed("The results could not be read back.".into()) };
    assert_eq!(state.fatal_error(&failed(state.run.id())).unwrap(), "The results could not be read back.");
    assert_eq!(state.fatal_error(&failed(RunId(99))), None, "it is late");
    assert_eq!(super::state("").fatal_error(&failed(RunId(1))), None, "data that did not arrive");
}

#[test]
fn three_deaths_without_progress_stop_the_run_and_a_button_tries_again() {
    let mut state = trained("", 2);
    let needed = [(); 3].map(|()| {
        state.trainer_died(Program::Cpu);
        let needed = state.needs(Program::Cpu);
        if needed {
            state.apply(Event::Ready);
            let event = prepared(&state, state.run.id());
            state.apply(event);
            // It gets as far as before, but no further.
            state.sent(|state| state.apply(report(state.run.id(), 2, 190.0)));
        }
        needed
    });
    assert_eq!((needed, state.run.phase()), ([true, true, false], Phase::Failed));
    assert!(text(&state).contains("stopped three times in a row"));
    assert_eq!(state.sent(State::remedy), vec![], "no trainer listens yet");
    assert!(matches!(asked(&mut state)[..], [Command::Restore { .. }]), "the checkpoint is still there");
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
}

#[test]
fn missing_trainer_files_are_reported_at_once_and_not_after_three_deaths() {
    let unfetched = |is_lost| FetchFailure { why: "trainer_bg.wasm could not be fetched.".into(), is_lost };
    let mut state = state("run=1");
    assert_eq!(state.sent(|state| state.trainer_not_fetched(Program::Cpu, unfetched(false))), vec![]);
    assert_eq!((state.run.phase(), state.needs(Program::Cpu)), (Phase::Failed, false));
    assert_eq!(text(&state), "The trainer cannot start. trainer_bg.wasm could not be fetched.");
    assert_eq!(state.message.as_ref().unwrap().remedy, Some(Remedy::Reload));

    let mut state = super::state("run=1");
    state.trainer_not_fetched(Program::Cpu, unfetched(true));
    assert_eq!(
        state.message.as_ref().unwrap().remedy,
        Some(Remedy::Retry(Some(Goal::Train))),
        "the network may be back"
    );
    state.remedy();
    assert!(state.needs(Program::Cpu));
}

#[test]
fn the_cpu_takes_over_if_the_files_for_webgpu_are_missing() {
    let why = "trainer-gpu_bg.wasm could not be fetched.";
    let mut state = state("backend=webgpu").with_webgpu(true);
    state.trainer_not_fetched(Program::Webgpu, FetchFailure { why: why.into(), is_lost: false });
    assert_eq!((state.in_charge(), state.run.phase()), (Program::Cpu, Phase::Loading));
    assert_eq!(text(&state), format!("The trainer with WebGPU could not be started; the CPU is used instead. {why}"));
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    assert!(state.backend_words().contains(why), "{}", state.backend_words());
}

#[test]
fn a_run_that_makes_progress_survives_any_number_of_deaths() {
    let mut state = trained("epochs=500", 1);
    for epoch in 2..100 {
        state.trainer_died(Program::Cpu);
        assert!(matches!(asked(&mut state)[..], [Command::Restore { .. }]));
        let event = prepared(&state, state.run.id());
        assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
        state.apply(report(state.run.id(), epoch, 100.0));
        checkpoint(&mut state, epoch);
    }
}

#[test]
fn the_run_starts_over_if_its_checkpoint_is_refused() {
    let mut state = trained("", 3);
    state.trainer_died(Program::Cpu);
    asked(&mut state);
    let commands = state.sent(|state| {
        state.apply(Event::Run { run: state.run.id(), event: RunEvent::Refused("It is damaged.".into()) })
    });
    assert!(matches!(commands[..], [Command::Prepare { .. }]));
    assert_eq!(text(&state), "It is damaged. The run starts over.");
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
}

#[test]
fn a_new_trainer_gets_the_users_table_and_files_before_the_checkpoint() {
    let mut state = trained("data=table", 2);
    state.trainer_died(Program::Cpu);
    assert!(matches!(asked(&mut state)[..], [Command::Load { data: Data::Table { .. }, .. }, Command::Restore { .. }]));

    let mut state = ready("");
    take_images(&mut state, vec![1, 2]);
    checkpoint(&mut state, 1);
    state.trainer_died(Program::Cpu);
    assert!(matches!(
        asked(&mut state)[..],
        [Command::Load { data: Data::Images { .. }, .. }, Command::Restore { .. }]
    ));
}

#[test]
fn a_running_study_continues_after_a_death() {
    let mut state = ready("study=pca");
    state.begin_study();
    state.trainer_died(Program::Cpu);
    assert!(matches!(asked(&mut state)[..], [Command::Prepare { .. }, Command::BeginStudy { .. }]));
}

#[test]
fn a_loss_that_is_not_a_number_stops_the_run_and_a_tenth_of_the_rate_is_offered() {
    let diverge = |state: &mut State| {
        let (run, learning_rate) = (state.run.id(), state.config.learning_rate);
        let message = "The AE's loss is no longer a number.".into();
        state
            .apply(Event::Run { run, event: RunEvent::Diverged { model: Model::Ae, step: 9, learning_rate, message } });
        state.message.as_ref().unwrap().remedy.unwrap().words()
    };
    let mut state = trained("lr=0.3", 4);
    assert_eq!(diverge(&mut state), "Continue from epoch 4 with a learning rate of 0.03");
    assert_eq!((state.run.phase(), text(&state)), (Phase::Failed, "The AE's loss is no longer a number."));
    let commands = state.sent(State::remedy);
    assert_eq!((state.config.learning_rate, state.run.phase()), (0.03, Phase::Loading));
    assert_eq!(commands[0], Command::Tune(Tuning::from(state.config())));
    assert!(matches!(&commands[1..], [Command::Restore { config: Some(config), .. }] if config.learning_rate == 0.03));
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);

    let mut state = ready("lr=1");
    state.start();
    assert_eq!(diverge(&mut state), "Start over with a learning rate of 0.1");
    assert!(matches!(state.sent(State::remedy)[1..], [Command::Prepare { .. }]));
}
