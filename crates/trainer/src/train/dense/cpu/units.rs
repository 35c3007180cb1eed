//! The activations, eight units at a time.

use wide::f32x8;

use super::super::plan::LANES;
use crate::model::LEAK;
use hourglass_core::config::Activation;

/// The activation of hidden units.
#[inline]
pub fn activated(kind: Activation, sums: f32x8) -> f32x8 {
    match kind {
        Activation::Relu => sums.fast_max(f32x8::ZERO),
        Activation::LeakyRelu => sums.fast_max(sums * LEAK as f32),
        Activation::Tanh => tanh(sums),
        Activation::Sigmoid => sigmoid(sums),
        Activation::Linear => sums,
    }
}

/// The slope of an activation, computed from its output.
#[inline]
pub fn slope(kind: Activation, answers: f32x8) -> f32x8 {
    let positive = || answers.simd_gt(f32x8::ZERO);
    match kind {
        Activation::Relu => positive().select(f32x8::ONE, f32x8::ZERO),
        Activation::LeakyRelu => positive().select(f32x8::ONE, f32x8::splat(LEAK as f32)),
        Activation::Tanh => f32x8::ONE - answers * answers,
        Activation::Sigmoid => answers * (f32x8::ONE - answers),
        Activation::Linear => f32x8::ONE,
    }
}

/// 1 for each of the first `count` lanes, 0 for padding.
#[inline]
pub fn lane_mask(count: usize) -> f32x8 {
    if count >= LANES {
        return f32x8::ONE;
    }
    f32x8::new(std::array::from_fn(|lane| if lane < count { 1.0 } else { 0.0 }))
}

/// `1 / (1 + exp(-x))`.
#[inline]
pub fn sigmoid(x: f32x8) -> f32x8 {
    f32x8::ONE / (f32x8::ONE + (-x).exp())
}

/// `1 - 2 / (exp(2 x) + 1)`.
#[inline]
pub fn tanh(x: f32x8) -> f32x8 {
    f32x8::ONE - f32x8::splat(2.0) / ((x + x).exp() + f32x8::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_match_the_exact_functions() {
        for place in -400..400 {
            let x = place as f32 * 0.25;
            let (ours, exact) = (sigmoid(f32x8::splat(x)).to_array()[0], 1.0 / (1.0 + (-f64::from(x)).exp()));
            assert!((f64::from(ours) - exact).abs() < 2e-7, "sigmoid({x}) = {ours}");
            let (ours, exact) = (tanh(f32x8::splat(x)).to_array()[0], f64::from(x).tanh());
            assert!((f64::from(ours) - exact).abs() < 3e-7, "tanh({x}) = {ours}");
        }
    }

    #[test]
    fn slopes_match_finite_differences() {
        let kinds =
            [Activation::Relu, Activation::LeakyRelu, Activation::Tanh, Activation::Sigmoid, Activation::Linear];
        for kind in kinds {
            for x in [-1.3f32, -0.2, 0.4, 2.0] {
                let at = |x: f32| activated(kind, f32x8::splat(x)).to_array()[0];
                let difference = (at(x + 0.01) - at(x - 0.01)) / 0.02;
                let slope = slope(kind, f32x8::splat(at(x))).to_array()[0];
                assert!((slope - difference).abs() < 1e-3, "{kind:?} at {x}: {slope}, {difference}");
            }
        }
    }
}
