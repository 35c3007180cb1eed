// @ts-check

// The interface of a side's page for the driver, as `window.bench`.

import { workloads } from "./workloads.mjs";

/** Steps are timed for at least this long, in milliseconds, and in at least this many stretches. */
const LONG_ENOUGH = 1_500;
const LEAST_STRETCHES = 3;

/**
 * Offers a side. `prepare(workload, backend)` sets up a network and returns `train(steps)`, which takes some steps in a row and returns
 * the loss of the last. In addition, `memory()` returns the bytes of its WebAssembly memory.
 *
 * @param {(workload: import("./workloads.mjs").Workload, backend: string) => Promise<(steps: number) => Promise<number>>} prepare
 * @param {Partial<Window["bench"]>} [besides]
 */
export function offer(prepare, besides = {}) {
  const opened = performance.now();
  /** @type {(steps: number) => Promise<number>} */
  let train;
  /** @type {Window["bench"]} */
  const bench = {
    memory: () => null,
    peak: () => Promise.reject(new Error("only Hourglass tells it")),
    ...besides,
    prepare: async (name, backend) => {
      train = await prepare(workloads[name], backend);
    },
    train: (steps) => train(steps),
    measure: (name, backend, steps) => measure(bench, opened, name, backend, steps),
  };
  window.bench = bench;
}

/**
 * How fast a network trains, in milliseconds. `first` lasts from the opening of the page to the first loss, without the driver's own
 * time; `step` is the median over stretches of `steps`, each ended by reading its loss. `losses` are the first and the last.
 */
async function measure(bench, opened, name, backend, steps) {
  const asked = performance.now();
  await bench.prepare(name, backend);
  const firstLoss = await bench.train(1);
  const first = opened + performance.now() - asked;
  // Engines recompile hot code.
  let lastLoss = await bench.train(steps);
  const times = [];
  for (const start = performance.now(); times.length < LEAST_STRETCHES || performance.now() - start < LONG_ENOUGH; ) {
    const from = performance.now();
    lastLoss = await bench.train(steps);
    times.push((performance.now() - from) / steps);
  }
  times.sort((a, b) => a - b);
  return { first, step: times[times.length >> 1], losses: [firstLoss, lastLoss] };
}
