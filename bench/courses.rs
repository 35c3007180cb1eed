//! The courses' figures beside ours: experiments 1 to 4, trained natively on the four official files of MNIST.
//!
//! ```text
//! MNIST_DIR=folder cargo bench --profile dev --bench courses -- [seeds] [pca] [ae] [vae] [14x14]
//! ```
//!
//! Without names it runs all four, for three seeds each; `--profile dev` shares the tests' build of Burn. Each line is
//! printed as soon as its result is known. The networks are those of the page's menu, driven by the page's commands.

#[path = "../crates/trainer/tests/support/mod.rs"]
mod support;

use std::{env, fs::File, io::Read, path::PathBuf, process::ExitCode};

use flate2::read::GzDecoder;
use hourglass::state::experiments::{ae_against_pca, fourteen_by_fourteen, vae_of_the_notebook};
use hourglass_core::{
    config::{BackendChoice, Config, Model, Source, Study},
    protocol::{Command, Components, CurveKind, CurvePoint, Event, Finding, RunId},
};
use support::{TestSession, epochs};

fn main() -> ExitCode {
    let Some(folder) = env::var_os("MNIST_DIR").map(PathBuf::from) else {
        eprintln!("MNIST_DIR should name the folder of the four official files.");
        return ExitCode::FAILURE;
    };
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let seeds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(3);
    let names: Vec<&String> = words.iter().filter(|word| word.parse::<u32>().is_err()).collect();
    let is_wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| *wanted == name);

    let files = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];
    let mut talk = TestSession::with_mnist(files.map(|name| unpacked(&folder.join(format!("{name}-ubyte.gz")))));
    if is_wanted("pca") {
        principal_components(&mut talk);
    }
    if is_wanted("ae") {
        println!("\nAE 784-392-10, test MSE; the course reports 0.0203, PyTorch 0.0183 to 0.0220");
        over_seeds(&mut talk, seeds, ae_against_pca(), |points| vec![("MSE", test_mse(points, Model::Ae))]);
    }
    if is_wanted("vae") {
        println!("\nVAE 784-392-10, 784 x MSE + mean KL; the notebook reports 15.12, PyTorch 14.2");
        println!("(test: the VAE decodes mu, without noise; training: with noise, as the notebook has it)");
        over_seeds(&mut talk, seeds, vae_of_the_notebook(), |points| {
            let loss =
                |is_kind: fn(CurveKind) -> bool| last(points, Model::Vae, is_kind).map_or(f32::NAN, |p| p.terms.loss);
            vec![
                ("test", loss(|kind| matches!(kind, CurveKind::Test { .. }))),
                ("training", loss(|kind| kind == CurveKind::TrainingEpoch)),
            ]
        });
    }
    if is_wanted("14x14") {
        println!("\n14x14, 196-64-16-3: test MSE, intensities from 0 to 1; the course publishes none");
        over_seeds(&mut talk, seeds, fourteen_by_fourteen(), |points| {
            vec![("AE", test_mse(points, Model::Ae)), ("VAE", test_mse(points, Model::Vae))]
        });
    }
    ExitCode::SUCCESS
}

fn principal_components(talk: &mut TestSession) {
    let config = Config { backend: BackendChoice::Cpu, source: Source::Mnist, ..Config::default() };
    let study = Command::BeginStudy { run: RunId(1), config, study: Study::Pca, known: vec![] };
    let components = talk.say(study).into_iter().find_map(|event| match event {
        Event::Studied { finding, .. } => match *finding {
            Finding::Components(components) => Some(components),
            _ => None,
        },
        _ => None,
    });
    let Some(Components { images, cumulative, errors, .. }) = components else { return };
    let enough = cumulative.iter().take_while(|share| **share < 0.9).count();
    println!("PCA of the {images} official test images; the course reports 84 components for 90% (0.9007)");
    println!("  {} components: {:.4}", enough + 1, cumulative[enough]);
    println!("  MSE by 1 to 10: {:.5?}", &errors[..10]);
    println!(
        "  published:      [0.06064, 0.05555, 0.05141, 0.04775, 0.04436, 0.04150, 0.03927, 0.03728, 0.03544, 0.03390]"
    );
}

/// Trains for each seed and prints the figures, then their mean and spread.
fn over_seeds(
    talk: &mut TestSession,
    seeds: u32,
    config: Config,
    figures: impl Fn(&[CurvePoint]) -> Vec<(&'static str, f32)>,
) {
    let mut all: Vec<Vec<(&str, f32)>> = vec![];
    for seed in 1..=seeds {
        talk.prepare(seed, Config { backend: BackendChoice::Cpu, source: Source::Mnist, seed, ..config.clone() });
        let points = epochs(&talk.say(Command::Train));
        let found = figures(&points);
        let trained = points.last().map_or(0.0, |point| point.epoch);
        println!("  seed {seed}: {found:?}, at epoch {trained}");
        all.push(found);
    }
    for i in 0..all.first().map_or(0, Vec::len) {
        let values: Vec<f32> = all.iter().map(|found| found[i].1).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let (least, most) = values.iter().fold((f32::MAX, f32::MIN), |(a, b), &value| (a.min(value), b.max(value)));
        println!("  {}: mean {mean:.5}, from {least:.5} to {most:.5}", all[0][i].0);
    }
}

/// The mean squared error on the test images at the end, or at the best epoch if training stopped early.
fn test_mse(points: &[CurvePoint], model: Model) -> f32 {
    let mse = |point: &CurvePoint| match point.kind {
        CurveKind::Test { mse } | CurveKind::Restored { mse } if point.model == model => Some(mse),
        _ => None,
    };
    points.iter().rev().find_map(mse).unwrap_or(f32::NAN)
}

fn last(points: &[CurvePoint], model: Model, is_kind: fn(CurveKind) -> bool) -> Option<&CurvePoint> {
    points.iter().rev().find(|point| point.model == model && is_kind(point.kind))
}

fn unpacked(path: &PathBuf) -> Vec<u8> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = vec![];
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}
