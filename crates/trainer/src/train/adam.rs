//! Adam's constants, as PyTorch has them (Kingma & Ba 2015).

/// How much of the mean gradient is kept in a step.
pub const BETA_1: f64 = 0.9;
/// How much of the mean squared gradient is kept in a step.
pub const BETA_2: f64 = 0.999;
pub const EPSILON: f32 = 1e-8;

/// What a running mean that began with 0 has to be divided by after so many steps.
pub fn correction(beta: f64, steps: i32) -> f64 {
    1.0 - beta.powi(steps)
}
