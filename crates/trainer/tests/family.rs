//! The model family in training: every variant learns, and the measures are right.

mod support;

use hourglass_core::{
    config::{
        Activation, Architecture, Augment, Code, Config, ImageSize, Init, Loss, Model, Models, Noise, Output, Range,
        Source, Study,
    },
    data::image::PIXELS,
    protocol::{
        Asker, Command, CurveKind, CurvePoint, Event, Finding, Measure, Measured, PcaErrors, Query, Reply, Report,
        RunEvent, RunId,
    },
};
use support::{TestSession, curve, epochs, small};

fn reports(events: &[Event]) -> impl Iterator<Item = &Report> {
    events.iter().filter_map(|event| match event {
        Event::Run { event: RunEvent::Report(report), .. } => Some(&**report),
        _ => None,
    })
}

fn measured(events: &[Event], measure: Measure) -> Vec<f32> {
    let all = reports(events).flat_map(|report| &report.measures);
    all.filter(|one: &&Measured| one.measure == measure && one.model == Model::Ae).map(|one| one.value).collect()
}

fn train(images: usize, config: Config) -> Vec<Event> {
    let mut talk = TestSession::new(images);
    let prepared = talk.prepare(1, config.clone());
    assert_eq!(prepared.config, config, "the configuration should be valid");
    let events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }), "{config:?}");
    events
}

fn validation(events: &[Event], model: Model) -> Vec<f32> {
    let is_wanted = |point: &&CurvePoint| point.model == model && point.kind == CurveKind::Validation;
    curve(events).iter().filter(is_wanted).map(|point| point.terms.loss).collect()
}

fn variant(change: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config { epochs: 12, learning_rate: 0.01, ..small() };
    change(&mut config);
    config.nearest()
}

#[test]
fn every_variant_learns() {
    let activations = [Activation::LeakyRelu, Activation::Tanh, Activation::Sigmoid, Activation::Linear];
    let mut variants: Vec<Config> =
        activations.into_iter().map(|activation| variant(|config| config.activation = activation)).collect();
    variants.extend([
        variant(|config| config.init = Init::Keras),
        variant(|config| (config.range, config.output) = (Range::Signed, Output::Tanh)),
        variant(|config| (config.range, config.loss) = (Range::Signed, Loss::Mse)),
        variant(|config| (config.output, config.loss) = (Output::Linear, Loss::Mse)),
        variant(|config| (config.size, config.loss) = (ImageSize::Half, Loss::Mse)),
        variant(|config| (config.code, config.latent, config.sparse) = (Code::Relu, 16, 0.01)),
        variant(|config| (config.contractive, config.activation) = (0.01, Activation::Sigmoid)),
        variant(|config| (config.noise, config.level) = (Noise::Gaussian, 0.3)),
        variant(|config| (config.noise, config.level) = (Noise::SaltPepper, 0.1)),
        variant(|config| (config.noise, config.level) = (Noise::Mask, 0.1)),
        variant(|config| config.augment = Augment::Rotate),
        variant(|config| (config.architecture, config.hidden) = (Architecture::Convolutional, vec![4, 8, 32])),
        variant(|config| {
            (config.architecture, config.hidden, config.size) = (Architecture::Convolutional, vec![4], ImageSize::Half)
        }),
    ]);
    for config in variants {
        let events = train(200, config.clone());
        for model in Model::ALL {
            let losses = validation(&events, model);
            let (first, last) = (losses[0], losses[losses.len() - 1]);
            assert!(last < 0.9 * first, "{model:?}: {first} to {last} with {config:?}");
        }
    }
}

#[test]
fn points_on_a_plane_are_denoised() {
    for source in [Source::Spiral, Source::Circle, Source::Moons] {
        let config = variant(|config| {
            (config.source, config.models, config.train) = (source, Models::Ae, 1000);
            (config.hidden, config.activation, config.latent) = (vec![32], Activation::Tanh, 8);
            (config.noise, config.level, config.epochs) = (Noise::Gaussian, 0.1, 30);
        });
        let mut talk = TestSession::new(20);
        let prepared = talk.prepare(1, config);
        assert!(prepared.sample.images.is_empty());
        assert_eq!(prepared.sample.points.len(), 2 * 1000);
        let events = talk.say(Command::Train);
        let losses = validation(&events, Model::Ae);
        assert!(losses[losses.len() - 1] < 0.3 * losses[0], "{source:?}: {losses:?}");
        let painted = talk.say(Command::Painted);
        let pictures = reports(&painted).last().and_then(|report| report.pictures.clone()).unwrap();
        let field = pictures.ae.unwrap().field;
        assert_eq!(field.len(), 2 * 400);
        assert!(field.iter().all(|value| (-1.0..=1.0).contains(value)));
        let query = Query::Decode(vec![0.0; 8]);
        let replies = talk.say(Command::Query { model: Model::Ae, asker: Asker::Place, query });
        assert!(
            matches!(replies[..], [Event::Run { event: RunEvent::Reply { reply: Reply::Nothing, .. }, .. }]),
            "no image to show"
        );
    }
}

#[test]
fn a_linear_autoencoder_approaches_the_principal_components() {
    let config = variant(|config| {
        (config.models, config.loss, config.output) = (Models::Ae, Loss::Mse, Output::Linear);
        (config.activation, config.hidden, config.latent, config.epochs) = (Activation::Linear, vec![], 3, 150);
    });
    let angles = measured(&train(200, config), Measure::Angle);
    assert_eq!(angles.len(), 151);
    assert!(angles[0] > 60.0, "untrained: {}", angles[0]);
    assert!(angles[150] < 15.0, "trained: {}", angles[150]);
}

/// The reported errors of PCA.
fn pca(events: &[Event]) -> Vec<PcaErrors> {
    reports(events).filter_map(|report| report.pca).collect()
}

#[test]
fn pca_is_reported_once_for_clean_images_with_squared_error() {
    let config = variant(|config| {
        (config.models, config.loss, config.range, config.output) =
            (Models::Ae, Loss::Mse, Range::Signed, Output::Tanh);
        (config.latent, config.epochs) = (3, 2);
    });
    let mut talk = TestSession::new(200);
    let prepared = talk.prepare(1, config.clone());
    assert!(pca(&talk.say(Command::TrainEpoch)).is_empty(), "one chunk is processed after each stretch");
    let told = pca(&talk.say(Command::Train));
    let [PcaErrors { validation, test_mse }] = told[..] else { panic!("{told:?}") };
    assert!(validation > 0.0 && validation < prepared.baseline, "{validation}");
    // A resumed run reports it again.
    let saved = talk.say(Command::Save).into_iter().find_map(|event| match event {
        Event::Run { event: RunEvent::Saved { bytes, .. }, .. } => Some(bytes),
        _ => None,
    });
    let restore = Command::Restore { run: RunId(3), config: None, checkpoint: saved.unwrap().into() };
    assert_eq!(pca(&talk.say(restore)), told);
    // The sweep of latent sizes computes the same error in a different way.
    let study = Study::Sweep { least: 3, most: 3 };
    let events = talk.say(Command::BeginStudy { run: RunId(2), config: config.clone(), study, known: vec![] });
    let point = events.iter().find_map(|event| match event {
        Event::Studied { finding, .. } => match **finding {
            Finding::Point(point) => Some(point),
            _ => None,
        },
        _ => None,
    });
    assert!((point.unwrap().pca - test_mse).abs() < 1e-6, "{point:?} {test_mse}");

    for other in [
        Config { loss: Loss::Bce, ..config.clone() },
        Config { models: Models::Vae, ..config.clone() },
        Config { noise: Noise::Mask, level: 0.2, ..config.clone() },
        Config { source: Source::Moons, ..config },
    ] {
        assert_eq!(pca(&train(200, other.clone().nearest())), [], "{other:?}");
    }
}

#[test]
fn a_sparse_code_is_less_active() {
    let active = |sparse| {
        let config = variant(|config| {
            (config.models, config.code, config.init) = (Models::Ae, Code::Relu, Init::Keras);
            (config.latent, config.sparse, config.epochs) = (32, sparse, 30);
        });
        *measured(&train(200, config), Measure::Active).last().unwrap()
    };
    let (free, paid) = (active(0.0), active(1.0));
    assert!(paid < 0.7 * free, "active units: {paid} with a penalty, {free} without");
}

#[test]
fn a_contractive_encoder_is_less_sensitive() {
    let norm = |contractive| {
        let config = variant(|config| {
            (config.models, config.activation) = (Models::Ae, Activation::Sigmoid);
            (config.contractive, config.epochs) = (contractive, 20);
        });
        *measured(&train(200, config), Measure::Jacobian).last().unwrap()
    };
    let (free, paid) = (norm(0.0), norm(1.0));
    assert!(paid < 0.5 * free, "{paid} with a penalty, {free} without");
}

#[test]
fn noise_is_shown_and_the_target_stays_clean() {
    let config = variant(|config| (config.noise, config.level) = (Noise::Mask, 0.2));
    let mut talk = TestSession::new(200);
    let sample = talk.prepare(1, config).sample;
    assert_eq!(sample.noisy.len(), sample.exhibits.len() * PIXELS);
    let clean: Vec<u8> = sample.exhibits.iter().flat_map(|&i| sample.image(i).unwrap()).copied().collect();
    assert_ne!(sample.noisy, clean);
    assert!(sample.noisy.iter().zip(&clean).all(|(noisy, clean)| noisy == clean || *noisy == 0), "a square is blanked");
}

#[test]
fn an_altered_run_is_reproducible() {
    let config = variant(|config| {
        (config.noise, config.augment, config.epochs) = (Noise::SaltPepper, Augment::Both, 2);
    });
    assert_eq!(epochs(&train(120, config.clone())), epochs(&train(120, config)));
}

#[test]
fn training_stops_without_improvement_and_restores_the_best_epoch() {
    // The networks memorize the few images, so the validation loss rises again.
    let config = variant(|config| {
        (config.models, config.train, config.patience, config.epochs) = (Models::Both, 20, 3, 400);
        (config.learning_rate, config.hidden) = (0.01, vec![64]);
    });
    let events = train(300, config);
    let points = curve(&events);
    for model in Model::ALL {
        let of = |is_kind: fn(CurveKind) -> bool| {
            points.iter().filter(move |point| point.model == model && is_kind(point.kind)).collect::<Vec<_>>()
        };
        let validation = of(|kind| kind == CurveKind::Validation);
        let restored = of(|kind| matches!(kind, CurveKind::Restored { .. }));
        assert_eq!(restored.len(), 1);
        let best = validation[1..].iter().min_by(|a, b| a.terms.loss.total_cmp(&b.terms.loss)).unwrap();
        assert_eq!((restored[0].epoch, restored[0].terms), (best.epoch, best.terms));
        assert_eq!(validation.len() as f32 - 1.0, best.epoch + 3.0, "it stops three epochs after the best");
    }
}

#[test]
fn the_best_epoch_is_shown_after_early_stopping() {
    let config = variant(|config| {
        (config.models, config.train, config.patience, config.epochs) = (Models::Ae, 20, 2, 400);
    });
    let mut talk = TestSession::new(300);
    talk.prepare(1, config.clone());
    let events = talk.say(Command::Train);
    let best = curve(&events).iter().find(|point| matches!(point.kind, CurveKind::Restored { .. })).unwrap().epoch;
    let shown =
        |events: &[Event]| reports(events).last().unwrap().pictures.clone().unwrap().ae.unwrap().reconstructions;
    let restored = shown(&talk.say(Command::Painted));
    let snapshot = |event: &Event| match event {
        Event::Run { event: RunEvent::Snapshot { pictures, .. }, .. } => pictures.ae.clone(),
        _ => None,
    };
    assert_eq!(events.iter().rev().find_map(snapshot).unwrap().reconstructions, restored, "its last snapshot, too");
    talk.prepare(2, Config { epochs: best as usize, patience: 0, ..config });
    talk.say(Command::Train);
    assert_eq!(shown(&talk.say(Command::Painted)), restored);
}
