// The header of every kernel. Numbers are grouped in fours.

// The data that changes from step to step.
struct Step {
    // The number of examples in the batch.
    count: u32,
    // Where the batch's parts start in the feed: its rows or their indices, its targets, its noise.
    rows: u32,
    targets: u32,
    epsilon: u32,
    // The index of the step in the feed.
    slot: u32,
    // Adam's learning rate, and the factor for the square root of the second moment; both include the bias correction.
    rate: f32,
    correction: f32,
    // 1 / count, and the weights of the KL term and of the code's L1 norm, divided by count.
    mean: f32,
    kl: f32,
    sparse: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<vec4<f32>>;
// Adam's moments: all first ones, then all second ones.
@group(0) @binding(1) var<storage, read_write> moments: array<vec4<f32>>;
// The outputs of the layers, and their gradients.
@group(0) @binding(2) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> examples: array<f32>;
@group(0) @binding(4) var<storage, read> feed: array<u32>;
// Partial sums of the loss.
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;
// The terms of the stretch's steps.
@group(0) @binding(6) var<storage, read_write> terms: array<f32>;
@group(0) @binding(7) var<uniform> step: Step;
