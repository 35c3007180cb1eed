//! A dense network's codes, outputs and losses by the formulas on the CPU, compared with Burn's.

use std::rc::Rc;

use futures::executor::block_on;
use hourglass_core::{
    config::{Activation, Code, Config, Loss, Model, Output, Range},
    data::examples::{Examples, InputTransform},
    rng::{Purpose, generator, uniform},
};
use hourglass_trainer::{
    model::{Shape, Weights},
    train::{Batches, Compute, EvaluationSet, Learner, Objective, evaluate},
};

/// Neither is a multiple of the number of values, or of rows, that are computed together.
const INPUTS: usize = 37;
const EXAMPLES: usize = 310;

fn agree(ours: &[f32], theirs: &[f32], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= 1e-5 * theirs.abs().max(1.0), "{what}: {ours}, not {theirs}");
    }
}

/// Compares both for a configuration; with `classes`, the targets are not the inputs.
fn compare(model: Model, config: &Config, classes: bool) {
    let place = Compute::cpu();
    let mut rng = generator(3, Purpose::Weights(model), 0);
    let values: Vec<f32> = uniform(EXAMPLES * INPUTS, 0.5, &mut rng).iter().map(|value| value + 0.5).collect();
    let answers = classes.then(|| Rc::new((0..EXAMPLES).map(|i| (i % 2) as f32).collect()));
    let examples = Examples::Rows { values: Rc::new(values.clone()), columns: INPUTS, answers };
    let shape = Shape::new(config, INPUTS, examples.outputs());
    let weights = Weights::initial(&shape, model == Model::Vae, &mut rng);
    let objective = Objective::from(config);
    let mut ours = Learner::new(model, &shape, &weights, &objective, &place).unwrap();
    let mut theirs = Learner::by_autodiff(model, &shape, &weights, &place.device).unwrap();
    let what = format!("{model:?}, {config:?}");

    let codes = [&mut ours, &mut theirs].map(|learner| block_on(learner.encode(values.clone())).unwrap());
    agree(&codes[0].mean, &codes[1].mean, &what);
    agree(&codes[0].logvar, &codes[1].logvar, &what);
    assert_eq!(codes[0].logvar.is_empty(), model == Model::Ae);
    let outputs = [&mut ours, &mut theirs].map(|learner| block_on(learner.decode(codes[1].mean.clone())).unwrap());
    agree(&outputs[0], &outputs[1], &what);

    let batches = Batches::new(examples, &place.device, false);
    let indices: Vec<usize> = (0..EXAMPLES).rev().collect();
    let alteration = InputTransform::in_evaluation(config);
    let set = EvaluationSet { batches: &batches, indices: &indices, alteration, seed: 5, range: Range::Unit };
    let [ours, theirs] = [&mut ours, &mut theirs].map(|learner| {
        let evaluation = block_on(evaluate(learner, &set, &objective)).unwrap();
        let terms = evaluation.terms;
        [terms.loss, terms.reconstruction, terms.kl, terms.penalty, evaluation.mse]
    });
    assert!(theirs.iter().all(|term| term.is_finite()) && theirs[1] > 0.0);
    agree(&ours, &theirs, &what);
}

#[test]
fn the_formulas_agree_with_burn() {
    let base = || Config { hidden: vec![20, 11], latent: 3, ..Config::default() };
    for activation in [Activation::Relu, Activation::LeakyRelu, Activation::Tanh, Activation::Sigmoid] {
        for (loss, output) in [
            (Loss::Bce, Output::Sigmoid),
            (Loss::Bce, Output::Tanh),
            (Loss::Mse, Output::Sigmoid),
            (Loss::Mse, Output::Tanh),
            (Loss::Mse, Output::Linear),
        ] {
            let config = Config { activation, loss, output, ..base() };
            Model::ALL.into_iter().for_each(|model| compare(model, &config, false));
        }
    }
    compare(Model::Ae, &Config { code: Code::Relu, sparse: 0.3, ..base() }, false);
    compare(Model::Ae, &Config { hidden: vec![], latent: 9, ..base() }, false);
    Model::ALL.into_iter().for_each(|model| compare(model, &base(), true));
}
