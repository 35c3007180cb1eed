//! The kernels of a step, in the order in which they run.
//!
//! Shapes are constants in the source, so a kernel is compiled for its network. Each layer has one kernel forward and
//! one or two backward. Whatever follows a product happens while the sums are in registers: the activation, the loss with
//! its gradient, the slope, Adam.

use super::{
    super::plan::{Plan, PlanStage, padded},
    layout::{FOUR, Layout, Span},
    tile::{Product, Tile},
};
use crate::{
    model::LEAK,
    train::adam::{BETA_1, BETA_2, EPSILON},
};
use hourglass_core::config::{Activation, Loss, Output};

/// What the kernels depend on, besides the network's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct KernelConfig {
    /// The number of batch rows that fit.
    pub rows: usize,
    pub loss: Loss,
    /// Whether the inputs are examples that are on the device.
    pub is_resident: bool,
    /// Whether the targets differ from the inputs.
    pub has_targets: bool,
    /// Whether the AE's code has a sparsity penalty.
    pub is_sparse: bool,
    /// Whether the adapter is emulated on a CPU.
    pub is_emulated: bool,
}

/// A kernel: its source, and its number of workgroups.
pub struct Kernel {
    pub code: String,
    pub groups: [usize; 2],
}

/// The kernels of a network.
pub struct Kernels {
    /// The kernels of a step, in order.
    pub step: Vec<Kernel>,
    /// Runs after some steps: computes their terms, one workgroup for each.
    pub terms: Kernel,
    /// The number of partial sums per step: those of the reconstruction loss, and those of the other terms.
    pub sums: usize,
}

/// The number of threads in a workgroup that copies rows.
const COPY_THREADS: usize = 64;
/// The number of threads in a workgroup that has one thread per row.
const ROW_THREADS: usize = 8;

struct Writer<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    job: &'a KernelConfig,
    parts: usize,
}

/// Generates the kernels.
pub fn kernels(plan: &Plan, layout: &Layout, job: &KernelConfig) -> Kernels {
    let last = plan.stages.last().map_or(0, |stage| stage.columns);
    let parts = Tile::new([job.rows, last], job.is_emulated).count();
    let writer = Writer { plan, layout, job, parts };
    let terms = writer.kernel(&[], include_str!("wgsl/terms.wgsl").into(), [1, 1]);
    Kernels { step: writer.step(), terms, sums: writer.sums() }
}

impl Writer<'_> {
    fn sums(&self) -> usize {
        self.parts + self.job.rows
    }

    fn step(&self) -> Vec<Kernel> {
        let mut kernels = vec![self.inputs()];
        kernels
            .extend(self.job.has_targets.then(|| self.unpack("targets", self.plan.shape.outputs, self.layout.targets)));
        for (i, stage) in self.plan.stages.iter().enumerate() {
            kernels.push(self.forward(i, stage));
            if i == self.plan.head && self.plan.variational {
                kernels.push(self.by_row(concat!(include_str!("wgsl/epsilon.wgsl"), include_str!("wgsl/sample.wgsl"))));
            } else if i == self.plan.head && self.job.is_sparse {
                kernels.push(self.by_row(include_str!("wgsl/penalty.wgsl")));
            }
        }
        // The gradient must pass through a layer before the layer's weights are updated.
        for (i, stage) in self.plan.stages.iter().enumerate().rev() {
            kernels.extend((i > 0).then(|| self.back(i, stage)));
            kernels.push(self.learn(i, stage));
        }
        kernels
    }

    fn inputs(&self) -> Kernel {
        let (width, to) = (self.plan.shape.inputs, self.layout.inputs[0]);
        if self.job.is_resident {
            self.move_rows(include_str!("wgsl/gather.wgsl").into(), width, to)
        } else {
            self.unpack("rows", width, to)
        }
    }

    fn unpack(&self, begin: &str, width: usize, to: Span) -> Kernel {
        self.move_rows(include_str!("wgsl/unpack.wgsl").replace("BEGIN", &format!("step.{begin}")), width, to)
    }

    fn move_rows(&self, code: String, width: usize, to: Span) -> Kernel {
        let fours = padded(width) / FOUR;
        let constants = [("WIDTH", width), ("FOURS", fours), ("TO", to.at), ("TO_STRIDE", to.stride)];
        self.kernel(&constants, code, [(self.job.rows * fours).div_ceil(COPY_THREADS), 1])
    }

    fn by_row(&self, code: &str) -> Kernel {
        self.kernel(&self.code(), code.into(), [self.job.rows.div_ceil(ROW_THREADS), 1])
    }

    fn forward(&self, i: usize, stage: &PlanStage) -> Kernel {
        let rows = self.layout.inputs[i];
        let weights = Span { at: stage.offset / FOUR, stride: stage.columns / FOUR };
        let product = Product::Forward { rows, weights, terms: stage.rows() };
        let sizes = [self.job.rows, stage.columns];
        let Some(next) = self.layout.inputs.get(i + 1) else {
            let Layout { targets, deltas, .. } = self.layout;
            let constants = [
                ("WIDTH", stage.outputs),
                ("TARGETS", targets.at),
                ("TARGETS_STRIDE", targets.stride),
                ("TO", deltas[i].at),
                ("TO_STRIDE", deltas[i].stride),
            ];
            let finish = include_str!("wgsl/loss.wgsl").replace("LOSS", loss(self.job.loss, self.plan.shape.output));
            let tiles = Tile::new(sizes, self.job.is_emulated);
            let last = format!("    sums[step.slot * SUMS + down * {}u + across] = loss;\n", tiles.across());
            return self.product(&constants, finish, sizes, &product, &last);
        };
        let to = if i == self.plan.head && self.plan.variational { self.layout.heads } else { *next };
        let constants = [("WIDTH", stage.outputs), ("TO", to.at), ("TO_STRIDE", to.stride)];
        let finish = include_str!("wgsl/hidden.wgsl").replace("ACTIVATED", activated(stage.activation));
        self.product(&constants, finish, sizes, &product, "")
    }

    fn back(&self, i: usize, stage: &PlanStage) -> Kernel {
        let (rows, to) = (self.layout.deltas[i], self.layout.deltas[i - 1]);
        let weights = Span { at: stage.offset / FOUR, stride: stage.columns / FOUR };
        let product = Product::Back { rows, weights, terms: stage.columns };
        let sizes = [self.job.rows, stage.one()];
        let is_code = i - 1 == self.plan.head;
        let mut constants = vec![("TO", to.at), ("TO_STRIDE", to.stride)];
        if is_code && self.plan.variational {
            constants.extend(self.code());
            let finish = concat!(include_str!("wgsl/epsilon.wgsl"), include_str!("wgsl/gaussian.wgsl"));
            return self.product(&constants, finish.into(), sizes, &product, "");
        }
        let Span { at, stride } = self.layout.inputs[i];
        constants.extend([("ANSWERS", at), ("ANSWERS_STRIDE", stride)]);
        let is_sparse = is_code && self.job.is_sparse;
        let gradient =
            if is_sparse { "upstream + select(0.0, step.sparse, row < step.count) * sign(y)" } else { "upstream" };
        let finish = include_str!("wgsl/slope.wgsl")
            .replace("GRADIENT", gradient)
            .replace("SLOPED", sloped(self.plan.stages[i - 1].activation));
        self.product(&constants, finish, sizes, &product, "")
    }

    fn learn(&self, i: usize, stage: &PlanStage) -> Kernel {
        let product = Product::Outer { left: self.layout.inputs[i], right: self.layout.deltas[i] };
        let constants = [
            ("WEIGHTS", stage.offset / FOUR),
            ("WEIGHTS_STRIDE", stage.columns / FOUR),
            ("MOMENTS", self.plan.parameters() / FOUR),
        ];
        let finish = include_str!("wgsl/adam.wgsl").into();
        self.product(&constants, finish, [stage.rows(), stage.columns], &product, "")
    }

    /// The location of the code and of the heads that it is sampled from.
    fn code(&self) -> Vec<(&'static str, usize)> {
        let (heads, codes, latent) =
            (self.layout.heads, self.layout.inputs[self.plan.head + 1], self.plan.shape.latent);
        vec![
            ("LATENT", latent),
            ("CODE_FOURS", padded(latent) / FOUR),
            ("HEADS", heads.at),
            ("HEADS_STRIDE", heads.stride),
            ("CODES", codes.at),
            ("CODES_STRIDE", codes.stride),
        ]
    }

    fn product(
        &self,
        constants: &[(&str, usize)],
        finish: String,
        sizes: [usize; 2],
        product: &Product,
        last: &str,
    ) -> Kernel {
        let tile = Tile::new(sizes, self.job.is_emulated);
        self.kernel(constants, finish + &tile.main(product, last), tile.groups())
    }

    fn kernel(&self, constants: &[(&str, usize)], code: String, groups: [usize; 2]) -> Kernel {
        let common = [("ROWS", self.job.rows), ("PARTS", self.parts), ("SUMS", self.sums())];
        let constants: String =
            common.iter().chain(constants).map(|(name, value)| format!("const {name} = {value}u;\n")).collect();
        let variational = self.plan.variational;
        let others = format!(
            "const VARIATIONAL = {variational};\nconst LEAK = {LEAK:?};\nconst BETA_1 = {BETA_1:?};\n\
             const BETA_2 = {BETA_2:?};\nconst EPSILON = {EPSILON:?};\n"
        );
        Kernel { code: [include_str!("wgsl/header.wgsl"), &constants, &others, &code].concat(), groups }
    }
}

/// The activation of sums `x`; padding stays 0.
fn activated(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "max(x, vec4<f32>(0.0))",
        Activation::LeakyRelu => "max(x, LEAK * x)",
        Activation::Tanh => "1.0 - 2.0 / (exp(2.0 * x) + 1.0)",
        Activation::Sigmoid => {
            "select(vec4<f32>(0.0), 1.0 / (1.0 + exp(-x)), four * 4u + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(WIDTH))"
        }
        Activation::Linear => "x",
    }
}

/// The gradient `g` of an output `y`, times the slope there.
fn sloped(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "select(vec4<f32>(0.0), g, y > vec4<f32>(0.0))",
        Activation::LeakyRelu => "select(LEAK * g, g, y > vec4<f32>(0.0))",
        Activation::Tanh => "g * (1.0 - y * y)",
        Activation::Sigmoid => "g * y * (1.0 - y)",
        Activation::Linear => "g",
    }
}

/// The loss `l` of a logit `x` whose target is `t`, and its gradient `g`; see `model::reconstruction_loss`.
fn loss(loss: Loss, output: Output) -> &'static str {
    match (loss, output) {
        (Loss::Bce, Output::Tanh) => {
            "let p = 0.5 * (t + 1.0);
    let l = max(2.0 * x, vec4<f32>(0.0)) - 2.0 * x * p + log(1.0 + exp(-2.0 * abs(x)));
    let g = 2.0 / (1.0 + exp(-2.0 * x)) - 2.0 * p;"
        }
        (Loss::Bce, _) => {
            "let l = max(x, vec4<f32>(0.0)) - x * t + log(1.0 + exp(-abs(x)));
    let g = 1.0 / (1.0 + exp(-x)) - t;"
        }
        (Loss::Mse, Output::Sigmoid) => {
            "let y = 1.0 / (1.0 + exp(-x));
    let l = (y - t) * (y - t);
    let g = 2.0 * (y - t) * y * (1.0 - y);"
        }
        (Loss::Mse, Output::Tanh) => {
            "let y = 1.0 - 2.0 / (exp(2.0 * x) + 1.0);
    let l = (y - t) * (y - t);
    let g = 2.0 * (y - t) * (1.0 - y * y);"
        }
        (Loss::Mse, Output::Linear) => {
            "let l = (x - t) * (x - t);
    let g = 2.0 * (x - t);"
        }
    }
}
