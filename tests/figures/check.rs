//! Our mathematics against PyTorch's, on any device: the figures are those of `make.py`.

use burn::tensor::Device;
use hourglass::{
    config::{Loss, Model},
    model::{Parameter, Shape, Weights, read, tensor},
    train::{Learner, Objective},
};
use serde::Deserialize;

/// A case of `make.py`.
#[derive(Deserialize)]
struct Case {
    name: String,
    variational: bool,
    hidden: Vec<usize>,
    latent: usize,
    loss: String,
    beta: f32,
    pixels: usize,
    learning_rate: f32,
    steps: usize,
    images: Vec<f32>,
    epsilon: Vec<f32>,
    weights: Vec<Values>,
    mean: Vec<f32>,
    logvar: Option<Vec<f32>>,
    logits: Vec<f32>,
    reconstruction: f32,
    kl: f32,
    gradients: Vec<Values>,
    trained: Vec<Values>,
}

#[derive(Deserialize)]
struct Values {
    name: String,
    shape: Vec<usize>,
    values: Vec<f32>,
}

/// Checks every case: forward, each term of the loss, every gradient, and the weights after three steps of Adam.
pub async fn agrees_with_pytorch(device: &Device, tolerance: f32) {
    let cases: Vec<Case> = serde_json::from_str(include_str!("figures.json")).expect("the figures are readable");
    assert_eq!(cases.len(), 5);
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
        let shape = Shape { pixels: case.pixels, hidden: case.hidden.clone(), latent: case.latent };
        let parameter =
            |p: &Values| Parameter { name: p.name.clone(), shape: p.shape.clone(), values: p.values.clone() };
        let weights = Weights(case.weights.iter().map(parameter).collect());
        let model = if case.variational { Model::Vae } else { Model::Ae };
        let mut learner = Learner::new(model, &shape, &weights, self.device).expect("the weights fit the shape");

        self.forward(&learner).await;
        self.gradients(&learner, &shape).await;
        for _ in 0..case.steps {
            learner.step(self.images(), self.epsilon(), self.objective(), case.learning_rate);
        }
        let trained = learner.network().weights(&shape).await.unwrap().0;
        for (ours, theirs) in trained.iter().zip(&case.trained) {
            assert_eq!((&ours.name, &ours.shape), (&theirs.name, &theirs.shape));
            self.compare(&format!("{} after Adam", theirs.name), &ours.values, &theirs.values);
        }
        assert_eq!(trained.len(), case.trained.len());
    }

    async fn forward(&self, learner: &Learner) {
        let case = self.case;
        let network = learner.network();
        let posterior = network.encode(self.images());
        assert_eq!(posterior.logvar.is_some(), case.variational);
        if let (Some(logvar), Some(theirs)) = (&posterior.logvar, &case.logvar) {
            self.compare("logvar", &read(logvar.clone()).await.unwrap(), theirs);
        }
        self.compare("mean", &read(posterior.mean.clone()).await.unwrap(), &case.mean);
        let logits = network.decode(posterior.sample(self.epsilon()));
        self.compare("logits", &read(logits).await.unwrap(), &case.logits);

        let terms = learner.terms(self.images(), self.epsilon(), self.objective().loss);
        let loss = read(terms.loss(case.beta).inner()).await.unwrap();
        self.compare("loss", &loss, &[case.reconstruction + case.beta * case.kl]);
        self.compare("terms", &read(terms.detached()).await.unwrap(), &[case.reconstruction, case.kl]);
    }

    async fn gradients(&self, learner: &Learner, shape: &Shape) {
        let gradients = learner.gradients(self.images(), self.epsilon(), self.objective());
        let names: Vec<String> = shape.layers(self.case.variational).into_iter().map(|(name, _)| name).collect();
        assert_eq!(2 * gradients.len(), self.case.gradients.len());
        for ((name, (weight, bias)), theirs) in names.iter().zip(gradients).zip(self.case.gradients.chunks(2)) {
            assert_eq!((&theirs[0].name, &theirs[1].name), (&format!("{name}.weight"), &format!("{name}.bias")));
            let weight = read(weight.expect("a weight has a gradient").transpose()).await.unwrap();
            self.compare(&format!("gradient of {name}.weight"), &weight, &theirs[0].values);
            let bias = read(bias.expect("a bias has a gradient")).await.unwrap();
            self.compare(&format!("gradient of {name}.bias"), &bias, &theirs[1].values);
        }
    }

    fn images(&self) -> burn::tensor::Tensor<2> {
        tensor(self.case.images.clone(), self.case.pixels, self.device)
    }

    fn epsilon(&self) -> Option<burn::tensor::Tensor<2>> {
        self.case.variational.then(|| tensor(self.case.epsilon.clone(), self.case.latent, self.device))
    }

    fn objective(&self) -> Objective {
        let loss = if self.case.loss == "bce" { Loss::Bce } else { Loss::Mse };
        Objective { loss, beta: self.case.beta }
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
