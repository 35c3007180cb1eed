//! Compares the page's default run, on the real digits, with an equal run of PyTorch: same split, same initial weights, same
//! batches, same noise, so that only rounding differs.
//!
//! `figures/equal_run.py` creates `figures/equal_run.json`; it reads everything random from a file that this test writes,
//! which `HOURGLASS_DUMP` names.

mod support;

use std::{env, fs, io::Read, path::Path};

use flate2::read::GzDecoder;
use hourglass_core::{
    config::{BackendChoice, Config, Model},
    data::{image::PIXELS, images::Images, schedule::Schedule, split::Split},
    protocol::{Command, CurveKind, Event, RunEvent, RunId},
    rng::{Purpose, generator},
};
use hourglass_trainer::model::{Shape, Weights};
use serde::Deserialize;
use serde_json::{Value, json};
use support::{TestSession, epochs};

/// PyTorch's results.
#[derive(Deserialize)]
struct Figures {
    ae_test_mse: f32,
    vae_test_mse: f32,
}

fn config() -> Config {
    Config { backend: BackendChoice::Cpu, ..Config::default() }
}

/// An unpacked file from the page's data.
fn data(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/data").join(name);
    let file = fs::File::open(&path).unwrap_or_else(|_| panic!("{name} is missing: run `cargo xtask setup` first"));
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_default_run_matches_pytorchs() {
    let (images, labels) = (data("digits-images-idx3-ubyte.gz"), data("digits-labels-idx1-ubyte.gz"));
    if let Some(path) = env::var_os("HOURGLASS_DUMP") {
        fs::write(path, dump(&Images::from_idx(&images, Some(&labels)).unwrap()).to_string()).unwrap();
    }
    let mut talk = TestSession::with_files(images, labels);
    talk.prepare(1, config());
    let events = talk.say(Command::Train);
    assert_eq!(events.last(), Some(&Event::Run { run: RunId(1), event: RunEvent::Finished }));
    let test_mse = |model| {
        let mse = epochs(&events).into_iter().rev().find_map(|point| match point.kind {
            CurveKind::Test { mse } if point.model == model => Some(mse),
            _ => None,
        });
        mse.unwrap()
    };
    let theirs: Figures = serde_json::from_str(include_str!("figures/equal_run.json")).unwrap();
    for (model, theirs) in [(Model::Ae, theirs.ae_test_mse), (Model::Vae, theirs.vae_test_mse)] {
        let ours = test_mse(model);
        println!("{}: test MSE {ours}, PyTorch {theirs}, ratio {}", model.name(), ours / theirs);
        assert!((ours / theirs - 1.0).abs() < 0.03, "{}: {ours} against {theirs}", model.name());
    }
}

/// Everything random of the run.
fn dump(images: &Images) -> Value {
    let config = config();
    let split = Split::of(images, &config);
    let schedule = Schedule::new(config.seed, config.batch_size, split.train.clone());
    let shape = Shape::new(&config, PIXELS, PIXELS);
    let weights = |model| {
        let rng = &mut generator(config.seed, Purpose::Weights(model), 0);
        let weights = Weights::initial(&shape, model == Model::Vae, rng).0;
        let named = weights.into_iter().map(|p| (p.name, json!({ "shape": p.shape, "values": p.values })));
        named.collect::<serde_json::Map<_, _>>()
    };
    let steps: Vec<(usize, usize, Vec<usize>)> = (0..config.epochs)
        .flat_map(|epoch| {
            schedule.batches(epoch).into_iter().enumerate().map(move |(step, batch)| (epoch, step, batch))
        })
        .collect();
    let epsilon = |&(epoch, step, ref batch): &(usize, usize, Vec<usize>)| {
        schedule.epsilon(epoch * schedule.steps_per_epoch() + step, batch.len() * config.latent)
    };
    json!({
        "hidden": config.hidden,
        "latent": config.latent,
        "beta": config.beta,
        "learning_rate": config.learning_rate,
        "test": split.test,
        "batches": steps.iter().map(|(_, _, batch)| batch).collect::<Vec<_>>(),
        "epsilon": steps.iter().map(epsilon).collect::<Vec<_>>(),
        "weights": { "ae": weights(Model::Ae), "vae": weights(Model::Vae) },
    })
}
