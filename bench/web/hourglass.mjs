// @ts-check

// Hourglass: the page's own trainer, `crates/trainer-web/src/bin/bench.rs`, started with a link like the page.

import { offer } from "./offer.mjs";

/**
 * The hash of a link to a workload.
 *
 * @param {import("./workloads.mjs").Workload} workload
 * @param {string} backend
 */
function hash({ dims, latent, hidden, output, loss, batch, vae }, backend) {
  return new URLSearchParams({
    backend,
    model: vae ? "vae" : "ae",
    size: String(Math.sqrt(dims[0])),
    hidden: String(dims.slice(1, latent + 1)),
    latent: String(dims[latent + 1]),
    activation: hidden,
    output,
    loss,
    batch: String(batch),
  });
}

/** @type {{ memory: WebAssembly.Memory }} */
let wasm;

offer(
  async (workload, backend) => {
    // Two programs, like the page's two trainers: with WebGPU it is several times as large.
    const { default: init, Bench } = await import(backend === "cpu" ? "./bench.js" : "./bench-gpu.js");
    wasm = await init();
    const bench = await Bench.prepare(`${hash(workload, backend)}`);
    // Here a squared error is summed over an image; the others average it.
    const scale = workload.loss === "mse" ? 1 / workload.dims[0] : 1;
    return async (steps) => scale * (await bench.train(steps));
  },
  { memory: () => wasm.memory.buffer.byteLength, peak },
);

/** Rounds that take some tens of milliseconds. */
const ROUNDS = 3_000_000;

/** The peak of one core with 128-bit SIMD, with multiplications and additions from registers only, in GFLOP/s. */
async function peak() {
  const { default: init, multiply_and_add, operations } = await import("./bench.js");
  await init();
  multiply_and_add(ROUNDS); // Engines recompile hot code.
  let best = Infinity;
  for (let i = 0; i < 10; i++) {
    const from = performance.now();
    multiply_and_add(ROUNDS);
    best = Math.min(best, performance.now() - from);
  }
  return (ROUNDS * operations()) / best / 1e6;
}
