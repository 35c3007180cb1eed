//! The messages between the page and the trainer: tested as bytes here, and as samples for both.

use hourglass_core::{
    config::{BackendChoice, Config, Model, Models, PerModel, Source, Study},
    data::{
        image::PIXELS,
        table::{ActiveTable, sample},
    },
    protocol::{
        Asker, Backend, BetaPicture, Command, Components, CurveKind, CurvePoint, Data, Drawn, Event, Finding, LoadId,
        Loaded, Measure, Measured, PcaErrors, Pictures, Prepared, Progress, Query, Reply, Report, RunEvent, RunId,
        Sample, Sizes, SweepPoint, Terms, Timing, Tuning,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Kind, files, memory::within};

/// The memory that may be allocated for a message with wrong lengths: a megabyte for each list that it starts, which is serde's
/// own limit, and `EACH` for each byte of the message.
const LIES: usize = 4 << 20;
const EACH: usize = 96;

pub const COMMAND: Kind =
    Kind { name: "command", samples: || packed(&commands()), words: &["a"], cases: 2_000, check: check::<Command> };

pub const EVENT: Kind =
    Kind { name: "event", samples: || packed(&events()), words: &["a"], cases: 2_000, check: check::<Event> };

fn packed(messages: &[impl Serialize]) -> Vec<Vec<u8>> {
    messages.iter().map(pack).collect()
}

pub fn pack(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).expect("writing to memory does not fail")
}

/// Reads any bytes; a message that can be read is written and read again.
fn check<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let read = within(LIES + EACH * bytes.len(), || postcard::from_bytes::<T>(bytes).ok());
    if let Some(message) = read {
        let written = pack(&message);
        let again: T = postcard::from_bytes(&written).expect("a written message should be read back");
        assert_eq!(pack(&again), written);
    }
}

/// A configuration that trains very quickly.
pub fn small() -> Config {
    Config { backend: BackendChoice::Cpu, hidden: vec![5], train: 24, batch_size: 8, epochs: 2, ..Config::default() }
}

/// One of each command, in an order that the page could send.
pub fn commands() -> Vec<Command> {
    let run = RunId(1);
    let (images, labels) = (files::idx(&[0x803, 12, 1, 1], &[9; 12]), files::idx(&[0x801, 12], &[3; 12]));
    let load = |load, data| Command::Load { load: LoadId(load), data };
    let table = || Data::Table { bytes: sample::csv().into_bytes().into(), choice: None };
    let tuning = Tuning { learning_rate: 0.01, beta: 2.0, epochs: 3 };
    let query = |asker, query| Command::Query { model: Model::Vae, asker, query };
    vec![
        Command::Prepare { run, config: small() },
        Command::Draw(Some(vec![200; PIXELS])),
        Command::TrainEpoch,
        Command::Tune(tuning),
        query(Asker::Codes, Query::Decode(vec![0.5, -0.5])),
        query(Asker::Images, Query::Rebuild(vec![9; PIXELS])),
        query(Asker::Errors, Query::Errors),
        Command::UseOneWorker(true),
        Command::Train,
        Command::Painted,
        Command::Pause,
        load(1, Data::Images { images: files::gzip(&images).into(), labels: Some(labels.into()) }),
        Command::Prepare { run, config: Config { source: Source::Own, ..small() } },
        Command::Prepare { run, config: Config { source: Source::Spiral, ..small() } },
        load(2, table()),
        load(3, Data::Choice(sample::choice())),
        Command::Prepare { run, config: Config { source: Source::Table, ..small() } },
        Command::Train,
        Command::BeginStudy { run, config: small(), study: Study::Betas, known: vec![] },
        Command::BeginStudy {
            run,
            config: small(),
            study: Study::Sweep { least: 1, most: 3 },
            known: vec![SweepPoint { latent: 2, ae: 0.1, pca: 0.1 }],
        },
        Command::PauseStudy,
        Command::ResumeStudy,
        Command::EndStudy,
        Command::Trial(small()),
        Command::Save,
        Command::Latents,
        Command::Restore { run, config: None, checkpoint: vec![9; 20].into() },
    ]
}

/// One of each event, in an order that the trainer could send; the last ones are the results for [`LOADED`] sets of data.
pub fn events() -> Vec<Event> {
    let run = RunId(1);
    let report = |pictures| Event::Run { run, event: RunEvent::Report(Box::new(Report { pictures, ..report() })) };
    let finding = |finding| Event::Studied { run: RunId(2), finding: Box::new(finding) };
    let loaded = |load, outcome| Event::Loaded { load: LoadId(load), outcome };
    let (_, summary, chosen) =
        ActiveTable::read(sample::csv().as_bytes(), None).expect("the sample table should be valid");
    vec![
        Event::Ready,
        Event::Run { run, event: RunEvent::Fetching { loaded: 1_000, total: 2_000 } },
        Event::Run { run, event: RunEvent::CheckingWebgpu },
        Event::Run { run, event: RunEvent::Prepared(Box::new(prepared())) },
        report(Some(both(pictures()))),
        Event::Run { run, event: RunEvent::Snapshot { epoch: 0, pictures: Box::new(both(pictures())) } },
        report(None),
        Event::Run { run, event: RunEvent::Snapshot { epoch: 1, pictures: Box::new(both(pictures())) } },
        Event::Run {
            run,
            event: RunEvent::Reply { model: Model::Ae, asker: Asker::Codes, reply: Reply::Images(vec![3; 2 * PIXELS]) },
        },
        Event::Run {
            run,
            event: RunEvent::Reply {
                model: Model::Vae,
                asker: Asker::Errors,
                reply: Reply::Errors(vec![0.1, 0.2, 0.3]),
            },
        },
        Event::Run { run, event: RunEvent::Reply { model: Model::Vae, asker: Asker::Images, reply: Reply::Nothing } },
        Event::Run { run, event: RunEvent::Paused },
        Event::Run { run, event: RunEvent::Finished },
        Event::TrialResult(Ok(Timing { adapter: "Toy".into(), webgpu: 1.0, cpu: 2.0 })),
        Event::TrialResult(Err("No.".into())),
        Event::Run { run, event: RunEvent::Refused("No.".into()) },
        finding(Finding::Progress(0.5)),
        finding(Finding::Components(components())),
        finding(Finding::Point(SweepPoint { latent: 3, ae: 0.1, pca: 0.2 })),
        finding(Finding::Betas([0.0, 1.0, 20.0].map(beta))),
        finding(Finding::Paused),
        finding(Finding::Finished),
        finding(Finding::Failed("No.".into())),
        Event::Run { run, event: RunEvent::Failed("No.".into()) },
        Event::Run { run, event: RunEvent::Checkpoint { epoch: 1, bytes: vec![9; 20] } },
        Event::Run { run, event: RunEvent::Saved { epoch: 1, bytes: vec![9; 20] } },
        Event::Run {
            run,
            event: RunEvent::Latents { latents: both(vec![0.5; 8]), labels: Some(vec![1; 4]), latent: 2 },
        },
        Event::Run {
            run,
            event: RunEvent::Diverged { model: Model::Ae, step: 9, learning_rate: 1.0, message: "No.".into() },
        },
        loaded(1, Ok(Loaded::Images)),
        loaded(2, Ok(Loaded::Table { summary: Box::new(summary), chosen: chosen.clone() })),
        loaded(3, Ok(Loaded::Choice { chosen, is_new: true })),
        loaded(4, Err("No.".into())),
    ]
}

/// The number of data sets that the last events answer, with ids from 1.
pub const LOADED: usize = 4;

/// The number of images in the sample.
const COUNT: usize = 4;

fn prepared() -> Prepared {
    let sample = Sample {
        images: vec![7; COUNT * PIXELS],
        labels: Some((0..COUNT).map(|i| (i % 10) as u8).collect()),
        exhibits: (0..COUNT).collect(),
        ..Sample::default()
    };
    Prepared {
        config: Config { models: Models::Both, ..small() },
        backend: Backend::Cpu { why: String::new() },
        sizes: Sizes { train: 24, validation: 3, test: COUNT },
        has_mnist: false,
        sample,
        baseline: 200.0,
        parameters: PerModel { ae: Some(400), vae: Some(500) },
        notices: vec!["Something was replaced.".into()],
    }
}

fn report() -> Report {
    let terms = Terms { loss: 160.0, reconstruction: 150.0, kl: 10.0, penalty: 0.0 };
    let point = |kind| CurvePoint { model: Model::Vae, kind, epoch: 1.0, terms };
    let measured = |measure| Measured { model: Model::Ae, measure, epoch: 1, value: 0.5 };
    Report {
        progress: Progress {
            epoch: 1,
            epochs: 2,
            step: 3,
            steps_per_epoch: 3,
            ms_per_step: 5.0,
            images_per_second: 1_600.0,
            workers: 1,
        },
        curve: vec![
            point(CurveKind::Training),
            point(CurveKind::TrainingEpoch),
            point(CurveKind::Validation),
            point(CurveKind::Test { mse: 0.04 }),
            point(CurveKind::Restored { mse: 0.04 }),
        ],
        measures: vec![measured(Measure::Angle), measured(Measure::Accuracy)],
        pictures: None,
        pca: Some(PcaErrors { validation: 27.0, test_mse: 0.034 }),
    }
}

fn pictures() -> Pictures {
    Pictures {
        reconstructions: vec![9; COUNT * PIXELS],
        latents: (0..2 * COUNT).map(|i| (i as f32 * 0.7).sin()).collect(),
        drawn: Some(Drawn { latent: vec![0.5, -0.5], logvar: vec![-1.0, -2.0], image: vec![5; PIXELS] }),
        field: vec![0.5; 8],
    }
}

fn both<T: Clone>(of: T) -> PerModel<T> {
    PerModel { ae: Some(of.clone()), vae: Some(of) }
}

fn components() -> Components {
    Components {
        images: 40,
        cumulative: vec![0.5, 0.8, 0.95, 1.0],
        errors: vec![0.05, 0.03],
        mean: vec![0.1; 4],
        axes: vec![vec![0.5, -0.5, 0.1, 0.0], vec![0.1, 0.2, 0.3, 0.4]],
        side: 2,
        places: vec![0.1, 0.2, 0.3, 0.4],
        labels: Some(vec![1, 2]),
    }
}

fn beta(beta: f32) -> BetaPicture {
    BetaPicture { beta, latents: vec![0.5; 2 * COUNT], terms: Terms::default(), generated: vec![1; 2 * PIXELS] }
}
