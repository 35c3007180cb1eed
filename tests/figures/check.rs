//! Our mathematics against PyTorch's, on any device: the figures are those of `make.py`.

use burn::tensor::{Device, Tensor};
use hourglass::{
    config::{Choice, Config, Model},
    model::{Parameter, Shape, Weights, in_pytorchs_order, read, tensor},
    train::{Batch, Learner, Objective},
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

/// Checks every case: forward, each term of the loss, every gradient, and the weights after three steps of Adam.
pub async fn agrees_with_pytorch(device: &Device, tolerance: f32) {
    let cases: Vec<Case> = serde_json::from_str(include_str!("figures.json")).expect("the figures are readable");
    assert_eq!(cases.len(), 28);
    for case in &cases {
        Check { case, device, tolerance }.run().await;
    }
}

struct Check<'a> {
    case: &'a Case,
    device: &'a Device,
    tolerance: f32,
}

impl Check<'_> {
    async fn run(&self) {
        let case = self.case;
        let shape = Shape::new(&self.config(), case.inputs, case.outputs);
        let parameter =
            |p: &Named| Parameter { name: p.name.clone(), shape: p.shape.clone(), values: p.values.clone() };
        let weights = Weights(case.weights.iter().map(parameter).collect());
        let model = if case.variational { Model::Vae } else { Model::Ae };
        let mut learner = Learner::new(model, &shape, &weights, self.device).expect("the weights fit the shape");

        self.forward(&learner).await;
        self.gradients(&learner, &shape).await;
        for _ in 0..case.steps {
            learner.step(self.batch(), self.epsilon(), &self.objective(), case.learning_rate);
        }
        let trained = learner.network().weights().await.unwrap().0;
        for (ours, theirs) in trained.iter().zip(&case.trained) {
            assert_eq!((&ours.name, &ours.shape), (&theirs.name, &theirs.shape));
            self.compare(&format!("{} after Adam", theirs.name), &ours.values, &theirs.values);
        }
        assert_eq!(trained.len(), case.trained.len());
    }

    async fn forward(&self, learner: &Learner) {
        let case = self.case;
        let network = learner.network();
        let posterior = network.encode(self.batch().inputs);
        assert_eq!(posterior.logvar.is_some(), case.variational);
        if let (Some(logvar), Some(theirs)) = (&posterior.logvar, &case.logvar) {
            self.compare("logvar", &read(logvar.clone()).await.unwrap(), theirs);
        }
        self.compare("mean", &read(posterior.mean.clone()).await.unwrap(), &case.mean);
        let logits = network.decode(posterior.sample(self.epsilon()));
        self.compare("logits", &read(logits).await.unwrap(), &case.logits);
        if let Some(theirs) = case.jacobian {
            let norm = network.jacobian(self.batch().inputs).expect("a dense encoder has a Jacobian");
            self.compare("jacobian", &read(norm).await.unwrap(), &[theirs]);
        }

        let terms = learner.terms(self.batch(), self.epsilon(), &self.objective());
        let loss = read(terms.loss().inner()).await.unwrap();
        self.compare("loss", &loss, &[case.loss_value]);
        let theirs = [case.reconstruction, case.kl, case.penalty];
        for (ours, theirs) in read(terms.detached()).await.unwrap().into_iter().zip(theirs) {
            self.compare("a term", &[ours], &[theirs]);
        }
    }

    async fn gradients(&self, learner: &Learner, shape: &Shape) {
        let gradients = learner.gradients(self.batch(), self.epsilon(), &self.objective());
        assert_eq!(2 * gradients.len(), self.case.gradients.len());
        let layers = shape.layers(self.case.variational).into_iter();
        for (((name, layer), (matrix, bias)), theirs) in layers.zip(gradients).zip(self.case.gradients.chunks(2)) {
            assert_eq!((&theirs[0].name, &theirs[1].name), (&format!("{name}.weight"), &format!("{name}.bias")));
            let matrix = read(matrix.expect("a weight has a gradient")).await.unwrap();
            let weight = in_pytorchs_order(layer, &matrix);
            self.compare(&format!("gradient of {name}.weight"), &weight, &theirs[0].values);
            let bias = read(bias.expect("a bias has a gradient")).await.unwrap();
            self.compare(&format!("gradient of {name}.bias"), &bias, &theirs[1].values);
        }
    }

    fn config(&self) -> Config {
        fn choice<T: Choice>(word: &str) -> T {
            T::from_word(word).unwrap_or_else(|| panic!("{word} is a choice"))
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

    fn batch(&self) -> Batch {
        let Case { rows, targets, inputs, outputs, .. } = self.case;
        Batch {
            inputs: tensor(rows.clone(), *inputs, self.device),
            targets: tensor(targets.clone(), *outputs, self.device),
        }
    }

    fn epsilon(&self) -> Option<Tensor<2>> {
        self.case.variational.then(|| tensor(self.case.epsilon.clone(), self.case.latent, self.device))
    }

    /// The largest difference of two tensors, relative to the largest of their values, is within the tolerance.
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
