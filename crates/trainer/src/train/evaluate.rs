//! Evaluates a network on examples that it does not train on.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use super::{Batch, Batches, Learner, Objective};
use crate::model::{Network, ReadError, answers, l1, read, reconstruction_loss};
use hourglass_core::{
    config::{Loss, Output, Range},
    data::examples::{Examples, InputTransform},
    protocol::Terms,
    rng::{Purpose, generator},
};

/// The number of examples that are encoded at a time.
const CHUNK: usize = 500;
/// The number of images over which the Jacobian's norm is averaged, which needs a matrix for each.
const JACOBIANS: usize = 64;

/// A network's means over a set of examples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub terms: Terms,
    /// The mean squared error of an output, in squared intensity.
    pub mse: f32,
}

/// The examples to evaluate on.
pub struct EvaluationSet<'a> {
    pub batches: &'a Batches,
    pub indices: &'a [usize],
    /// Noise on the inputs, the same in every evaluation with the same seed.
    pub alteration: InputTransform,
    pub seed: u32,
    pub range: Range,
}

impl EvaluationSet<'_> {
    /// The examples in batches, with their noise.
    pub fn chunks(&self) -> impl Iterator<Item = Batch> {
        self.indices.chunks(CHUNK).enumerate().map(|(i, chunk)| {
            let mut rng = generator(self.seed, Purpose::EvaluationNoise, i as u64);
            self.batches.take(chunk.to_vec(), &self.alteration, &mut rng)
        })
    }
}

/// Means over a set of examples: reconstruction, KL, the code's L1 norm if it is penalized, and the squared error of an output.
pub type MeanTerms = [f32; 4];

/// Evaluates a network. The VAE decodes mu, without noise, so that epochs are comparable. If the KL term is summed over
/// a batch, all examples count as one batch.
///
/// # Errors
/// The device failed.
pub async fn evaluate(
    learner: &mut Learner,
    question: &EvaluationSet<'_>,
    objective: &Objective,
) -> Result<Evaluation, ReadError> {
    if question.indices.is_empty() {
        return Ok(Evaluation::default());
    }
    let [reconstruction, kl, sparse, mse] = learner.mean_terms(question, objective).await?;
    let contractive = match objective.contractive > 0.0 {
        true => penalized_jacobian(&learner.network(), question).await?,
        false => 0.0,
    };
    let penalty = objective.sparse * sparse + objective.contractive * contractive;
    let kl_weight = objective.kl_weight(question.indices.len());
    let (least, most) = question.range.bounds();
    Ok(Evaluation {
        terms: Terms { loss: reconstruction + kl_weight * kl + penalty, reconstruction, kl, penalty },
        mse: mse / (most - least).powi(2),
    })
}

async fn penalized_jacobian(network: &Network, question: &EvaluationSet<'_>) -> Result<f32, ReadError> {
    if network.is_variational() {
        return Ok(0.0);
    }
    Ok(jacobian(network, question).await?.unwrap_or(0.0))
}

/// [`crate::train::TrainingMethod::mean_terms`] by a network of Burn.
///
/// # Errors
/// The device failed.
pub async fn mean_terms(
    network: &Network,
    question: &EvaluationSet<'_>,
    objective: &Objective,
) -> Result<MeanTerms, ReadError> {
    let output = network.shape().output;
    let mut sums = Vec::new();
    for batch in question.chunks() {
        let (inputs, targets) = question.batches.tensors(&batch);
        let posterior = network.encode(inputs);
        let zero = || Tensor::zeros([1], &targets.device());
        let kl = posterior.kl();
        let is_sparse = kl.is_none() && objective.sparse > 0.0;
        let sparse = is_sparse.then(|| l1(posterior.mean.clone()));
        let logits = network.decode(posterior.mean);
        let squared_error = (answers(output, logits.clone()) - targets.clone()).square().mean();
        let reconstruction = reconstruction_loss(objective.loss, output, logits, targets.clone());
        let terms = vec![reconstruction, kl.unwrap_or_else(zero), sparse.unwrap_or_else(zero), squared_error];
        sums.push(Tensor::cat(terms, 0) * batch.indices.len() as f32);
    }
    let sums = read(Tensor::cat(sums, 0)).await?;
    let mean = |term: usize| {
        let sum: f64 = sums.iter().skip(term).step_by(4).map(|&sum| f64::from(sum)).sum();
        (sum / question.indices.len() as f64) as f32
    };
    Ok(std::array::from_fn(mean))
}

/// The squared Frobenius norm of the encoder's Jacobian, averaged over the first examples; `None` for a convolutional encoder.
///
/// # Errors
/// The device failed.
pub async fn jacobian(network: &Network, question: &EvaluationSet<'_>) -> Result<Option<f32>, ReadError> {
    let some = &question.indices[..question.indices.len().min(JACOBIANS)];
    match network.jacobian(question.batches.select(some)) {
        Some(norm) => Ok(read(norm).await?.first().copied()),
        None => Ok(None),
    }
}

/// Some examples of a set, with their indices.
pub type Chosen<'a> = (&'a Examples, &'a [usize]);

/// The reconstruction loss, over the examples `asked`, of always answering with the mean target of the examples
/// `learned`: the loss that a network must beat.
pub fn baseline(loss: Loss, output: Output, learned: Chosen<'_>, asked: Chosen<'_>) -> f32 {
    // A pixel without ink in training has the mean 0, whose logarithm is infinite, so means are kept away from 0 and 1.
    const EDGE: f64 = 1e-4;
    // Cross-entropy needs probabilities; see `reconstruction_loss`.
    let probability = |value: f64| if output == Output::Tanh { (value + 1.0) / 2.0 } else { value };
    let mean = mean_answer(learned);
    let mut sum = 0.0;
    each_answer(asked, |answer| {
        for (&value, &mean) in answer.iter().zip(&mean) {
            let value = f64::from(value);
            sum += match loss {
                Loss::Mse => (value - mean).powi(2),
                Loss::Bce => {
                    let (value, mean) = (probability(value), probability(mean).clamp(EDGE, 1.0 - EDGE));
                    -(value * mean.ln() + (1.0 - value) * (1.0 - mean).ln())
                }
            };
        }
    });
    (sum / asked.1.len().max(1) as f64) as f32
}

fn mean_answer(chosen: Chosen<'_>) -> Vec<f64> {
    let mut sums = vec![0.0; chosen.0.outputs()];
    each_answer(chosen, |answer| {
        sums.iter_mut().zip(answer).for_each(|(sum, &value)| *sum += f64::from(value));
    });
    sums.iter().map(|sum| sum / chosen.1.len().max(1) as f64).collect()
}

fn each_answer((examples, indices): Chosen<'_>, mut visit: impl FnMut(&[f32])) {
    for chunk in indices.chunks(CHUNK) {
        match examples.answers() {
            Some(answers) => chunk.iter().for_each(|&index| visit(&answers[index..=index])),
            None => examples.gather(chunk).chunks_exact(examples.inputs()).for_each(&mut visit),
        }
    }
}
