//! Where a step's intermediate results are: one buffer for everything except the parameters, so one bind group serves all kernels.

use super::super::plan::{Plan, padded};

/// The number of values in a `vec4`.
pub const FOUR: usize = 4;

/// The rows of a batch in the buffer; offset and stride are in units of four numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub at: usize,
    pub stride: usize,
}

/// The offsets of a network's intermediate results.
pub struct Layout {
    /// The inputs of each stage, with the bias's 1.
    pub inputs: Vec<Span>,
    /// The gradients of each stage's sums.
    pub deltas: Vec<Span>,
    /// The VAE's mu and logvar; empty for an AE.
    pub heads: Span,
    /// The targets; the inputs' span if the targets are the inputs.
    pub targets: Span,
    /// The total size in numbers.
    pub numbers: usize,
}

impl Layout {
    /// The layout for batches of `rows` rows.
    pub fn new(plan: &Plan, rows: usize, has_targets: bool) -> Self {
        let mut at = 0;
        let mut span = |width: usize| {
            let span = Span { at: at / FOUR, stride: width / FOUR };
            at += rows * width;
            span
        };
        let inputs: Vec<Span> = plan.stages.iter().map(|stage| span(stage.rows())).collect();
        let deltas = plan.stages.iter().map(|stage| span(stage.columns)).collect();
        let heads = span(if plan.variational { plan.stages[plan.head].columns } else { 0 });
        let targets = if has_targets { span(padded(plan.shape.outputs)) } else { inputs[0] };
        Self { inputs, deltas, heads, targets, numbers: at }
    }
}
