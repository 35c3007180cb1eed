// @ts-check

// jax-js. An operation consumes its arrays; `.ref` keeps one for another use.

import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad } from "@jax-js/jax";
import { offer } from "./offer.mjs";
import { LEAK } from "./workloads.mjs";

/** Initial weights by name: `w0`, `b0`, ..., and for the VAE's second head `wv`, `bv`. */
function firstWeights({ dims, latent, vae }) {
  const places = dims.slice(1).map((_, i) => [i, i]);
  if (vae) places.push(["v", latent]);
  const keys = random.split(random.key(0), places.length);
  const weights = {};
  places.forEach(([name, i], place) => {
    const limit = 1 / Math.sqrt(dims[i]);
    weights[`w${name}`] = random.uniform(keys.ref.slice(place), [dims[i], dims[i + 1]], { minval: -limit, maxval: limit });
    weights[`b${name}`] = np.zeros([dims[i + 1]]);
  });
  keys.dispose();
  return weights;
}

/** The loss of a batch, `[batch, inputs]`; `key` is for the VAE's noise. */
const lossOf =
  ({ dims, latent, hidden, output, loss, vae, batch }) =>
  (weights, targets, key) => {
    const last = dims.length - 2;
    const forward = (rows, name) => np.dot(rows, weights[`w${name}`]).add(weights[`b${name}`]);
    let rows = targets.ref;
    /** @type {np.Array | null} */
    let kl = null;
    for (let i = 0; i <= last; i++) {
      if (i === latent && vae) {
        const logvar = forward(rows.ref, "v");
        const mu = forward(rows, i);
        kl = logvar.ref.add(1).sub(mu.ref.mul(mu.ref)).sub(np.exp(logvar.ref)).sum(1).mean().mul(-0.5);
        rows = mu.add(np.exp(logvar.mul(0.5)).mul(random.normal(key, [batch, dims[i + 1]])));
      } else {
        rows = forward(rows, i);
        if (i !== latent && i !== last) rows = hidden === "leaky" ? nn.leakyRelu(rows, LEAK) : nn.relu(rows);
      }
    }
    if (!vae) key.dispose();
    let error;
    if (loss === "mse") {
      const difference = (output === "tanh" ? np.tanh(rows) : nn.sigmoid(rows)).sub(targets);
      error = difference.ref.mul(difference).mean();
    } else {
      const softplus = np.log1p(np.exp(np.absolute(rows.ref).mul(-1)));
      error = nn.relu(rows.ref).sub(rows.mul(targets)).add(softplus).sum(1).mean();
    }
    return kl ? error.add(kl) : error;
  };

/** One step of Adam as one compiled function: loss, weights and both moments. */
function stepOf(workload, names) {
  const loss = lossOf(workload);
  return jit((weights, first, second, batch, key, correction1, correction2) => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(weights), batch, key);
    const [newWeights, newFirst, newSecond] = [{}, {}, {}];
    for (const name of names) {
      const gradient = gradients[name];
      newFirst[name] = first[name].mul(0.9).add(gradient.ref.mul(0.1));
      newSecond[name] = second[name].mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
      const denominator = np.sqrt(newSecond[name].ref.mul(correction2.ref)).add(1e-8);
      newWeights[name] = weights[name].sub(newFirst[name].ref.mul(correction1.ref).mul(1e-3).div(denominator));
    }
    correction1.dispose();
    correction2.dispose();
    return [value, newWeights, newFirst, newSecond];
  });
}

offer(async (workload, backend) => {
  await init();
  defaultDevice(backend === "cpu" ? "wasm" : "webgpu");
  let weights = firstWeights(workload);
  const names = Object.keys(weights);
  const zeros = () => Object.fromEntries(names.map((name) => [name, np.zeros(weights[name].shape)]));
  let [first, second, done] = [zeros(), zeros(), 0];
  const batch = random.uniform(random.key(1), [workload.batch, workload.dims[0]]);
  const step = stepOf(workload, names);
  return async (steps) => {
    /** @type {np.Array | undefined} */
    let loss;
    for (let i = 0; i < steps; i++) {
      loss?.dispose();
      done += 1;
      const correction = (beta) => np.array(1 / (1 - beta ** done));
      [loss, weights, first, second] = step(weights, first, second, batch.ref, random.key(done), correction(0.9), correction(0.999));
    }
    await blockUntilReady(weights);
    return loss?.jsAsync();
  };
});
