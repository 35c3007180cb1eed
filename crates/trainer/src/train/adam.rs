//! The constants of Adam, with PyTorch's defaults (Kingma & Ba 2015).

/// The decay of the mean gradient per step.
pub const BETA_1: f64 = 0.9;
/// The decay of the mean squared gradient per step.
pub const BETA_2: f64 = 0.999;
pub const EPSILON: f32 = 1e-8;

/// The bias correction: the divisor of a running mean that started at 0, after `steps` steps.
pub fn correction(beta: f64, steps: i32) -> f64 {
    1.0 - beta.powi(steps)
}
