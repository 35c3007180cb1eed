//! Compares the WebGPU kernels with the formulas on the CPU, on networks large enough for every tile size.

use std::rc::Rc;

use hourglass_core::{
    config::{Activation, Code, Config, KlOver, Loss, Model, Output},
    data::examples::Examples,
    rng::{Purpose, generator, normal, uniform},
};
use hourglass_trainer::{
    model::{Shape, Weights},
    train::{Batch, Batches, Compute, Learner, Objective, StepTerms, Stretch},
};

/// The number of values in an example, not a multiple of the number that is computed together.
const INPUTS: usize = 203;
/// The number of examples in each step; the last batch is short.
const COUNTS: [usize; 3] = [66, 66, 13];
/// The length of a step. Weights may differ by a hundredth of it, and terms by `TOLERANCE` of their size.
const LEARNING_RATE: f32 = 0.01;
const TOLERANCE: f32 = 1e-4;

/// Checks networks of every activation, loss and penalty.
pub async fn agree(gpu: &Compute) {
    let base = || Config { hidden: vec![70], latent: 10, ..Config::default() };
    let tanh = || Config { activation: Activation::Tanh, loss: Loss::Bce, output: Output::Tanh, ..base() };
    let sigmoid = || Config { activation: Activation::Sigmoid, loss: Loss::Mse, output: Output::Linear, ..base() };
    let sparse = || Config { code: Code::Relu, sparse: 0.1, loss: Loss::Mse, ..base() };
    agrees(gpu, Model::Vae, &base(), false).await;
    agrees(gpu, Model::Vae, &Config { kl: KlOver::Sum, beta: 0.01, ..tanh() }, true).await;
    agrees(gpu, Model::Ae, &Config { activation: Activation::LeakyRelu, hidden: vec![70, 9], ..sparse() }, false).await;
    agrees(gpu, Model::Ae, &Config { hidden: vec![], ..sigmoid() }, true).await;
    agrees(gpu, Model::Ae, &Config { latent: 2, ..sigmoid() }, false).await;
}

async fn agrees(gpu: &Compute, model: Model, config: &Config, is_altered: bool) {
    let (ours, weights) = learned(gpu, model, config, is_altered).await;
    let (theirs, expected) = learned(&Compute::cpu(), model, config, is_altered).await;
    for (ours, theirs) in ours.as_flattened().iter().zip(theirs.as_flattened()) {
        assert!((ours - theirs).abs() <= TOLERANCE * theirs.abs(), "{config:?}: a term is {ours}, not {theirs}");
    }
    for (ours, theirs) in weights.0.iter().zip(&expected.0) {
        let differences = ours.values.iter().zip(&theirs.values).map(|(a, b)| (a - b).abs());
        let worst = differences.fold(0.0, |worst, d| if d.is_nan() { f32::INFINITY } else { d.max(worst) });
        assert!(worst <= TOLERANCE, "{config:?}: {} is off by {worst:e}", ours.name);
    }
}

/// The terms of some steps, and the weights after them.
async fn learned(place: &Compute, model: Model, config: &Config, is_altered: bool) -> (Vec<StepTerms>, Weights) {
    let mut rng = generator(7, Purpose::Weights(model), 0);
    let shape = Shape::new(config, INPUTS, INPUTS);
    let weights = Weights::initial(&shape, model == Model::Vae, &mut rng);
    let objective = Objective::from(config);
    let mut learner = Learner::new(model, &shape, &weights, &objective, place).unwrap();
    let mut rows = |count| -> Vec<f32> { uniform(count * INPUTS, 0.5, &mut rng).iter().map(|x| x + 0.5).collect() };
    let examples = Examples::Rows { values: Rc::new(rows(COUNTS[0] + 5)), columns: INPUTS, answers: None };
    let batches = Batches::new(examples, &place.device, place.is_gpu());
    let mut batch = |(i, &count): (usize, &usize)| Batch {
        indices: (i..i + count).rev().collect(),
        inputs: is_altered.then(|| rows(count)),
        targets: is_altered.then(|| rows(count)),
    };
    let steps: Vec<Batch> = COUNTS.iter().enumerate().map(&mut batch).collect();
    let noise = COUNTS.iter().map(|count| normal(count * config.latent, &mut rng));
    let epsilon: Vec<Vec<f32>> = if model == Model::Vae { noise.collect() } else { Vec::new() };
    let (steps, epsilon, objective) = (&steps, &epsilon, &objective);
    let stretch = Stretch { batches: &batches, steps, epsilon, objective, learning_rate: LEARNING_RATE };
    let terms = learner.train(&stretch).terms().await.unwrap();
    (terms, learner.network().weights().await.unwrap())
}
