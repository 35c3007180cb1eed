//! Reads files that the page saves with PyTorch: `figures/checkpoint.py` loads their weights into equal networks and compares outputs.

mod support;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process,
};

use futures::executor::block_on;
use hourglass_core::{
    config::{Architecture, Config, ImageSize, Model},
    protocol::{Command, Event, RunEvent},
    rng::{Purpose, generator, uniform},
};
use hourglass_trainer::{
    checkpoint::Opened,
    model::{Network, Shape, read, tensor},
    train::Compute,
};
use serde_json::{Map, Value, json};
use support::{TestSession, small};

const ROWS: usize = 7;

#[test]
fn pytorch_matches_the_saved_networks() {
    let has_pytorch = process::Command::new("python3").args(["-c", "import torch"]).output();
    if !has_pytorch.is_ok_and(|output| output.status.success()) {
        // Writes to stderr directly, because the test runner hides the output of tests that pass.
        const SKIPPED: &[u8] = b"skipped: pytorch_matches_the_saved_networks: python3 has no PyTorch\n";
        std::io::stderr().write_all(SKIPPED).unwrap();
        return;
    }
    let dense = Config { hidden: vec![32, 9], latent: 3, ..small() };
    let convolutional =
        Config { architecture: Architecture::Convolutional, hidden: vec![4, 6, 16], size: ImageSize::Full, ..small() };
    for (name, config) in [("dense", dense), ("convolutional", convolutional)] {
        let bytes = saved(config);
        let path = |end| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{end}"));
        let (file, expected) = (path("safetensors"), path("json"));
        fs::write(&expected, answers(&bytes).to_string()).unwrap();
        fs::write(&file, bytes).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/figures/checkpoint.py");
        let output = process::Command::new("python3").arg(script).args([file, expected]).output().unwrap();
        let (said, why) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{name}: {said}{why}");
        assert!(said.contains("ae: off by") && said.contains("vae: off by"), "{said}");
        println!("{name}: {said}");
    }
}

/// The checkpoint of a run after one epoch.
fn saved(config: Config) -> Vec<u8> {
    let mut talk = TestSession::new(60);
    talk.prepare(1, config.clone());
    talk.say(Command::TrainEpoch);
    let events = talk.say(Command::Save);
    let [Event::Run { event: RunEvent::Saved { bytes, .. }, .. }] = &events[..] else { panic!("{events:?}") };
    bytes.clone()
}

/// Rows, and the networks' outputs for them.
fn answers(bytes: &[u8]) -> Value {
    let opened = Opened::new(bytes).unwrap();
    let shape = Shape::new(&opened.config, 784, 784);
    let device = Compute::cpu().device;
    let mut all = Map::new();
    for (model, name) in [(Model::Ae, "ae"), (Model::Vae, "vae")] {
        let weights = opened.network(model, &shape).unwrap().learned.weights;
        let network = Network::new(&shape, model == Model::Vae, &weights, &device).unwrap();
        let rows = uniform(ROWS * 784, 1.0, &mut generator(1, Purpose::Trial, 0));
        let posterior = network.encode(tensor(rows.clone(), 784, &device));
        let generated = block_on(read(network.generate(posterior.mean.clone()))).unwrap();
        let logvar = posterior.logvar.map(|logvar| block_on(read(logvar)).unwrap());
        let mean = block_on(read(posterior.mean)).unwrap();
        all.insert(name.into(), json!({ "rows": rows, "mean": mean, "logvar": logvar, "answers": generated }));
    }
    all.into()
}
