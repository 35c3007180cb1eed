//! The reconstruction loss of a row and its gradient, in closed form.

use wide::f32x8;

use super::{
    super::plan::LANES,
    product::load8,
    units::{lane_mask, sigmoid, tanh},
};
use hourglass_core::config::{Loss, Output};

/// Computes the loss of a row's logits, summed over its `outputs` numbers, and replaces the logits by their gradient times
/// `scale`. Padding has no gradient. The formulas are those of `model::reconstruction_loss`.
pub fn reconstruction(
    (loss, output): (Loss, Output),
    logits: &mut [f32],
    targets: &[f32],
    outputs: usize,
    scale: f32,
) -> f32 {
    match (loss, output) {
        // See `model::reconstruction_loss`: the probability of a tanh is (tanh(x) + 1) / 2 = sigmoid(2 x).
        (Loss::Bce, Output::Tanh) => {
            each(logits, targets, outputs, scale * 2.0, |x, t| bce(x + x, (t + f32x8::ONE) * 0.5))
        }
        (Loss::Bce, _) => each(logits, targets, outputs, scale, bce),
        (Loss::Mse, output) => each(logits, targets, outputs, scale * 2.0, |x, t| squared(output, x, t)),
    }
}

/// The terms of eight outputs: a summand of the loss, a factor whose logarithm is added to the loss, and the gradient.
struct Terms {
    sum: f32x8,
    factor: f32x8,
    gradient: f32x8,
}

/// `max(x, 0) - x t + ln(1 + exp(-|x|))`, whose gradient is `sigmoid(x) - t`.
#[inline]
fn bce(x: f32x8, t: f32x8) -> Terms {
    let exp = (-x.abs()).exp();
    Terms { sum: x.fast_max(f32x8::ZERO) - x * t, factor: f32x8::ONE + exp, gradient: sigmoid(x) - t }
}

/// The squared error; `gradient` is half its gradient, `(a - t) a'(x)`.
#[inline]
fn squared(output: Output, x: f32x8, t: f32x8) -> Terms {
    let (answer, slope) = match output {
        Output::Sigmoid => {
            let answer = sigmoid(x);
            (answer, answer * (f32x8::ONE - answer))
        }
        Output::Tanh => {
            let answer = tanh(x);
            (answer, f32x8::ONE - answer * answer)
        }
        Output::Linear => (x, f32x8::ONE),
    };
    let error = answer - t;
    Terms { sum: error * error, factor: f32x8::ONE, gradient: error * slope }
}

/// The squared error of a row's outputs, summed.
pub fn squared_error(output: Output, logits: &[f32], targets: &[f32], outputs: usize) -> f32 {
    let mut sum = f32x8::ZERO;
    for i in 0..outputs.div_ceil(LANES) {
        let (x, t) = (load8(&logits[i * LANES..]), load8(&targets[i * LANES..]));
        sum += squared(output, x, t).sum * lane_mask(outputs - i * LANES);
    }
    sum.reduce_add()
}

/// A product of this many factors between 1 and 2 stays finite.
const FACTORS: usize = 64;

fn each(logits: &mut [f32], targets: &[f32], outputs: usize, scale: f32, terms: impl Fn(f32x8, f32x8) -> Terms) -> f32 {
    let mut sum = f32x8::ZERO;
    // The sum of logarithms is the logarithm of the product.
    let mut logarithms = f32x8::ZERO;
    let mut product = f32x8::ONE;
    for (i, logits) in logits.chunks_exact_mut(LANES).take(outputs.div_ceil(LANES)).enumerate() {
        let Terms { sum: more, factor, gradient } = terms(load8(logits), load8(&targets[i * LANES..]));
        let is_real = lane_mask(outputs - i * LANES);
        sum += more * is_real;
        product *= f32x8::ONE + (factor - f32x8::ONE) * is_real;
        if i % FACTORS == FACTORS - 1 {
            logarithms += product.ln();
            product = f32x8::ONE;
        }
        logits.copy_from_slice((gradient * is_real * scale).as_array());
    }
    (sum + logarithms + product.ln()).reduce_add()
}
