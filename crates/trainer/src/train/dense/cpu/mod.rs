//! A dense network that trains on one core of the CPU.

mod adam;
mod loss;
mod product;
mod units;

use std::future::ready;

use adam::Adam;
use burn::tensor::{Device, Tensor, TensorData};
use futures::FutureExt;
use product::{Scratch, TILE, View, load8};
use units::{activated, lane_mask, slope};
use wide::f32x8;

use super::plan::{LANES, Plan, padded};
use crate::{
    model::{Network, Shape, Weights},
    train::{
        Batch, EvaluationSet, Learned, Objective,
        evaluate::MeanTerms,
        stretch::{StepTerms, Stretch, Trained},
        training_method::{Codes, Read, TrainingMethod},
    },
};
use hourglass_core::{
    config::{Activation, Loss, Output},
    data::examples::Examples,
};

/// The number of rows that are encoded or decoded at a time: about a batch, so that they stay in the processor's cache.
const ROWS: usize = 128;

/// The parameters of a network, their optimizer, and buffers for a step.
pub struct Engine {
    plan: Plan,
    /// The device of the network that is built for Burn from these parameters.
    device: Device,
    parameters: Vec<f32>,
    remembered: Option<Vec<f32>>,
    gradients: Vec<f32>,
    adam: Adam,
    buffers: Buffers,
}

/// The buffers of a step other than the gradients, reused by every step.
#[derive(Default)]
struct Buffers {
    /// The number of batch rows that fit.
    rows: usize,
    /// The inputs of each stage, `[rows, stage.rows()]`, with the bias's 1; last the logits, `[rows, columns]`.
    layers: Vec<Vec<f32>>,
    /// The VAE's mu and logvar, `[rows, columns]`.
    heads: Vec<f32>,
    /// The targets, `[rows, padded(outputs)]`, if they are not the inputs.
    targets: Vec<f32>,
    /// The gradients of a stage's sums, `[rows, columns]`, and of the previous stage's.
    deltas: [Vec<f32>; 2],
    scratch: Scratch,
}

impl Engine {
    /// A network with these parameters, in the layout of [`Plan::flat`].
    pub fn new(plan: Plan, parameters: Vec<f32>, device: &Device) -> Self {
        let adam = Adam::new(plan.parameters());
        let gradients = vec![0.0; plan.parameters()];
        let device = device.clone();
        Self { plan, device, parameters, remembered: None, gradients, adam, buffers: Buffers::default() }
    }

    fn backpropagate(&mut self, stretch: &Stretch<'_>, step: usize) -> StepTerms {
        let batch = &stretch.steps[step];
        let epsilon = stretch.epsilon.get(step).map_or(&[][..], Vec::as_slice);
        self.buffers.fit(&self.plan, batch.indices.len());
        self.buffers.load(&self.plan, stretch.batches.examples(), batch);
        let mut pass = Pass {
            plan: &self.plan,
            parameters: &self.parameters,
            buffers: &mut self.buffers,
            objective: stretch.objective,
            epsilon,
            count: batch.indices.len(),
        };
        let (kl, penalty) = pass.forward();
        let reconstruction = pass.reconstruction(batch.targets.is_some());
        pass.backward(&mut self.gradients);
        [reconstruction, kl, penalty]
    }

    /// Adds the terms of a batch's examples to their sums; see [`MeanTerms`].
    fn add_terms(&mut self, examples: &Examples, batch: &Batch, objective: &Objective, sums: &mut [f64; 4]) {
        let (plan, count) = (&self.plan, batch.indices.len());
        self.buffers.fit(plan, count);
        self.buffers.load(plan, examples, batch);
        let mut pass =
            Pass { plan, parameters: &self.parameters, buffers: &mut self.buffers, objective, epsilon: &[], count };
        let (kl, _) = pass.forward();
        let l1 = if !plan.variational && objective.sparse > 0.0 { pass.l1() } else { 0.0 };
        let mse = pass.squared_error(batch.targets.is_some());
        let terms = [pass.reconstruction(batch.targets.is_some()), kl, l1, mse];
        sums.iter_mut().zip(terms).for_each(|(sum, mean)| *sum += f64::from(mean) * count as f64);
    }
}

impl TrainingMethod for Engine {
    fn network(&self) -> Network {
        let parameters = self.parameters.clone();
        let count = parameters.len();
        self.plan.network(&Tensor::from_data(TensorData::new(parameters, [count]), &self.device))
    }

    fn device(&self) -> Device {
        self.device.clone()
    }

    fn encode(&mut self, rows: Vec<f32>) -> Read<'_, Codes> {
        let Self { plan, parameters, buffers, .. } = self;
        let (head, latent) = (plan.head, plan.shape.latent);
        let mut codes = Codes::default();
        for rows in rows.chunks(ROWS * plan.shape.inputs) {
            let count = buffers.load_rows(plan, 0, rows);
            (0..=head).for_each(|stage| buffers.product(plan, parameters, stage, count));
            if plan.variational {
                for heads in buffers.heads.chunks_exact(2 * padded(latent)).take(count) {
                    let (mu, logvar) = heads.split_at(padded(latent));
                    codes.mean.extend(&mu[..latent]);
                    codes.logvar.extend(&logvar[..latent]);
                }
            } else {
                let stride = plan.stages[head + 1].rows();
                let rows = buffers.layers[head + 1].chunks_exact(stride).take(count);
                rows.for_each(|row| codes.mean.extend(&row[..latent]));
            }
        }
        ready(Ok(codes)).boxed_local()
    }

    fn decode(&mut self, codes: Vec<f32>) -> Read<'_, Vec<f32>> {
        let Self { plan, parameters, buffers, .. } = self;
        let (first, outputs) = (plan.head + 1, plan.shape.outputs);
        let activation = match plan.shape.output {
            Output::Sigmoid => Activation::Sigmoid,
            Output::Tanh => Activation::Tanh,
            Output::Linear => Activation::Linear,
        };
        let mut answers = Vec::with_capacity(codes.len() / plan.shape.latent * outputs);
        for codes in codes.chunks(ROWS * plan.shape.latent) {
            let count = buffers.load_rows(plan, first, codes);
            (first..plan.stages.len()).for_each(|stage| buffers.product(plan, parameters, stage, count));
            let logits = buffers.layers.last().map_or(&[][..], Vec::as_slice);
            for row in logits.chunks_exact(padded(outputs)).take(count) {
                let row = row.as_chunks::<LANES>().0.iter();
                let row = row.flat_map(|logits| activated(activation, f32x8::new(*logits)).to_array());
                answers.extend(row.take(outputs));
            }
        }
        ready(Ok(answers)).boxed_local()
    }

    fn mean_terms<'a>(&'a mut self, set: &'a EvaluationSet<'a>, objective: &'a Objective) -> Read<'a, MeanTerms> {
        let mut sums = [0.0; 4];
        for chunk in set.chunks() {
            for first in (0..chunk.indices.len()).step_by(ROWS) {
                let batch = chunk.rows(first..chunk.indices.len().min(first + ROWS));
                self.add_terms(set.batches.examples(), &batch, objective, &mut sums);
            }
        }
        ready(Ok(sums.map(|sum| (sum / set.indices.len() as f64) as f32))).boxed_local()
    }

    fn train(&mut self, stretch: &Stretch<'_>) -> Trained {
        let mut terms = Vec::with_capacity(stretch.steps.len());
        for i in 0..stretch.steps.len() {
            terms.push(self.backpropagate(stretch, i));
            self.adam.update(&mut self.parameters, &self.gradients, stretch.learning_rate);
        }
        Trained::Done(terms)
    }

    fn gradients<'a>(&'a mut self, stretch: &'a Stretch<'a>) -> Read<'a, (StepTerms, Weights)> {
        let terms = self.backpropagate(stretch, 0);
        ready(Ok((terms, self.plan.weights(&self.gradients)))).boxed_local()
    }

    fn learned(&self) -> Read<'_, Learned> {
        let Adam { first, second, steps } = &self.adam;
        let weights = |flat| self.plan.weights(flat);
        let (first, second) = (weights(first), weights(second));
        ready(Ok(Learned { weights: weights(&self.parameters), first, second, steps: *steps })).boxed_local()
    }

    fn resume(&mut self, learned: &Learned) -> Option<()> {
        let flat = |weights| self.plan.flat(weights);
        let adam = Adam { first: flat(&learned.first)?, second: flat(&learned.second)?, steps: learned.steps };
        (self.parameters, self.adam) = (flat(&learned.weights)?, adam);
        Some(())
    }

    fn remember(&mut self) {
        self.remembered = Some(self.parameters.clone());
    }

    fn remember_weights(&mut self, weights: &Weights) -> Option<()> {
        self.remembered = Some(self.plan.flat(weights)?);
        Some(())
    }

    fn remembered(&self) -> Read<'_, Option<Weights>> {
        ready(Ok(self.remembered.as_ref().map(|flat| self.plan.weights(flat)))).boxed_local()
    }

    fn restore_remembered(&mut self) {
        if let Some(parameters) = self.remembered.take() {
            self.parameters = parameters;
        }
    }
}

impl Buffers {
    /// Grows the buffers to at least `count` rows.
    fn fit(&mut self, plan: &Plan, count: usize) {
        let rows = count.next_multiple_of(TILE);
        if rows <= self.rows {
            return;
        }
        self.rows = rows;
        self.layers = plan.stages.iter().map(|stage| ones(rows, stage.rows(), stage.one())).collect();
        self.layers.push(vec![0.0; rows * padded(plan.shape.outputs)]);
        self.heads = vec![0.0; if plan.variational { rows * plan.stages[plan.head].columns } else { 0 }];
        self.targets = vec![0.0; rows * padded(plan.shape.outputs)];
        let widest = plan.stages.iter().map(|stage| stage.columns).max().unwrap_or(0);
        self.deltas = [vec![0.0; rows * widest], vec![0.0; rows * widest]];
    }

    /// Copies rows without padding into the input of a stage; returns their number.
    fn load_rows(&mut self, plan: &Plan, stage: usize, rows: &[f32]) -> usize {
        let width = plan.stages[stage].inputs;
        let count = rows.len() / width;
        self.fit(plan, count);
        copy_rows(self.layers[stage].chunks_exact_mut(plan.stages[stage].rows()), rows, width);
        count
    }

    /// Computes a stage's outputs from its inputs, for `count` rows: the inputs of the next stage, the VAE's heads, or the logits.
    #[inline(never)] // Its unrolled loops are large.
    fn product(&mut self, plan: &Plan, parameters: &[f32], i: usize, count: usize) {
        let stage = &plan.stages[i];
        let (before, after) = self.layers.split_at_mut(i + 1);
        let (answers, stride) = match plan.stages.get(i + 1) {
            _ if plan.variational && i == plan.head => (&mut self.heads, stage.columns),
            Some(next) => (&mut after[0], next.rows()),
            None => (&mut after[0], stage.columns),
        };
        let inputs = View::rows(&before[i], stage.rows());
        let weights = View::rows(&parameters[stage.weights()], stage.columns);
        let sizes = [count, stage.one() + 1, stage.columns];
        let finish = |sums, _, column| activated(stage.activation, sums) * lane_mask(stage.outputs - column);
        self.scratch.product((inputs, weights), sizes, (answers, stride), finish);
    }

    /// Copies a batch into the input of the first stage, and its targets.
    fn load(&mut self, plan: &Plan, examples: &Examples, batch: &Batch) {
        let stage = &plan.stages[0];
        let rows = self.layers[0].chunks_exact_mut(stage.rows());
        match &batch.inputs {
            Some(values) => copy_rows(rows, values, stage.inputs),
            None => rows.zip(&batch.indices).for_each(|(row, &index)| examples.write(index, &mut row[..stage.inputs])),
        }
        if let Some(values) = &batch.targets {
            let outputs = plan.shape.outputs;
            copy_rows(self.targets.chunks_exact_mut(padded(outputs)), values, outputs);
        }
    }
}

/// Rows of zeros except for the bias's 1.
fn ones(rows: usize, stride: usize, one: usize) -> Vec<f32> {
    let mut values = vec![0.0; rows * stride];
    values.iter_mut().skip(one).step_by(stride).for_each(|value| *value = 1.0);
    values
}

fn copy_rows<'a>(rows: impl Iterator<Item = &'a mut [f32]>, values: &[f32], width: usize) {
    rows.zip(values.chunks_exact(width)).for_each(|(row, values)| row[..width].copy_from_slice(values));
}

/// One forward and backward pass.
struct Pass<'a> {
    plan: &'a Plan,
    parameters: &'a [f32],
    buffers: &'a mut Buffers,
    objective: &'a Objective,
    epsilon: &'a [f32],
    /// The number of rows in the batch.
    count: usize,
}

impl Pass<'_> {
    /// Computes the logits from the inputs; returns the KL divergence and the penalty.
    #[inline(never)] // Training and evaluation share it.
    fn forward(&mut self) -> (f32, f32) {
        let (mut kl, mut penalty) = (0.0, 0.0);
        for i in 0..self.plan.stages.len() {
            self.buffers.product(self.plan, self.parameters, i, self.count);
            if i != self.plan.head {
                continue;
            }
            if self.plan.variational {
                kl = self.sample();
            } else if self.objective.sparse > 0.0 {
                penalty = self.objective.sparse * self.l1();
            }
        }
        (kl, penalty)
    }

    /// Samples the VAE's codes, `mu + exp(logvar / 2) * epsilon`, or takes mu if there is no epsilon; returns the KL divergence
    /// (`model::losses::kl`).
    fn sample(&mut self) -> f32 {
        let stage = &self.plan.stages[self.plan.head + 1];
        let latent = stage.inputs;
        let mut kl = 0.0;
        let codes = self.buffers.layers[self.plan.head + 1].chunks_exact_mut(stage.rows()).take(self.count);
        let heads = self.buffers.heads.chunks_exact(2 * padded(latent));
        for (row, (codes, heads)) in codes.zip(heads).enumerate() {
            let (mu, logvar) = heads.split_at(padded(latent));
            let epsilon = self.epsilon.get(row * latent..(row + 1) * latent);
            for i in 0..latent {
                codes[i] = match epsilon {
                    Some(epsilon) => mu[i] + (logvar[i] * 0.5).exp() * epsilon[i],
                    None => mu[i],
                };
                kl += f64::from(mu[i] * mu[i] + logvar[i].exp() - logvar[i] - 1.0);
            }
        }
        (0.5 * kl / self.count as f64) as f32
    }

    /// The L1 norm of the AE's codes (`model::l1`).
    fn l1(&self) -> f32 {
        let stage = &self.plan.stages[self.plan.head + 1];
        let rows = self.buffers.layers[self.plan.head + 1].chunks_exact(stage.rows()).take(self.count);
        let sum: f64 = rows.flat_map(|row| &row[..stage.inputs]).map(|code| f64::from(code.abs())).sum();
        (sum / self.count as f64) as f32
    }

    /// The squared error of an output, averaged over outputs and rows.
    fn squared_error(&self, has_targets: bool) -> f32 {
        let Some(last) = self.plan.stages.last() else { return 0.0 };
        let Shape { outputs, output, .. } = self.plan.shape;
        let Buffers { layers, targets, .. } = &*self.buffers;
        let (targets, stride) =
            if has_targets { (targets, padded(outputs)) } else { (&layers[0], self.plan.stages[0].rows()) };
        let rows = layers[self.plan.stages.len()].chunks_exact(last.columns).zip(targets.chunks_exact(stride));
        let error =
            |(logits, targets): (&[f32], &[f32])| f64::from(loss::squared_error(output, logits, targets, outputs));
        let sum: f64 = rows.take(self.count).map(error).sum();
        (sum / (self.count * outputs) as f64) as f32
    }

    /// The reconstruction loss; writes the logits' gradient to the delta of the last stage.
    #[inline(never)] // Training and evaluation share it.
    fn reconstruction(&mut self, has_targets: bool) -> f32 {
        let Some(last) = self.plan.stages.last() else { return 0.0 };
        let outputs = self.plan.shape.outputs;
        let (first, logits) = match self.buffers.layers.as_mut_slice() {
            [first, .., logits] => (first, logits),
            _ => return 0.0,
        };
        let (targets, stride) =
            if has_targets { (&self.buffers.targets, padded(outputs)) } else { (&*first, self.plan.stages[0].rows()) };
        let kind: (Loss, _) = (self.objective.loss, self.plan.shape.output);
        let scale = 1.0 / self.count as f32;
        let rows = logits.chunks_exact_mut(last.columns).zip(targets.chunks_exact(stride)).take(self.count);
        let sum: f64 =
            rows.map(|(logits, targets)| f64::from(loss::reconstruction(kind, logits, targets, outputs, scale))).sum();
        let used = self.count.next_multiple_of(TILE) * last.columns;
        self.buffers.deltas[0][..used].copy_from_slice(&logits[..used]);
        (sum / self.count as f64) as f32
    }

    /// Propagates the logits' gradient back to all weights.
    fn backward(&mut self, gradients: &mut [f32]) {
        for (i, stage) in self.plan.stages.iter().enumerate().rev() {
            let Buffers { layers, heads, deltas: [delta, next], scratch, .. } = &mut *self.buffers;
            let sizes = [stage.rows(), self.count, stage.columns];
            let (inputs, delta_rows) = (View::columns(&layers[i], stage.rows()), View::rows(delta, stage.columns));
            let answers = (&mut gradients[stage.weights()], stage.columns);
            scratch.product((inputs, delta_rows), sizes, answers, |sums, _, _| sums);
            if i == 0 {
                return;
            }
            let before = &self.plan.stages[i - 1];
            let is_head = i - 1 == self.plan.head;
            let width = stage.one();
            let sparse = if is_head { self.objective.sparse / self.count as f32 } else { 0.0 };
            let is_gaussian = is_head && self.plan.variational;
            let (answers, stride) = (&layers[i], stage.rows());
            let weights = View::columns(&self.parameters[stage.weights()], stage.columns);
            let finish = |sums, row, column| {
                if is_gaussian {
                    return sums;
                }
                let answers = load8(&answers[row * stride + column..]);
                let sums = if sparse > 0.0 { sums + sign(answers) * sparse } else { sums };
                sums * slope(before.activation, answers)
            };
            let sizes = [self.count, stage.columns, width];
            let next_stride = if is_gaussian { before.columns } else { width };
            scratch.product((delta_rows, weights), sizes, (next, next_stride), finish);
            if is_gaussian {
                let weight = self.objective.kl_weight(self.count) / self.count as f32;
                for ((delta, heads), epsilon) in next
                    .chunks_exact_mut(before.columns)
                    .zip(heads.chunks_exact(before.columns))
                    .zip(self.epsilon.chunks_exact(stage.inputs))
                {
                    gaussian(delta, heads, epsilon, weight);
                }
            }
            let [delta, next] = &mut self.buffers.deltas;
            std::mem::swap(delta, next);
        }
    }
}

/// Computes the gradients of a row's mu and logvar from the KL term and the code's gradient, which `delta` holds in mu's place.
fn gaussian(delta: &mut [f32], heads: &[f32], epsilon: &[f32], kl_weight: f32) {
    let half = delta.len() / 2;
    let (delta_mu, delta_logvar) = delta.split_at_mut(half);
    delta_logvar.fill(0.0);
    let (mu, logvar) = heads.split_at(half);
    for (i, epsilon) in epsilon.iter().enumerate() {
        let code = delta_mu[i];
        delta_logvar[i] = code * epsilon * 0.5 * (logvar[i] * 0.5).exp() + kl_weight * 0.5 * (logvar[i].exp() - 1.0);
        delta_mu[i] = code + kl_weight * mu[i];
    }
}

/// -1, 0 or 1.
fn sign(values: f32x8) -> f32x8 {
    f32x8::new(values.to_array().map(|value| if value == 0.0 { 0.0 } else { value.signum() }))
}

const _: () = assert!(LANES.is_multiple_of(TILE));
