//! The trainer's session, driven by commands like those of the page.

mod support;

use hourglass_core::{
    bytes::Bytes,
    config::{Activation, Config, Digits, Loss, Model, Models, Output, Source},
    data::{
        idx::IMAGES_MAGIC,
        image::{PIXELS, squared_error},
        table::{Choice, sample},
    },
    protocol::{
        Asker, Backend, Command, CurveKind, CurvePoint, Data, Event, LoadId, Loaded, MOST_CODES, MOST_IMAGES, Pictures,
        Query, Reply, Report, RunEvent, RunId, Sizes, Tuning,
    },
};
use support::{TestSession, curve, digit_files, epochs, idx, small};

fn last_report(events: &[Event]) -> &Report {
    let report = events.iter().rev().find_map(|event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(&**report),
        _ => None,
    });
    report.expect("there should be a report")
}

/// The losses of one kind of one model, in order.
fn losses(points: &[CurvePoint], model: Model, kind: CurveKind) -> Vec<f32> {
    points.iter().filter(|point| point.model == model && point.kind == kind).map(|point| point.terms.loss).collect()
}

#[test]
fn ready_comes_first() {
    assert_eq!(TestSession::new(50).listen(), [Event::Ready]);
}

#[test]
fn a_run_is_prepared_with_its_data() {
    let mut talk = TestSession::new(100);
    let prepared = talk.prepare(1, small());
    assert_eq!(prepared.config, small());
    assert_eq!(prepared.backend, Backend::Cpu { why: String::new() });
    assert_eq!(prepared.sizes, Sizes { train: 80, validation: 10, test: 10 });
    assert_eq!(prepared.sample.images.len() / PIXELS, 10);
    assert!(prepared.baseline.is_finite() && prepared.baseline > 0.0);
    assert!(!prepared.has_mnist);
}

#[test]
fn training_runs_to_the_last_epoch_and_reports() {
    let mut talk = TestSession::new(200);
    talk.prepare(1, small());
    let events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
    let points = curve(&events);
    for model in Model::ALL {
        assert_eq!(losses(&points, model, CurveKind::TrainingEpoch).len(), 2, "an epoch each");
        assert_eq!(losses(&points, model, CurveKind::Validation).len(), 3, "before the first epoch, then after each");
    }
    let progress = last_report(&events).progress;
    assert_eq!((progress.epoch, progress.step, progress.steps_per_epoch), (2, 20, 10));
}

#[test]
fn the_same_seed_gives_exactly_the_same_losses() {
    let run = |config: Config| {
        let mut talk = TestSession::new(120);
        talk.prepare(1, config);
        epochs(&talk.say(Command::Train))
    };
    let first = run(small());
    assert_eq!(first.len(), 2 * (2 + 2 * 3));
    assert_eq!(first, run(small()));
    assert_ne!(first, run(Config { seed: 2, ..small() }));
}

#[test]
fn a_model_trains_the_same_alone_or_beside_the_other() {
    let run = |models| {
        let mut talk = TestSession::new(120);
        talk.prepare(1, Config { models, ..small() });
        epochs(&talk.say(Command::Train))
    };
    let both = run(Models::Both);
    for (models, model) in [(Models::Ae, Model::Ae), (Models::Vae, Model::Vae)] {
        let beside: Vec<_> = both.iter().filter(|point| point.model == model).copied().collect();
        assert_eq!(run(models), beside);
    }
}

#[test]
fn a_reset_starts_from_the_same_weights() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, small());
    let first = epochs(&talk.say(Command::Train));
    talk.prepare(2, small());
    assert_eq!(epochs(&talk.say(Command::Train)), first);
}

#[test]
fn training_epoch_by_epoch_gives_the_same_result() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, small());
    let in_one_go = epochs(&talk.say(Command::Train));
    talk.prepare(2, small());
    let first = talk.say(Command::TrainEpoch);
    assert_eq!(first.last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Paused }));
    let second = talk.say(Command::TrainEpoch);
    assert_eq!(second.last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }));
    assert_eq!([epochs(&first), epochs(&second)].concat(), in_one_go);
}

#[test]
fn training_can_pause_and_continue() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, small());
    let in_one_go = epochs(&talk.say(Command::Train));
    talk.prepare(2, Config { epochs: 2, ..small() });
    talk.send(Command::Train);
    talk.send(Command::Pause);
    let paused = talk.listen();
    assert_eq!(
        paused.iter().filter(|event| **event == Event::Run { run: RunId(2), event: RunEvent::Paused }).count(),
        1
    );
    assert!(last_report(&talk.say(Command::Painted)).progress.epoch < 2);
    assert_eq!(epochs(&talk.say(Command::Train)), in_one_go);
}

#[test]
fn overfitting_a_few_digits_reduces_the_loss() {
    for loss in [Loss::Bce, Loss::Mse] {
        let mut talk = TestSession::new(40);
        let config =
            Config { loss, hidden: vec![64], latent: 16, beta: 0.0, learning_rate: 0.005, epochs: 60, ..small() };
        talk.prepare(1, config);
        let points = curve(&talk.say(Command::Train));
        for model in Model::ALL {
            let losses = losses(&points, model, CurveKind::TrainingEpoch);
            let (first, last) = (losses[0], losses[losses.len() - 1]);
            assert!(last < 0.4 * first, "{model:?} {loss:?}: {first} to {last}");
        }
    }
}

#[test]
fn every_epoch_is_sent_with_its_pictures_however_busy_the_page_is() {
    let mut talk = TestSession::new(120);
    talk.prepare(1, small());
    talk.say(Command::Draw(Some(vec![200; PIXELS])));
    let snapshots = |events: Vec<Event>| -> Vec<(usize, Pictures)> {
        let snapshot = |event| match event {
            Event::Run { run: RunId(1), event: RunEvent::Snapshot { epoch, pictures } } => Some((epoch, pictures.vae?)),
            _ => None,
        };
        events.into_iter().filter_map(snapshot).collect()
    };
    let first = snapshots(talk.say(Command::TrainEpoch));
    let then = snapshots(talk.say(Command::Train));
    let epochs = |snapshots: &[(usize, Pictures)]| snapshots.iter().map(|(epoch, _)| *epoch).collect::<Vec<_>>();
    assert_eq!((epochs(&first), epochs(&then)), (vec![0, 1], vec![2]), "nothing was painted");
    let now = last_report(&talk.say(Command::Painted)).pictures.clone().unwrap().vae.unwrap();
    assert_eq!(then[0].1, Pictures { drawn: None, ..now }, "the last snapshot matches, without the drawing");
    assert_ne!(first[0].1.latents, first[1].1.latents);
}

#[test]
fn pictures_wait_until_the_page_has_painted() {
    let pictures = |events: &[Event]| {
        let is_picture = |event: &&Event| matches!(event, Event::Run { event: RunEvent::Report(report), .. } if report.pictures.is_some());
        events.iter().filter(is_picture).count()
    };
    let mut talk = TestSession::new(120);
    let prepared = talk.say(Command::Prepare { run: RunId(1), config: small() });
    assert_eq!(pictures(&prepared), 1);
    assert_eq!(pictures(&talk.say(Command::Train)), 0, "nothing was painted");
    let events = talk.say(Command::Painted);
    assert_eq!(pictures(&events), 1, "only the latest are sent");
    assert_eq!(last_report(&events).progress.epoch, 2);
}

#[test]
fn pictures_contain_the_exhibits_the_latents_and_the_drawing() {
    let mut talk = TestSession::new(200);
    talk.send(Command::Draw(Some(vec![200; PIXELS])));
    let events = talk.say(Command::Prepare { run: RunId(1), config: Config { latent: 3, ..small() } });
    let pictures = last_report(&events).pictures.clone().unwrap();
    for (model, pictures) in pictures.iter() {
        assert_eq!(pictures.reconstructions.len() % PIXELS, 0);
        assert!(!pictures.reconstructions.is_empty());
        assert_eq!(pictures.latents.len(), 20 * 3);
        let drawn = pictures.drawn.as_ref().unwrap();
        assert_eq!((drawn.latent.len(), drawn.image.len()), (3, PIXELS));
        assert_eq!(drawn.logvar.len(), if model == Model::Vae { 3 } else { 0 });
    }
    talk.send(Command::Painted);
    let cleared = talk.say(Command::Draw(None));
    assert!(last_report(&cleared).pictures.as_ref().unwrap().iter().all(|(_, pictures)| pictures.drawn.is_none()));
}

#[test]
fn a_network_answers_queries() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, small());
    let mut ask = |model, query| {
        let events = talk.say(Command::Query { model, asker: Asker::Codes, query });
        match events.as_slice() {
            [Event::Run { event: RunEvent::Reply { model: answering, asker: Asker::Codes, reply, .. }, .. }]
                if *answering == model =>
            {
                reply.clone()
            }
            other => panic!("expected one reply of the {model:?}, got {other:?}"),
        }
    };
    let is_images = |reply: &Reply, count| matches!(reply, Reply::Images(bytes) if bytes.len() == count * PIXELS);
    assert!(is_images(&ask(Model::Vae, Query::Decode(vec![0.5, -1.0, 2.0, 0.0])), 2));
    for codes in [vec![], vec![1.0], vec![f32::NAN, 0.0], vec![0.0; 2 * MOST_CODES + 2]] {
        assert_eq!(ask(Model::Ae, Query::Decode(codes)), Reply::Nothing);
    }
    assert!(is_images(&ask(Model::Ae, Query::Rebuild(vec![7; 3 * PIXELS])), 3));
    for images in [vec![], vec![7; 100], vec![7; (MOST_IMAGES + 1) * PIXELS]] {
        assert_eq!(ask(Model::Ae, Query::Rebuild(images)), Reply::Nothing);
    }
}

#[test]
fn errors_of_the_sample_match_its_reconstructions() {
    let mut talk = TestSession::new(100);
    let sample = talk.prepare(1, small()).sample;
    let mut ask = |query| match talk.say(Command::Query { model: Model::Ae, asker: Asker::Errors, query }).pop() {
        Some(Event::Run { event: RunEvent::Reply { reply, .. }, .. }) => reply,
        other => panic!("expected a reply, got {other:?}"),
    };
    let Reply::Images(rebuilt) = ask(Query::Rebuild(sample.images[..PIXELS].to_vec())) else {
        panic!("expected an image")
    };
    let Reply::Errors(errors) = ask(Query::Errors) else { panic!("expected errors") };
    assert_eq!(errors.len() * PIXELS, sample.images.len());
    assert_eq!(errors[0], squared_error(&sample.images[..PIXELS], &rebuilt));
    assert!(errors.iter().all(|&error| error > 0.0 && error < 1.0));
}

#[test]
fn learning_rate_beta_and_epochs_can_change_during_a_run() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, small());
    talk.say(Command::TrainEpoch);
    talk.say(Command::Tune(Tuning { learning_rate: 0.01, beta: 4.0, epochs: 5 }));
    let events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
    let vae = |point: &&CurvePoint| point.model == Model::Vae && point.kind == CurveKind::Validation;
    let points = epochs(&events);
    let validation: Vec<_> = points.iter().filter(vae).collect();
    assert_eq!(validation.len(), 4);
    assert!(validation.iter().all(|p| (p.terms.loss - p.terms.reconstruction - 4.0 * p.terms.kl).abs() < 1e-3));
}

#[test]
fn a_non_finite_loss_stops_the_run_with_a_message() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, Config { learning_rate: 1.0, epochs: 200, beta: 100.0, ..small() });
    let events = talk.say(Command::Train);
    let Some(Event::Run { run: RunId(1), event: RunEvent::Diverged { message, learning_rate, .. } }) = events.last()
    else {
        panic!("{:?}", events.last());
    };
    assert_eq!(*learning_rate, 1.0);
    assert!(message.contains("a learning rate of 1 is too high"), "{message}");
    assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()), "non-finite losses are not reported");
    talk.prepare(2, small());
    assert_eq!(talk.say(Command::Train).last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }));
}

/// An AE with unbounded outputs; it takes five steps per epoch.
fn unbounded(activation: Activation, learning_rate: f32, epochs: usize) -> Config {
    let (models, loss, output) = (Models::Ae, Loss::Mse, Output::Linear);
    Config { models, loss, output, activation, learning_rate, epochs, ..small() }
}

#[test]
fn a_loss_that_ends_or_stays_far_too_high_stops_the_run_with_a_message() {
    let lost = |epochs| {
        let mut talk = TestSession::new(100);
        talk.prepare(1, unbounded(Activation::LeakyRelu, 1.0, epochs));
        let events = talk.say(Command::Train);
        let Some(Event::Run {
            run: RunId(1),
            event: RunEvent::Diverged { model: Model::Ae, step, message, learning_rate },
        }) = events.last()
        else {
            panic!("{:?}", events.last());
        };
        assert_eq!(*learning_rate, 1.0);
        assert!(message.contains("far worse after step"), "{message}");
        assert!(message.contains("a learning rate of 1 is too high"), "{message}");
        assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()), "every loss is finite");
        let is_kept = |event: &Event| matches!(event, Event::Run { event: RunEvent::Checkpoint { .. }, .. });
        assert!(!events.iter().any(is_kept), "no checkpoint is sent while the network is lost");
        *step
    };
    assert_eq!(lost(3), 15, "at the end");
    let step = lost(500);
    assert!((200..500).contains(&step), "long before the end, after step {step}");
}

#[test]
fn a_loss_that_recovers_or_only_starts_high_does_not_stop_the_run() {
    let mut talk = TestSession::new(100);
    let prepared = talk.prepare(1, unbounded(Activation::Linear, 0.1, 100));
    let events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
    let validation = losses(&curve(&events), Model::Ae, CurveKind::Validation);
    let most = validation.iter().copied().fold(0.0, f32::max);
    assert!(most > 5.0 * validation[0], "the loss should rise far: {validation:?}");
    assert!(validation[100] < 2.0 * prepared.baseline, "the loss should recover: {validation:?}");

    // The mean of blank images is nearly exact, and five steps do not come close to it.
    let (_, labels) = digit_files(100);
    for loss in [Loss::Bce, Loss::Mse] {
        let blank = idx(&[IMAGES_MAGIC, 100, 28, 28], &[0; 100 * PIXELS]);
        let mut talk = TestSession::with_files(blank, labels.clone());
        let prepared = talk.prepare(1, Config { loss, epochs: 1, ..small() });
        let events = talk.say(Command::Train);
        assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
        let validation = losses(&curve(&events), Model::Ae, CurveKind::Validation);
        assert!(validation[1] > 100.0 * prepared.baseline, "{validation:?}, {}", prepared.baseline);
    }
}

#[test]
fn own_files_replace_the_data() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, small());
    let (images, labels) = digit_files(60);
    let data = |images: &[u8], labels: Option<Vec<u8>>| Data::Images {
        images: images.to_vec().into(),
        labels: labels.map(Bytes::from),
    };
    for (images, labels) in [(&images[..100], None), (&images, Some(labels[..20].to_vec())), (&[0x1f, 0x8b, 0], None)] {
        let refused = talk.load(data(images, labels)).unwrap_err();
        assert!(refused.ends_with('.'), "{refused:?}");
    }
    assert_eq!(epochs(&talk.say(Command::Train)).len(), 2 * (2 + 2 * 3), "the old run continues");

    assert_eq!(talk.load(data(&images, None)), Ok(Loaded::Images));
    let prepared = talk.prepare(2, Config { source: Source::Own, ..small() });
    assert_eq!(prepared.sizes, Sizes { train: 48, validation: 6, test: 6 });
    assert_eq!(prepared.sample.labels, None);
    assert_eq!(talk.say(Command::Train).last(), Some(&Event::Run { run: RunId(2), event: RunEvent::Finished }));
}

#[test]
fn data_is_read_during_a_run() {
    let mut talk = TestSession::new(100);
    talk.prepare(1, small());
    let (images, _) = digit_files(60);
    talk.send_after(
        2,
        vec![Command::Load { load: LoadId(7), data: Data::Images { images: images.into(), labels: None } }],
    );
    let events = talk.say(Command::Train);
    let loaded = Event::Loaded { load: LoadId(7), outcome: Ok(Loaded::Images) };
    let at = events.iter().position(|event| *event == loaded).expect("the files should be read");
    assert!(at + 1 < events.len() && events.last() == Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
}

#[test]
fn a_table_is_read_and_other_columns_can_be_chosen() {
    let mut talk = TestSession::new(20);
    let choice = sample::choice();
    let refused = talk.load(Data::Choice(choice.clone())).unwrap_err();
    assert!(refused.contains("No table"), "{refused}");
    let table = |bytes: &[u8]| Data::Table { bytes: bytes.to_vec().into(), choice: Some(sample::choice()) };
    let Ok(Loaded::Table { summary, chosen }) = talk.load(table(sample::csv().as_bytes())) else { panic!() };
    assert_eq!((summary.rows, &chosen.choice), (87, &choice));
    for bytes in [b"".as_slice(), b"PK\0", b"a,b\n1\n"] {
        assert!(talk.load(table(bytes)).is_err(), "{bytes:?}");
    }
    let fewer = choice.toggled(2);
    let of = |choice| talk.load(Data::Choice(choice));
    let outcomes = [fewer.clone(), fewer.clone(), Choice { features: vec![], ..choice }].map(of);
    let [Ok(Loaded::Choice { chosen, is_new: true }), Ok(Loaded::Choice { is_new: false, .. }), Err(_)] = outcomes
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!(chosen.choice, fewer);
    let prepared = talk.prepare(1, Config { source: Source::Table, ..small() });
    assert_eq!(prepared.sample.labels.map(|labels| labels.len()), Some(75), "the rows of the last valid choice");
}

#[test]
fn digits_that_leave_no_test_images_are_refused_with_a_message() {
    let mut talk = TestSession::new(20);
    let config = Config { digits: Digits::from_text("3"), ..small() };
    let events = talk.say(Command::Prepare { run: RunId(1), config });
    let message = events.iter().find_map(|event| match event {
        Event::Run { event: RunEvent::Failed(message), .. } => Some(message.as_str()),
        _ => None,
    });
    assert!(message.is_some_and(|message| message.contains("choose other digits")), "{events:?}");
}

#[test]
fn extreme_settings_can_be_trained() {
    let cases = [
        Config { hidden: vec![], ..small() },
        Config { hidden: vec![1, 1, 1, 1], latent: 1, ..small() },
        Config { latent: 64, ..small() },
        Config { train: 1, ..small() },
        Config { batch_size: 1, epochs: 1, ..small() },
        Config { batch_size: 1024, ..small() },
        Config { beta: 0.0, loss: Loss::Mse, learning_rate: 1e-6, ..small() },
        Config { digits: Digits::from_text("0"), seed: u32::MAX, ..small() },
    ];
    for config in cases {
        let mut talk = TestSession::new(200);
        talk.prepare(1, config.clone());
        let events = talk.say(Command::Train);
        assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }), "{config:?}");
        assert!(curve(&events).iter().all(|point| point.terms.loss.is_finite()), "{config:?}");
    }
}

#[test]
fn a_trial_without_webgpu_fails_with_a_reason() {
    let mut talk = TestSession::new(100);
    let [Event::Ready, Event::TrialResult(Err(why))] = &talk.say(Command::Trial(small()))[..] else { panic!() };
    assert!(why.contains("no WebGPU"), "{why}");
    talk.prepare(1, small());
}
