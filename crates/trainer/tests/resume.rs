//! Checkpoints, saved and restored by commands as the page does it.

mod support;

use futures::executor::block_on;
use hourglass_core::{
    config::{
        Activation, Architecture, Augment, BackendChoice, Code, Config, ImageSize, Init, Loss, Model, Models, Noise,
        Output, Source,
    },
    data::table::sample,
    protocol::{
        Command, CurveKind, CurvePoint, Data, Event, Measured, Pictures, Progress, Report, RunEvent, RunId, Tuning,
    },
};
use hourglass_trainer::{
    checkpoint::{Opened, Reached},
    model::{Network, Shape, tensor},
    train::Compute,
};
use support::{TestSession, curve, epochs, small};

/// The bytes of the answer to [`Command::Save`].
fn saved(events: &[Event]) -> Vec<u8> {
    let saved = events.iter().rev().find_map(|event| match event {
        Event::Run { event: RunEvent::Saved { bytes, .. }, .. } => Some(bytes.clone()),
        _ => None,
    });
    saved.unwrap_or_else(|| panic!("{events:?}"))
}

/// The checkpoints that were sent for the page to keep, with their epochs.
fn kept(events: &[Event]) -> Vec<(usize, Vec<u8>)> {
    let kept = events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Checkpoint { epoch, bytes, .. }, .. } => Some((*epoch, bytes.clone())),
        _ => None,
    });
    kept.collect()
}

fn reports(events: &[Event]) -> impl DoubleEndedIterator<Item = &Report> {
    events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(&**report),
        _ => None,
    })
}

fn progress(events: &[Event]) -> Progress {
    reports(events).next_back().unwrap().progress
}

fn pictures(events: &[Event]) -> Pictures {
    let pictures = reports(events).rev().find_map(|report| report.pictures.clone());
    pictures.unwrap().iter().next().unwrap().1.clone()
}

fn restore(run: u32, config: Option<Config>, checkpoint: Vec<u8>) -> Command {
    Command::Restore { run: RunId(run), config, checkpoint: checkpoint.into() }
}

/// What a run reports that must not depend on interruptions.
type Told = (Vec<CurvePoint>, Vec<Measured>);

fn told(events: &[Event]) -> Told {
    (epochs(events), reports(events).flat_map(|report| report.measures.clone()).collect())
}

/// Everything that a checkpoint's networks have learned, bit for bit.
fn learned(checkpoint: &[u8], inputs: usize, outputs: usize) -> Vec<String> {
    let opened = Opened::new(checkpoint).unwrap();
    let shape = Shape::new(&opened.config, inputs, outputs);
    let models = Model::ALL.into_iter().filter(|&model| opened.config.models.contains(model));
    models.map(|model| format!("{:?}", opened.network(model, &shape).unwrap())).collect()
}

/// A new session with this data.
fn begin(data: Option<&Data>) -> TestSession {
    let mut talk = TestSession::new(120);
    if let Some(data) = data {
        talk.load(data.clone()).unwrap();
    }
    talk
}

/// Compares a run that never stops with one that moves from session to session, once after an epoch and once in the middle of
/// the next one.
fn compare(config: Config, data: Option<&Data>, inputs: usize, outputs: usize) {
    let mut talk = begin(data);
    assert_eq!(talk.prepare(1, config.clone()).config, config, "the configuration should be valid");
    let mut events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }), "{config:?}");
    let whole = told(&events);
    let end = saved(&talk.say(Command::Save));

    talk.prepare(2, config.clone());
    events = talk.say(Command::TrainEpoch);
    let first = saved(&talk.say(Command::Save));
    assert_eq!(kept(&events).len(), 1, "a checkpoint is sent for an epoch that ends in a pause");
    assert_eq!(learned(&kept(&events)[0].1, inputs, outputs), learned(&first, inputs, outputs));

    talk = begin(data);
    let restored = talk.say(restore(3, None, first));
    assert_eq!(told(&restored), told(&events), "the whole curve so far: {config:?}");
    talk.send_after(1, vec![Command::Save, Command::Pause]);
    events = talk.say(Command::Train);
    let second = saved(&events);
    let Reached { epoch, step, steps_per_epoch } = Opened::new(&second).unwrap().reached;
    assert!(epoch == 1 && step > 0 && step < steps_per_epoch, "in the middle: {step}");

    talk = begin(data);
    events = talk.say(restore(4, None, second));
    assert_eq!(progress(&events).step, steps_per_epoch + step);
    events.extend(talk.say(Command::Train));
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(4), event: RunEvent::Finished }));
    assert_eq!(told(&events), whole, "{config:?}");
    let again = saved(&talk.say(Command::Save));
    assert_eq!(learned(&again, inputs, outputs), learned(&end, inputs, outputs), "{config:?}");
}

fn variant(change: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config { epochs: 3, batch_size: 8, ..small() };
    change(&mut config);
    config.nearest()
}

#[test]
fn a_dense_run_resumes_exactly() {
    compare(variant(|_| ()), None, 784, 784);
}

#[test]
fn a_convolutional_run_resumes_exactly() {
    let config = variant(|config| {
        (config.architecture, config.hidden, config.size) = (Architecture::Convolutional, vec![4, 16], ImageSize::Half);
    });
    compare(config, None, 196, 196);
}

#[test]
fn runs_with_penalties_resume_exactly() {
    let contractive = variant(|config| (config.contractive, config.activation) = (0.1, Activation::Sigmoid));
    compare(contractive, None, 784, 784);
    let sparse = variant(|config| {
        (config.code, config.latent, config.sparse, config.models) = (Code::Relu, 8, 0.01, Models::Ae)
    });
    compare(sparse, None, 784, 784);
}

#[test]
fn runs_with_noise_and_augmentation_resume_exactly() {
    let config = variant(|config| {
        (config.noise, config.augment, config.models) = (Noise::SaltPepper, Augment::Both, Models::Vae)
    });
    compare(config, None, 784, 784);
    let masked = variant(|config| (config.noise, config.size) = (Noise::Mask, ImageSize::Half));
    compare(masked, None, 196, 196);
}

#[test]
fn a_linear_run_on_points_resumes_exactly() {
    let config = variant(|config| {
        (config.source, config.noise, config.train, config.batch_size) = (Source::Moons, Noise::Gaussian, 500, 25);
        (config.activation, config.output, config.models) = (Activation::Linear, Output::Linear, Models::Ae);
    });
    compare(config, None, 2, 2);
}

#[test]
fn a_run_on_a_table_resumes_exactly() {
    let inputs = sample::choice().features.len();
    let data = Data::Table { bytes: sample::csv().into_bytes().into(), choice: Some(sample::choice()) };
    compare(variant(|config| config.source = Source::Table), Some(&data), inputs, 1);
}

#[test]
fn a_run_with_patience_resumes_exactly() {
    let config = variant(|config| {
        (config.patience, config.learning_rate, config.init, config.epochs) = (2, 0.03, Init::Keras, 40)
    });
    let mut talk = TestSession::new(120);
    talk.prepare(1, config.clone());
    let points = curve(&talk.say(Command::Train));
    let restored = points.iter().filter(|point| matches!(point.kind, CurveKind::Restored { .. })).count();
    let last = points.iter().map(|point| point.epoch as usize).max();
    assert!(restored == 2 && last < Some(40), "training should stop early: {last:?}");
    compare(config.clone(), None, 784, 784);

    // One of the two networks has stopped, and keeps its best epoch until the other stops.
    let stopped_at =
        |model| points.iter().rfind(|p| p.model == model && p.kind == CurveKind::Validation).unwrap().epoch;
    let first = stopped_at(Model::Ae).min(stopped_at(Model::Vae)) as usize;
    assert!(Some(first) < last);
    talk.prepare(2, config);
    for _ in 0..first {
        talk.say(Command::TrainEpoch);
    }
    let checkpoint = saved(&talk.say(Command::Save));
    let mut talk = TestSession::new(120);
    let mut events = talk.say(restore(3, None, checkpoint));
    events.extend(talk.say(Command::Train));
    let is_whole = |point: &CurvePoint| point.kind != CurveKind::Training;
    assert_eq!(epochs(&events), points.into_iter().filter(is_whole).collect::<Vec<_>>());
}

#[test]
fn a_restored_run_is_prepared_and_shown() {
    let mut talk = TestSession::new(120);
    let config = variant(|config| config.models = Models::Ae);
    let sizes = talk.prepare(1, config.clone()).sizes;
    talk.say(Command::TrainEpoch);
    let shown = pictures(&talk.say(Command::Painted));
    let checkpoint = saved(&talk.say(Command::Save));
    talk.say(Command::Train);
    let events = talk.say(restore(2, None, checkpoint));
    let [
        Event::Run { run: RunId(2), event: RunEvent::Prepared(prepared) },
        Event::Run { run: RunId(2), event: RunEvent::Report(report) },
        rest @ ..,
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!((&prepared.config, prepared.sizes), (&config, sizes));
    assert_eq!((report.progress.epoch, report.progress.epochs), (1, 3));
    assert_eq!(report.curve.iter().filter(|point| point.kind == CurveKind::Validation).count(), 2);
    assert_eq!(pictures(rest), shown);
}

#[test]
fn settings_may_change_but_not_the_layers() {
    let mut talk = TestSession::new(120);
    let config = variant(|config| config.learning_rate = 0.01);
    talk.prepare(1, config.clone());
    talk.say(Command::TrainEpoch);
    let checkpoint = saved(&talk.say(Command::Save));

    let slower = Config { learning_rate: 0.001, epochs: 2, models: Models::Vae, batch_size: 16, ..config.clone() };
    let events = talk.say(restore(2, Some(slower.clone()), checkpoint.clone()));
    assert!(matches!(&events[0], Event::Run { event: RunEvent::Prepared(prepared), .. } if prepared.config == slower));
    assert_eq!(talk.say(Command::Train).last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }));

    // The old run continues.
    talk.prepare(3, config.clone());
    for (config, checkpoint) in [
        (Some(Config { hidden: vec![33], ..config.clone() }), checkpoint.clone()),
        (Some(Config { source: Source::Moons, ..config.clone() }.nearest()), checkpoint.clone()),
        (Some(Config { source: Source::Table, ..config }), checkpoint.clone()),
        (None, checkpoint[..100].to_vec()),
        (None, vec![]),
    ] {
        let events = talk.say(restore(4, config, checkpoint));
        assert!(
            matches!(&events[..], [Event::Run { run: RunId(4), event: RunEvent::Refused(message) }] if message.ends_with('.')),
            "{events:?}"
        );
    }
    assert_eq!(talk.say(Command::Train).last(), Some(&Event::Run { run: RunId(3), event: RunEvent::Finished }));
}

#[test]
fn an_epoch_starts_again_if_its_number_of_steps_changes() {
    let mut talk = TestSession::new(120);
    let config = variant(|_| ());
    talk.prepare(1, config.clone());
    talk.send_after(1, vec![Command::Save, Command::Pause]);
    let checkpoint = saved(&talk.say(Command::Train));
    let events = talk.say(restore(2, Some(Config { batch_size: 1, ..config }), checkpoint));
    assert_eq!((progress(&events).step, progress(&events).steps_per_epoch), (0, 96));
}

#[test]
fn checkpoints_are_sent_unasked_and_always_after_the_last_epoch() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, Config { epochs: 30, ..small() });
    let events = talk.say(Command::Train);
    let kept = kept(&events);
    assert_eq!(kept.first().map(|(epoch, _)| *epoch), Some(1));
    assert_eq!(kept.last().map(|(epoch, _)| *epoch), Some(30));
    assert!(kept.len() < 30, "short epochs do not each get a checkpoint");
    let [.., Event::Run { event: RunEvent::Report(_), .. }, Event::Run { event: RunEvent::Finished, .. }] = &events[..]
    else {
        panic!("{:?}", events.last())
    };
    let opened = Opened::new(&kept[kept.len() - 1].1).unwrap();
    let points: Vec<_> = opened.curve.iter().filter(|point| point.kind != CurveKind::Training).copied().collect();
    assert_eq!(points, epochs(&events));

    let mut talk = TestSession::new(120);
    talk.say(restore(2, None, kept[kept.len() - 1].1.clone()));
    assert_eq!(
        talk.say(Command::Train).last(),
        Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }),
        "nothing is left to train"
    );
}

#[test]
fn a_diverged_run_resumes_from_its_last_good_epoch() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, small());
    let mut events = talk.say(Command::TrainEpoch);
    talk.send(Command::Tune(Tuning { learning_rate: 1.0, beta: 100.0, epochs: 200 }));
    events.extend(talk.say(Command::Train));
    let Some(Event::Run { run: RunId(1), event: RunEvent::Diverged { learning_rate, .. } }) = events.last() else {
        panic!("{:?}", events.last());
    };
    let (epoch, checkpoint) = kept(&events).pop().unwrap();
    let slower = Config { learning_rate: learning_rate / 1_000.0, epochs: epoch + 2, ..small() };
    talk.say(restore(2, Some(slower), checkpoint));
    assert_eq!(talk.say(Command::Train).last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }));
}

#[test]
fn without_a_run_there_is_nothing_to_save() {
    let mut talk = TestSession::new(20);
    assert_eq!(talk.say(Command::Save), [Event::Ready]);
    assert_eq!(talk.say(Command::Latents), []);
}

#[test]
fn all_test_examples_have_a_code() {
    let mut talk = TestSession::new(120);
    let sizes = talk.prepare(1, Config { latent: 3, ..small() }).sizes;
    talk.say(Command::TrainEpoch);
    let painted = talk.say(Command::Painted);
    let answer = talk.say(Command::Latents);
    let [Event::Run { run: RunId(1), event: RunEvent::Latents { latents, labels, latent: 3 } }] = &answer[..] else {
        panic!("{answer:?}")
    };
    assert_eq!(labels.as_ref().map(Vec::len), Some(sizes.test));
    assert_eq!(latents.ae, Some(pictures(&painted).latents), "all of this small test set is shown");
    assert_eq!(latents.vae.as_ref().map(Vec::len), Some(3 * sizes.test));

    let points = Config { source: Source::Circle, models: Models::Ae, loss: Loss::Mse, ..small() }.nearest();
    let sizes = talk.prepare(2, points).sizes;
    let answer = talk.say(Command::Latents);
    let [Event::Run { event: RunEvent::Latents { latents, labels: None, .. }, .. }] = &answer[..] else {
        panic!("{answer:?}")
    };
    assert_eq!((latents.ae.as_ref().map(Vec::len), &latents.vae), (Some(2 * sizes.test), &None));
}

#[test]
fn a_file_contains_the_network_that_the_page_shows() {
    let mut talk = TestSession::new(60);
    let config = Config { models: Models::Vae, backend: BackendChoice::Cpu, ..small() };
    let sample = talk.prepare(1, config).sample;
    talk.say(Command::Train);
    let checkpoint = saved(&talk.say(Command::Save));
    let shown = pictures(&talk.say(Command::Painted)).latents;

    let opened = Opened::new(&checkpoint).unwrap();
    let shape = Shape::new(&opened.config, 784, 784);
    let weights = opened.network(Model::Vae, &shape).unwrap().learned.weights;
    let network = Network::new(&shape, true, &weights, &Compute::cpu().device).unwrap();
    let rows = sample.images.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let codes =
        block_on(hourglass_trainer::model::read(network.encode(tensor(rows, 784, &Compute::cpu().device)).mean))
            .unwrap();
    // The page's come from the formulas, these from Burn: they differ in the last digit.
    assert_eq!(codes.len(), shown.len());
    assert!(codes.iter().zip(&shown).all(|(code, shown)| (code - shown).abs() < 1e-6), "{codes:?}, {shown:?}");
}
