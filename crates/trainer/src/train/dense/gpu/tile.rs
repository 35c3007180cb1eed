//! The product of two matrices in WGSL: each thread keeps a tile of the result in its registers.
//!
//! There is no shared memory and no barrier, which are expensive on adapters that are emulated on a CPU; instead, a tile reads
//! few numbers for many multiplications. Loops over a tile are unrolled, since an array that is indexed by a variable would not
//! stay in registers.

use std::fmt::Write;

use super::layout::{FOUR, Span};

/// How threads divide up a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The rows and columns of a thread's tile.
    rows: usize,
    columns: usize,
    /// The number of tiles in a row and in a column of the result.
    across: usize,
    down: usize,
    /// The threads of a workgroup, in a row and in a column.
    threads: [usize; 2],
}

/// The sums that a thread computes; all operands are read in fours.
pub enum Product {
    /// Rows of the batch times columns of the weights, over `terms` terms.
    Forward { rows: Span, weights: Span, terms: usize },
    /// Rows of the batch times rows of the weights, over `terms` terms.
    Back { rows: Span, weights: Span, terms: usize },
    /// Columns of the batch times columns of the batch, over its examples.
    Outer { left: Span, right: Span },
}

const PARTS: [char; FOUR] = ['x', 'y', 'z', 'w'];

impl Tile {
    /// The largest tile that leaves work for every core. An emulated adapter has few cores, and each runs a workgroup at a time.
    pub fn new([rows, columns]: [usize; 2], is_emulated: bool) -> Self {
        let (sizes, least, group): (&[[usize; 2]], _, _) =
            if is_emulated { (&[[8, 8], [4, 8], [4, 4]], 64, [8, 8]) } else { (&[[4, 4]], 0, [16, 64]) };
        let tiles = |[r, c]: [usize; 2]| (rows / r) * (columns / c);
        let found = sizes.iter().copied().find(|&size| tiles(size) >= least);
        let [r, c] = found.unwrap_or([FOUR, FOUR]);
        let (across, down) = (columns / c, rows / r);
        let wide = across.next_power_of_two().min(group[0]);
        Self { rows: r, columns: c, across, down, threads: [wide, group[1] / wide] }
    }

    /// The total number of tiles.
    pub fn count(&self) -> usize {
        self.across * self.down
    }

    /// The number of tiles in a row of the result.
    pub fn across(&self) -> usize {
        self.across
    }

    pub fn groups(&self) -> [usize; 2] {
        [self.across.div_ceil(self.threads[0]), self.down.div_ceil(self.threads[1])]
    }

    /// The entry point: computes the sums, calls `finish(row, four, sums)` for every four of them, and then runs `last`.
    pub fn main(&self, product: &Product, last: &str) -> String {
        let mut code = self.begin();
        // Writing to a string cannot fail.
        let _ = match product {
            Product::Forward { rows, weights, terms } => self.forward(&mut code, *rows, *weights, *terms),
            Product::Back { rows, weights, terms } => self.back(&mut code, *rows, *weights, *terms),
            Product::Outer { left, right } => self.outer(&mut code, *left, *right),
        };
        for (r, c) in self.sums() {
            let _ = writeln!(code, "    finish(row + {r}u, four + {c}u, s{r}_{c});");
        }
        code + last + "}\n"
    }

    /// The rows and fours of the tile.
    fn sums(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let fours = self.fours();
        (0..self.rows).flat_map(move |r| (0..fours).map(move |c| (r, c)))
    }

    fn fours(&self) -> usize {
        self.columns / FOUR
    }

    fn begin(&self) -> String {
        let Self { rows, across, down, threads: [wide, high], .. } = self;
        let mut code = format!(
            "@compute @workgroup_size({wide}, {high}) fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) local: vec3<u32>,
) {{
    let across = group.x * {wide}u + local.x;
    let down = {};
    if (across >= {across}u || down >= {down}u) {{ return; }}
    let row = down * {rows}u;
    let four = across * {}u;
",
            // If the row is the same for the whole group, an emulated adapter reads it only once.
            if *high == 1 { "group.y".into() } else { format!("group.y * {high}u + local.y") },
            self.fours(),
        );
        for (r, c) in self.sums() {
            let _ = writeln!(code, "    var s{r}_{c} = vec4<f32>(0.0);");
        }
        code
    }

    fn forward(&self, code: &mut String, rows: Span, weights: Span, terms: usize) -> std::fmt::Result {
        writeln!(code, "    for (var k = 0u; k < {}u; k++) {{", terms / FOUR)?;
        for r in 0..self.rows {
            writeln!(code, "        let a{r} = values[{}u + (row + {r}u) * {}u + k];", rows.at, rows.stride)?;
        }
        for (i, part) in PARTS.iter().enumerate() {
            for c in 0..self.fours() {
                let (at, stride) = (weights.at, weights.stride);
                writeln!(
                    code,
                    "        let b{i}_{c} = parameters[{at}u + (k * 4u + {i}u) * {stride}u + four + {c}u];"
                )?;
            }
            for (r, c) in self.sums() {
                writeln!(code, "        s{r}_{c} = fma(vec4<f32>(a{r}.{part}), b{i}_{c}, s{r}_{c});")?;
            }
        }
        writeln!(code, "    }}")
    }

    fn back(&self, code: &mut String, rows: Span, weights: Span, terms: usize) -> std::fmt::Result {
        writeln!(code, "    for (var k = 0u; k < {}u; k++) {{", terms / FOUR)?;
        for r in 0..self.rows {
            writeln!(code, "        let a{r} = values[{}u + (row + {r}u) * {}u + k];", rows.at, rows.stride)?;
        }
        for c in 0..self.fours() {
            for i in 0..FOUR {
                let (at, stride, line) = (weights.at, weights.stride, FOUR * c + i);
                writeln!(code, "        let b{c}_{i} = parameters[{at}u + (four * 4u + {line}u) * {stride}u + k];")?;
            }
            for part in PARTS {
                writeln!(
                    code,
                    "        let t{c}{part} = vec4<f32>(b{c}_0.{part}, b{c}_1.{part}, b{c}_2.{part}, b{c}_3.{part});"
                )?;
                for r in 0..self.rows {
                    writeln!(code, "        s{r}_{c} = fma(vec4<f32>(a{r}.{part}), t{c}{part}, s{r}_{c});")?;
                }
            }
        }
        writeln!(code, "    }}")
    }

    fn outer(&self, code: &mut String, left: Span, right: Span) -> std::fmt::Result {
        let lines = self.rows / FOUR;
        writeln!(code, "    for (var m = 0u; m < step.count; m++) {{")?;
        for r in 0..lines {
            let (at, stride) = (left.at, left.stride);
            writeln!(code, "        let a{r} = values[{at}u + m * {stride}u + down * {lines}u + {r}u];")?;
        }
        for c in 0..self.fours() {
            writeln!(code, "        let b{c} = values[{}u + m * {}u + four + {c}u];", right.at, right.stride)?;
        }
        for (r, c) in self.sums() {
            writeln!(code, "        s{r}_{c} = fma(vec4<f32>(a{}.{}), b{c}, s{r}_{c});", r / FOUR, PARTS[r % FOUR])?;
        }
        writeln!(code, "    }}")
    }
}
