//! Compares our results with PyTorch's, on any device; the figures come from `make.py`.

use std::rc::Rc;

use burn::tensor::Tensor;
use hourglass_core::{
    config::{Choice, Config, Model},
    data::examples::Examples,
};
use hourglass_trainer::{
    model::{Parameter, Shape, Weights, read, tensor},
    train::{Batch, Batches, Compute, Learner, Objective, Stretch},
};
use serde::Deserialize;

/// A case of `make.py`.
#[derive(Deserialize)]
struct Case {
    name: String,
    variational: bool,
    net: String,
    hidden: Vec<usize>,
    inputs: usize,
    outputs: usize,
    latent: usize,
    activation: String,
    code: String,
    output: String,
    loss: String,
    beta: f32,
    kl_over: String,
    sparse: f32,
    contractive: f32,
    learning_rate: f32,
    steps: usize,
    rows: Vec<f32>,
    targets: Vec<f32>,
    epsilon: Vec<f32>,
    weights: Vec<Named>,
    mean: Vec<f32>,
    logvar: Option<Vec<f32>>,
    logits: Vec<f32>,
    reconstruction: f32,
    kl: f32,
    penalty: f32,
    loss_value: f32,
    jacobian: Option<f32>,
    gradients: Vec<Named>,
    trained: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    shape: Vec<usize>,
    values: Vec<f32>,
}

/// Checks every case: forward, each term of the loss, every gradient, and the weights after three steps of Adam. Trains with the
/// page's method and with automatic differentiation; the learned state is transferred between two steps.
pub async fn agrees_with_pytorch(place: &Compute, tolerance: f32) {
    let cases: Vec<Case> = serde_json::from_str(include_str!("figures.json")).expect("figures.json should be readable");
    assert_eq!(cases.len(), 28);
    for case in &cases {
        let check = Check { case, place, tolerance };
        let (model, shape, weights) = check.network();
        check.run(|| Learner::new(model, &shape, &weights, &check.objective(), place)).await;
        check.run(|| Learner::by_autodiff(model, &shape, &weights, &place.device)).await;
    }
}

struct Check<'a> {
    case: &'a Case,
    place: &'a Compute,
    tolerance: f32,
}

impl Check<'_> {
    fn network(&self) -> (Model, Shape, Weights) {
        let case = self.case;
        let parameter =
            |p: &Named| Parameter { name: p.name.clone(), shape: p.shape.clone(), values: p.values.clone() };
        let model = if case.variational { Model::Vae } else { Model::Ae };
        let shape = Shape::new(&self.config(), case.inputs, case.outputs);
        (model, shape, Weights(case.weights.iter().map(parameter).collect()))
    }

    /// After the first step, another learner continues from what the first one has learned.
    async fn run(&self, learner: impl Fn() -> Option<Learner>) {
        let case = self.case;
        let learner = || learner().expect("the weights should fit the shape");
        let (mut learner, mut other) = (learner(), learner());
        self.forward(&learner).await;
        let examples = Examples::Rows { values: Rc::new(case.rows.clone()), columns: case.inputs, answers: None };
        let batches = Batches::new(examples, &self.place.device, self.place.is_gpu());
        let indices = (0..case.rows.len() / case.inputs).collect();
        let steps = vec![Batch { indices, inputs: None, targets: Some(case.targets.clone()) }; case.steps];
        let epsilon = vec![case.epsilon.clone(); case.steps];
        let epsilon = if case.variational { epsilon.as_slice() } else { &[] };
        let objective = self.objective();
        let learning_rate = case.learning_rate;
        let stretch = Stretch { batches: &batches, steps: &steps, epsilon, objective: &objective, learning_rate };

        let (terms, gradients) = learner.gradients(&stretch).await.unwrap();
        self.terms(terms);
        self.weights("gradient of", &gradients, &case.gradients);
        let trained = learner.train(&Stretch { steps: &steps[..1], ..stretch }).terms().await.unwrap();
        self.terms(trained[0]);
        let learned = learner.learned().await.unwrap();
        assert_eq!(learned.weights, learner.network().weights().await.unwrap());
        other.resume(&learned).expect("the state should fit");
        assert_eq!(other.learned().await.unwrap(), learned);
        let trained = other.train(&Stretch { steps: &steps[1..], ..stretch }).terms().await.unwrap();
        assert_eq!(trained.len(), case.steps - 1);
        let weights = other.network().weights().await.unwrap();
        self.weights("trained", &weights, &case.trained);

        assert_eq!(other.remembered().await.unwrap(), None);
        other.remember();
        assert_eq!(other.remembered().await.unwrap(), Some(weights));
        other.remember_weights(&learned.weights).expect("the state should fit");
        assert_eq!(other.remembered().await.unwrap(), Some(learned.weights.clone()));
        other.restore_remembered();
        assert_eq!(other.network().weights().await.unwrap(), learned.weights);
        assert_eq!(other.remembered().await.unwrap(), None);
    }

    fn terms(&self, ours: [f32; 3]) {
        let case = self.case;
        for (ours, theirs) in ours.into_iter().zip([case.reconstruction, case.kl, case.penalty]) {
            self.compare("a term", &[ours], &[theirs]);
        }
        let kl_weight = self.objective().kl_weight(case.rows.len() / case.inputs);
        let loss = ours[0] + kl_weight * ours[1] + ours[2];
        self.compare("loss", &[loss], &[case.loss_value]);
    }

    fn weights(&self, what: &str, ours: &Weights, theirs: &[Named]) {
        assert_eq!(ours.0.len(), theirs.len());
        for (ours, theirs) in ours.0.iter().zip(theirs) {
            assert_eq!((&ours.name, &ours.shape), (&theirs.name, &theirs.shape));
            self.compare(&format!("{what} {}", theirs.name), &ours.values, &theirs.values);
        }
    }

    async fn forward(&self, learner: &Learner) {
        let case = self.case;
        let network = learner.network();
        let posterior = network.encode(self.inputs());
        assert_eq!(posterior.logvar.is_some(), case.variational);
        if let (Some(logvar), Some(theirs)) = (&posterior.logvar, &case.logvar) {
            self.compare("logvar", &read(logvar.clone()).await.unwrap(), theirs);
        }
        self.compare("mean", &read(posterior.mean.clone()).await.unwrap(), &case.mean);
        let logits = network.decode(posterior.sample(self.epsilon()));
        self.compare("logits", &read(logits).await.unwrap(), &case.logits);
        if let Some(theirs) = case.jacobian {
            let norm = network.jacobian(self.inputs()).expect("a dense encoder should have a Jacobian");
            self.compare("jacobian", &read(norm).await.unwrap(), &[theirs]);
        }
    }

    fn config(&self) -> Config {
        fn choice<T: Choice>(word: &str) -> T {
            T::from_word(word).unwrap_or_else(|| panic!("{word} is not a known choice"))
        }
        let case = self.case;
        Config {
            architecture: choice(&case.net),
            hidden: case.hidden.clone(),
            latent: case.latent,
            activation: choice(&case.activation),
            code: choice(&case.code),
            output: choice(&case.output),
            loss: choice(&case.loss),
            beta: case.beta,
            kl: choice(&case.kl_over),
            sparse: case.sparse,
            contractive: case.contractive,
            ..Config::default()
        }
    }

    fn objective(&self) -> Objective {
        Objective::from(&self.config())
    }

    fn inputs(&self) -> Tensor<2> {
        tensor(self.case.rows.clone(), self.case.inputs, &self.place.device)
    }

    fn epsilon(&self) -> Option<Tensor<2>> {
        self.case.variational.then(|| tensor(self.case.epsilon.clone(), self.case.latent, &self.place.device))
    }

    /// Checks that the largest difference between two tensors, relative to their largest value, is within the tolerance.
    fn compare(&self, what: &str, ours: &[f32], theirs: &[f32]) {
        assert_eq!(ours.len(), theirs.len(), "{}: size of {what}", self.case.name);
        let largest = theirs.iter().fold(0f32, |largest, value| largest.max(value.abs()));
        let difference = ours.iter().zip(theirs).fold(0f32, |worst, (a, b)| {
            let difference = (a - b).abs();
            if difference.is_nan() { f32::INFINITY } else { worst.max(difference) }
        });
        let relative = if largest > 0.0 { difference / largest } else { difference };
        assert!(relative <= self.tolerance, "{}: {what} is off by {relative:e}", self.case.name);
    }
}
