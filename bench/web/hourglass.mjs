// Hourglass: the page's own trainer, `src/bin/bench.rs`, given a link as the page is.

import { offer } from "./offer.mjs";

/** The hash of a link to a workload. */
function hash({ dims, latent, hidden, output, loss, batch, vae }, backend) {
  return new URLSearchParams({
    backend,
    model: vae ? "vae" : "ae",
    size: Math.sqrt(dims[0]),
    hidden: dims.slice(1, latent + 1),
    latent: dims[latent + 1],
    activation: hidden,
    output,
    loss,
    batch,
  });
}

let wasm;

offer(
  async (workload, backend) => {
    // Two programs, as the page has two trainers: with WebGPU it is several times as large.
    const { default: init, Bench } = await import(backend === "cpu" ? "./bench.js" : "./bench-gpu.js");
    wasm = await init();
    const bench = await Bench.prepare(`${hash(workload, backend)}`);
    // A squared error is summed over an image here, where the others average it.
    const scale = workload.loss === "mse" ? 1 / workload.dims[0] : 1;
    return async (steps) => scale * (await bench.train(steps));
  },
  () => wasm.memory.buffer.byteLength,
);
