//! Where everything lies that a step computes besides the parameters: one buffer, so that one bind group serves all kernels.

use super::super::plan::{Plan, padded};

/// Numbers of a `vec4`.
pub const FOUR: usize = 4;

/// The rows of a batch in the buffer; all in fours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub at: usize,
    pub stride: usize,
}

/// The places of a network's numbers.
pub struct Layout {
    /// What goes into each stage, with its 1.
    pub inputs: Vec<Span>,
    /// Gradients of each stage's sums.
    pub deltas: Vec<Span>,
    /// The VAE's mu and logvar; empty for an AE.
    pub heads: Span,
    /// What should be answered, where it is not the inputs.
    pub targets: Span,
    /// Numbers in all.
    pub numbers: usize,
}

impl Layout {
    /// Of batches of so many rows.
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
