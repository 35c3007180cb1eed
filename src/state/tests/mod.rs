//! Tests of whole scenarios, each a sequence of events and actions.

mod backends;
mod deaths;
mod drawing;
mod exports;
mod keeping;
mod parts;
mod past;
mod readouts;
mod troubles;

use std::collections::VecDeque;

use super::{words::Readout, *};
use hourglass_core::{
    config::{BackendChoice, Digits, Loss, Model, PerModel, Source},
    data::{
        digit::{Drawing, Point},
        table::{ActiveTable, TableError},
    },
    protocol::{
        Asker, Backend, Command, CurveKind, CurvePoint, Data, Event, LoadId, Loaded, Pictures, Prepared, Progress,
        Query, Reply, Report, RunEvent, RunId, Sample, Sizes, Terms, Timing, Tuning,
    },
};

fn state(hash: &str) -> State {
    let (link, notices) = Link::from_hash(hash);
    State::new(link, notices)
}

fn prepared(state: &State, run: RunId) -> Event {
    let prepared = Prepared {
        config: state.config.clone(),
        backend: Backend::Cpu { why: String::new() },
        sizes: Sizes { train: 8_000, validation: 1_000, test: 1_000 },
        has_mnist: false,
        sample: Sample {
            images: vec![7; 2 * 784],
            labels: Some(vec![0, 1]),
            exhibits: vec![0, 1],
            ..Sample::default()
        },
        baseline: 206.0,
        parameters: Default::default(),
        notices: vec![],
    };
    Event::Run { run, event: RunEvent::Prepared(Box::new(prepared)) }
}

fn report(run: RunId, epoch: usize, loss: f32) -> Event {
    let terms = Terms { loss, reconstruction: loss, kl: 0.0, penalty: 0.0 };
    let point = |kind| CurvePoint { model: Model::Ae, kind, epoch: epoch as f32, terms };
    let progress = Progress {
        epoch,
        epochs: 20,
        step: epoch * 63,
        steps_per_epoch: 63,
        ms_per_step: 10.0,
        images_per_second: 1.0,
        workers: 1,
    };
    let curve =
        vec![point(CurveKind::TrainingEpoch), point(CurveKind::Validation), point(CurveKind::Test { mse: 0.03 })];
    Event::Run { run, event: RunEvent::Report(Box::new(Report { progress, curve, ..Report::default() })) }
}

/// A page whose first run is ready.
fn ready(hash: &str) -> State {
    let mut state = state(hash);
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    state.apply(event);
    state
}

/// Gives the page images, which the trainer reads and prepares a run on.
fn take_images(state: &mut State, images: Vec<u8>) {
    let commands = state.sent(|state| state.offer(OwnFiles { images: images.into(), labels: None }));
    let [Command::Load { load, .. }] = commands[..] else { panic!("{commands:?}") };
    state.apply(Event::Loaded { load, outcome: Ok(Loaded::Images) });
    let event = prepared(state, state.run.id());
    state.apply(event);
}

/// A trainer that only reads tables.
#[derive(Default)]
pub struct Reader(Option<ActiveTable>);

impl Reader {
    /// The commands other than data that an action sends to the trainer, once it has read all its data.
    pub fn sent(&mut self, state: &mut State, act: impl FnOnce(&mut State)) -> Vec<Command> {
        let (mut others, mut commands) = (vec![], VecDeque::from(state.sent(act)));
        while let Some(command) = commands.pop_front() {
            match command {
                Command::Load { load, data } => {
                    let outcome = self.read(data).map_err(|error| error.to_string());
                    commands.extend(state.sent(|state| state.apply(Event::Loaded { load, outcome })));
                }
                other => others.push(other),
            }
        }
        others
    }

    fn read(&mut self, data: Data) -> Result<Loaded, TableError> {
        Ok(match data {
            Data::Images { .. } => panic!("it reads only tables"),
            Data::Table { bytes, choice } => {
                let (table, summary, chosen) = ActiveTable::read(&bytes, choice)?;
                self.0 = Some(table);
                Loaded::Table { summary: Box::new(summary), chosen }
            }
            Data::Choice(choice) => {
                let (chosen, is_new) = self.0.as_mut().expect("there is a table").choose(choice)?;
                Loaded::Choice { chosen, is_new }
            }
        })
    }
}

#[test]
fn the_trainer_gets_the_pad_and_the_run_once_it_listens() {
    let mut state = state("");
    assert_eq!(state.sent(State::reset), vec![], "no trainer listens yet");
    let commands = state.sent(|state| state.apply(Event::Ready));
    let config = Config { backend: BackendChoice::Cpu, ..Config::default() };
    assert_eq!(commands, vec![Command::Draw(None), Command::Prepare { run: state.run.id(), config }]);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![]);
    assert_eq!(state.run.phase(), Phase::Ready);
}

#[test]
fn a_link_can_start_at_once() {
    let mut state = state("run=1");
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::Train]);
    assert_eq!(state.run.phase(), Phase::Training);
    assert!(state.link().run, "the page's own links do so, too");
}

#[test]
fn training_requested_early_begins_once_possible() {
    let mut state = state("");
    assert_eq!(state.sent(State::step_epoch), vec![]);
    state.apply(Event::Ready);
    let event = prepared(&state, state.run.id());
    assert_eq!(state.sent(|state| state.apply(event)), vec![Command::TrainEpoch]);
}

#[test]
fn pause_and_resume() {
    let mut state = ready("");
    let run = state.run.id();
    assert_eq!(state.sent(State::start), vec![Command::Train]);
    assert_eq!(state.sent(State::pause), vec![Command::Pause]);
    assert_eq!(state.sent(State::pause), vec![], "once is enough");
    assert_eq!(state.sent(State::start), vec![], "not until the trainer has answered");
    assert_eq!(state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Paused })), vec![Command::Train]);
    assert_eq!(state.sent(State::toggle), vec![Command::Pause]);
    state.apply(Event::Run { run, event: RunEvent::Paused });
    assert_eq!(state.run.phase(), Phase::Paused);
    assert_eq!(state.sent(State::toggle), vec![Command::Train]);
}

#[test]
fn late_events_of_an_abandoned_run_change_nothing() {
    let mut state = ready("");
    let old = state.run.id();
    state.reset();
    assert_ne!(state.run.id(), old);
    state.apply(report(old, 3, 100.0));
    state.apply(Event::Run { run: old, event: RunEvent::Finished });
    assert_eq!((state.run.phase(), state.run.progress().epoch), (Phase::Loading, 0));
    assert!(state.run.curves().is_empty());
}

#[test]
fn settings_that_may_change_in_training_are_tuned_and_all_others_begin_a_new_run() {
    let tuned: [fn(&mut Config); 3] = [|c| c.learning_rate = 0.01, |c| c.beta = 4.0, |c| c.epochs = 30];
    for change in tuned {
        let mut state = ready("");
        let mut config = state.config.clone();
        change(&mut config);
        assert_eq!(state.sent(|state| state.choose(config.clone())), vec![Command::Tune(Tuning::from(&config))]);
        assert_eq!(state.run.phase(), Phase::Ready);
    }
    let structural: [fn(&mut Config); 5] =
        [|c| c.latent = 3, |c| c.hidden = vec![8], |c| c.loss = Loss::Mse, |c| c.seed = 2, |c| c.train = 100];
    for change in structural {
        let mut state = ready("");
        let mut config = state.config.clone();
        change(&mut config);
        let run = RunId(state.run.id().0 + 1);
        let prepare = Command::Prepare { run, config: Config { backend: BackendChoice::Cpu, ..config.clone() } };
        assert_eq!(state.sent(|state| state.choose(config)), vec![prepare]);
        assert_eq!(state.run.phase(), Phase::Loading);
    }
    let mut state = ready("");
    assert_eq!(state.sent(|state| state.choose(state.config.clone())), vec![], "no change, no command");
}

#[test]
fn a_finished_run_continues_if_the_number_of_epochs_is_raised() {
    let mut state = ready("epochs=1");
    state.start();
    state.apply(report(state.run.id(), 1, 170.0));
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Finished });
    assert_eq!((state.run.phase(), state.sent(State::start)), (Phase::Finished, vec![]));
    state.choose(Config { epochs: 2, ..state.config.clone() });
    assert_eq!(state.sent(State::start), vec![Command::Train]);
}

#[test]
fn the_announcement_changes_only_when_the_phase_does() {
    let mut state = ready("epochs=2");
    assert_eq!(state.announcement(), "Ready");
    state.start();
    assert_eq!(state.announcement(), "Training");
    state.apply(report(state.run.id(), 1, 27.26));
    assert_eq!(state.announcement(), "Training");
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Paused });
    assert_eq!(state.announcement(), "Paused after 1 epoch: validation loss 27.3 for the AE.");
    state.start();
    state.apply(report(state.run.id(), 2, 24.1));
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Finished });
    assert_eq!(state.announcement(), "Finished after 2 epochs: validation loss 24.1 for the AE.");
    state.reset();
    assert_eq!(state.announcement(), "");
}

#[test]
fn a_run_without_a_finished_epoch_is_announced_as_such() {
    let mut state = ready("");
    state.start();
    state.apply(Event::Run { run: state.run.id(), event: RunEvent::Paused });
    assert_eq!(state.announcement(), "Paused before the end of the first epoch.");
    state.run.set_phase(Phase::Failed);
    assert_eq!(state.announcement(), "Failed before the end of the first epoch.");
}

#[test]
fn settings_limited_by_the_data_are_taken_over_and_reported() {
    let mut state = state("train=60000&lr=0.01");
    state.apply(Event::Ready);
    let Event::Run { run, event: RunEvent::Prepared(mut prepared) } = prepared(&state, state.run.id()) else {
        panic!()
    };
    prepared.config.train = 8_000;
    prepared.notices = vec!["There are 8,000.".into()];
    state.choose(Config { learning_rate: 0.1, ..state.config.clone() });
    let commands = state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Prepared(prepared) }));
    assert_eq!((state.config.train, state.config.learning_rate), (8_000, 0.1));
    assert_eq!(
        commands,
        vec![Command::Tune(Tuning::from(state.config()))],
        "a setting tuned in the meantime is not lost"
    );
    assert_eq!(state.message().unwrap().text, "There are 8,000.");
}

#[test]
fn displayed_losses_are_those_of_the_last_epoch() {
    let mut state = ready("");
    assert_eq!(state.readout(Model::Ae, Readout::Train), None);
    state.apply(report(state.run.id(), 1, 170.0));
    state.apply(report(state.run.id(), 2, 160.0));
    let values = [Readout::Train, Readout::Validation, Readout::TestMse].map(|which| state.readout(Model::Ae, which));
    assert_eq!(values, [Some(160.0), Some(160.0), Some(0.03)]);
    assert_eq!(state.readout(Model::Vae, Readout::Kl), None);
}

#[test]
fn a_picked_point_is_decoded_again_with_every_report_of_pictures() {
    let mut state = ready("");
    let run = state.run.id();
    let (model, asker) = (Model::Vae, Asker::Place);
    let ask = |x| Command::Query { model, asker, query: Query::Decode(vec![x, 2.0]) };
    let reply = Event::Run { run, event: RunEvent::Reply { model, asker, reply: Reply::Images(vec![1; 784]) } };
    assert_eq!(state.sent(|state| state.decode(model, vec![1.0, 2.0])), vec![ask(1.0)]);
    assert_eq!(state.sent(|state| state.decode(model, vec![3.0, 2.0])), vec![], "one at a time");
    assert_eq!(state.sent(|state| state.apply(reply.clone())), vec![ask(3.0)]);
    assert!(state.decoded(model).unwrap().answer.is_some());
    assert_eq!(state.sent(|state| state.apply(reply)), vec![]);
    let pictures = Some(PerModel { ae: None, vae: Some(Pictures::default()) });
    let report = Box::new(Report { pictures, ..Report::default() });
    assert_eq!(state.sent(|state| state.apply(Event::Run { run, event: RunEvent::Report(report) })), vec![ask(3.0)]);
    assert_eq!(state.run.pictures_seen(), 1);
}

#[test]
fn test_digits_take_turns_on_the_pad() {
    let mut state = ready("");
    state.pad.begin_stroke(Point { x: 1, y: 1 });
    for index in [0, 1, 0] {
        state.next_test_digit();
        assert!(matches!(state.pad.on(), OnPad::Sample { index: shown, .. } if *shown == index));
        assert_eq!(state.pad_image(), Some(vec![7; 784]));
    }
    state.pad.undo();
    assert_eq!(state.pad.drawing().strokes().len(), 1, "the drawing beneath is shown again");
    state.next_test_digit();
    state.pad.begin_stroke(Point { x: 5, y: 5 });
    assert_eq!(*state.pad.on(), OnPad::Strokes(Drawing::new([vec![Point { x: 5, y: 5 }]])));
}

#[test]
fn another_link_changes_only_what_it_must() {
    let mut state = ready("");
    let link = |hash: &str| Link::from_hash(hash);
    let load = |state: &mut State, hash: &str| {
        let (link, notices) = link(hash);
        state.sent(|state| state.load(link, notices))
    };
    assert_eq!(load(&mut state, ""), vec![], "the same settings");
    assert!(matches!(load(&mut state, "lr=0.5")[..], [Command::Tune(_)]));
    assert!(matches!(load(&mut state, "lr=0.5&latent=9")[..], [Command::Prepare { .. }]));
    load(&mut state, "latent=1000&lr=0.5");
    assert_eq!(state.config.latent, 64);
    assert!(state.message().unwrap().text.contains("latent"));
}

#[test]
fn a_loss_that_is_not_a_number_is_reported() {
    let mut state = ready("");
    state.apply(report(state.run.id(), 1, f32::NAN));
    assert!(state.message.as_ref().unwrap().text.contains("learning rate"));
    assert_eq!(state.readout(Model::Ae, Readout::Train), None);
}

fn snapshot(run: RunId, epoch: usize) -> Event {
    let pictures = Pictures { latents: vec![epoch as f32; 4], ..Pictures::default() };
    Event::Run {
        run,
        event: RunEvent::Snapshot {
            epoch,
            pictures: Box::new(PerModel { ae: Some(pictures.clone()), vae: Some(pictures) }),
        },
    }
}

#[test]
fn looking_back_shows_the_past_while_training_continues() {
    let mut state = ready("");
    let run = state.run.id();
    (0..=3).for_each(|epoch| state.apply(snapshot(run, epoch)));
    state.decode(Model::Vae, vec![0.0, 0.0]);
    state.time.show(1);
    state.apply(report(run, 3, 100.0));
    state.apply(snapshot(run, 4));
    let latents = |pictures: &Shared<Pictures>| pictures.latents[0];
    assert_eq!((state.epoch_shown(), state.run.progress().epoch), (1, 3));
    assert_eq!(state.pictures_shown(Model::Ae).map(latents), Some(1.0));
    assert_eq!(state.past(Model::Vae).iter().map(latents).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0, 4.0]);
    assert!(!state.can_decode() && state.decoded_shown(Model::Vae).is_none(), "the past networks are gone");
    state.time.show_present();
    assert_eq!(state.epoch_shown(), 3);
    assert!(state.can_decode() && state.decoded_shown(Model::Vae).is_some());
    assert_eq!(state.past(Model::Vae), []);
}

#[test]
fn a_new_run_has_no_snapshots_and_takes_none_from_another() {
    let mut state = ready("");
    let old = state.run.id();
    (0..=3).for_each(|epoch| state.apply(snapshot(old, epoch)));
    state.time.show(1);
    state.reset();
    assert_eq!(state.time.moment(), None);
    state.apply(snapshot(old, 4));
    assert_eq!(state.time.moment(), None);
    assert!(!state.time.is_past());
}
