//! Tests of runs that are stored, saved, loaded and resumed.

use super::*;

const NOW: f64 = 1.8e12;

/// A page that has trained for seven epochs, and its stored data.
fn trained(hash: &str) -> (State, Note, Vec<u8>) {
    let mut state = ready(hash);
    state.start();
    state.apply(report(state.run.id(), 7, 150.0));
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Checkpoint { epoch: 7, bytes: vec![1, 2, 3] } });
    let note = Note::from_bytes(&state.kept_note(NOW).unwrap().to_bytes()).unwrap();
    let bytes = state.kept().unwrap().bytes().to_vec();
    (state, note, bytes)
}

#[test]
fn an_earlier_run_is_offered_if_it_matches_the_link() {
    let (_, note, _) = trained("latent=3&seed=9");
    for (hash, is_found) in [
        ("", true),
        ("#", true),
        ("#latent=3&seed=9", true),
        ("latent=3&seed=9&backend=cpu&run=1", true),
        ("latent=3&seed=8", false),
        ("run=1", false),
    ] {
        let mut state = state(hash);
        state.find_earlier(1.0, note.clone(), hash);
        assert_eq!(state.kept.earlier().is_some(), is_found, "{hash:?}");
    }
}

#[test]
fn an_earlier_run_continues_with_its_own_settings() {
    let (before, note, bytes) = trained("latent=3&seed=9&lr=0.01");
    let mut state = ready("");
    state.find_earlier(1.0, note, "");
    assert_eq!(state.earlier_words(NOW + 5.0 * 60_000.0), "A run at epoch 7 of 20, 5 minutes ago, is stored here.");
    let commands = state.sent(|state| state.resume(bytes.clone()));
    assert_eq!((state.config(), state.run.phase(), state.kept.earlier()), (before.config(), Phase::Loading, None));
    let config = Some(Config { backend: BackendChoice::Cpu, ..state.config.clone() });
    assert_eq!(commands, vec![Command::Restore { run: state.run.id(), config, checkpoint: bytes.into() }]);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![]);
    state.apply(report(state.run.id(), 7, 150.0));
    assert_eq!((state.run.phase(), state.run.progress().epoch), (Phase::Paused, 7));
    assert_eq!(state.sent(State::start), vec![Command::Train]);
}

#[test]
fn an_earlier_run_can_be_resumed_before_the_trainer_listens() {
    let (_, note, bytes) = trained("");
    let mut state = state("");
    state.find_earlier(1.0, note, "");
    assert_eq!(state.sent(|state| state.resume(bytes)), vec![]);
    assert!(matches!(state.sent(|state| state.apply(Event::Ready))[..], [Command::Draw(_), Command::Restore { .. }]));
}

#[test]
fn a_finished_run_can_be_viewed_again() {
    let (mut before, ..) = trained("epochs=7");
    before.apply(Event::Run { run: before.run.id(), event: RunEvent::Finished });
    let note = before.kept_note(NOW).unwrap();
    assert!(note.is_done());
    let mut state = ready("");
    state.find_earlier(1.0, note, "");
    assert_eq!(state.earlier_words(NOW), "A finished run of 7 epochs, just now, is stored here.");
    state.resume(vec![1]);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    assert_eq!(state.run.phase(), Phase::Finished);
    state.choose(Config { epochs: 9, ..state.config.clone() });
    assert_eq!(state.sent(State::start), vec![Command::Train]);
}

#[test]
fn a_run_on_the_users_own_files_waits_for_them() {
    let mut before = ready("");
    take_images(&mut before, vec![1]);
    before.apply(Event::Run { run: before.run.id(), event: RunEvent::Checkpoint { epoch: 1, bytes: vec![1] } });
    let note = before.kept_note(NOW).unwrap();

    let mut state = ready("");
    state.find_earlier(1.0, note, "data=own");
    assert!(!state.can_resume() && state.earlier_words(NOW).contains("choose them again"));
    take_images(&mut state, vec![1]);
    assert!(state.can_resume());
    assert!(matches!(&state.sent(|state| state.resume(vec![1]))[..], [Command::Restore { config: Some(config), .. }]
        if config.source == Source::Own));
}

#[test]
fn a_new_run_discards_the_checkpoint_of_the_old_one() {
    let (mut state, ..) = trained("");
    state.reset();
    assert_eq!(state.kept(), None);
    let (mut state, ..) = trained("");
    state.choose(Config { latent: 5, ..state.config.clone() });
    assert_eq!(state.kept(), None);
}

#[test]
fn a_run_is_saved_while_it_trains() {
    let (mut state, ..) = trained("");
    assert_eq!(state.sent(State::save_weights), vec![Command::Save]);
    assert_eq!(state.sent(State::save_weights), vec![], "once is enough");
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Saved { epoch: 8, bytes: vec![8] } });
    let files = state.drain().downloads;
    assert_eq!((files[0].name.as_str(), &files[0].bytes), ("hourglass-ae-vae-epoch-8.safetensors", &vec![8]));
    assert_eq!((files.len(), state.lacks_weights()), (1, None));
}

#[test]
fn a_run_that_cannot_be_saved_continues() {
    let (mut state, ..) = trained("");
    let refused = Event::Run { run: state.run.id(), event: RunEvent::Refused("It cannot be saved.".into()) };
    state.apply(refused.clone());
    assert_eq!(state.message(), None, "saving was not requested");
    state.save_weights();
    state.apply(refused);
    assert_eq!(state.message.as_ref().unwrap().text, "It cannot be saved.");
    assert_eq!((state.run.phase(), state.lacks_weights()), (Phase::Training, None));
}

#[test]
fn a_failed_run_is_saved_from_its_last_checkpoint() {
    let (mut state, ..) = trained("");
    let message = String::new();
    state.apply(Event::Run {
        run: state.run.id(),
        event: RunEvent::Diverged { model: Model::Vae, step: 9, learning_rate: 1.0, message },
    });
    assert_eq!(state.sent(State::save_weights), vec![]);
    assert_eq!(state.drain().downloads[0].bytes, vec![1, 2, 3]);
}

#[test]
fn a_file_is_loaded_with_its_settings_or_refused() {
    let (mut state, ..) = trained("");
    let run = state.run.id();
    let commands = state.sent(|state| state.offer_checkpoint(vec![5; 9]));
    let [Command::Restore { run: loaded, config: None, .. }] = commands[..] else { panic!("{commands:?}") };
    state.apply(Event::Run { run: loaded, event: RunEvent::Refused("This is no checkpoint.".into()) });
    assert_eq!((state.run.id(), state.run.phase(), state.kept().unwrap().epoch()), (run, Phase::Training, 7));

    let commands = state.sent(|state| state.offer_checkpoint(vec![5; 9]));
    let [Command::Restore { run: loaded, config: None, .. }] = commands[..] else { panic!("{commands:?}") };
    let Event::Run { event: RunEvent::Prepared(mut prepared), .. } = prepared(&state, loaded) else { panic!() };
    prepared.config = Config { latent: 6, learning_rate: 0.25, backend: BackendChoice::Webgpu, ..prepared.config };
    assert_eq!(
        state.sent(|state| state.apply(Event::Run { run: loaded, event: RunEvent::Prepared(prepared) })),
        vec![]
    );
    state.apply(report(loaded, 12, 90.0));
    assert_eq!((state.config.latent, state.config.learning_rate), (6, 0.25));
    assert_eq!(state.config.backend, BackendChoice::Auto, "the backend is the user's choice here");
    assert_eq!((state.run.phase(), state.kept().unwrap().epoch()), (Phase::Paused, 12));
    assert_eq!(state.run.curves().get(Model::Ae).unwrap().epochs.len(), 1);
}

#[test]
fn a_drawing_from_a_link_is_sent_once_when_the_pad_is_shown() {
    let mut state = ready("");
    let link =
        Link { drawing: Drawing::new([vec![Point { x: 50, y: 50 }, Point { x: 200, y: 200 }]]), ..Link::default() };
    assert!(!link.drawing.is_empty());
    let commands = state.sent(|state| state.load(link, vec![]));
    assert!(!commands.iter().any(|command| matches!(command, Command::Draw(_))), "{commands:?}");
    assert!(matches!(state.sent(State::show_pad)[..], [Command::Draw(Some(_))]));
}

/// A page opened by this link, in a browser that may have stored a run.
fn asking(hash: &str) -> State {
    let mut state = state(hash).with_held_goal(true);
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![], "training does not start yet");
    state
}

#[test]
fn a_link_that_trains_at_once_waits_until_the_user_decides_on_an_earlier_run() {
    let (_, note, bytes) = trained("");
    let offered = || {
        let mut state = asking("run=1");
        state.find_earlier(1.0, note.clone(), "run=1");
        assert!(state.kept.earlier().is_some());
        assert_eq!(state.sent(State::decline_earlier_runs), vec![], "the user decides");
        assert!(state.earlier_words(NOW).ends_with("The link’s new run waits for your answer."));
        assert!(!state.is_going() && !state.cannot_start());
        state
    };
    let mut state = offered();
    assert_eq!(state.sent(State::discard_earlier), vec![Command::Train]);
    assert_eq!((state.run.phase(), state.kept.earlier()), (Phase::Training, None));

    let mut state = offered();
    assert!(matches!(state.sent(|state| state.resume(bytes))[..], [Command::Restore { .. }]));
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![]);
    assert_eq!((state.run.phase(), state.sent(State::decline_earlier_runs)), (Phase::Paused, vec![]));

    let mut state = offered();
    assert_eq!(state.sent(State::start), vec![Command::Train]);
    assert!(state.kept.earlier().is_some() && !state.earlier_words(NOW).contains("waits"), "the offer stays");
    assert_eq!(
        (state.sent(State::pause), state.sent(State::discard_earlier)),
        (vec![Command::Pause], vec![]),
        "once is enough"
    );
}

#[test]
fn a_link_trains_at_once_if_no_run_is_offered_or_the_storage_does_not_answer() {
    let (_, note, _) = trained("latent=7");
    let mut state = asking("run=1");
    state.find_earlier(1.0, note.clone(), "run=1");
    assert_eq!(state.sent(State::decline_earlier_runs), vec![Command::Train], "other settings");
    assert_eq!(state.sent(State::decline_earlier_runs), vec![]);

    let mut state = self::state("run=1&latent=7").with_held_goal(true);
    assert_eq!(state.sent(State::decline_earlier_runs), vec![], "no trainer listens yet");
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
    state.find_earlier(1.0, note, "run=1&latent=7");
    assert!(state.kept.earlier().is_some(), "a run that is found late is still offered");
}

#[test]
fn links_that_do_not_train_and_links_with_a_study_are_not_held() {
    let mut state = asking("");
    assert_eq!(state.sent(State::decline_earlier_runs), vec![]);
    assert_eq!(state.run.phase(), Phase::Ready);
    let mut state = self::state("study=pca&run=1").with_held_goal(true);
    assert!(
        state
            .sent(|state| state.apply(Event::Ready))
            .iter()
            .any(|command| matches!(command, Command::BeginStudy { .. }))
    );
}
