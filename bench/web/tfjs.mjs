// @ts-check

// TensorFlow.js.

import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgpu";
import { offer } from "./offer.mjs";
import { LEAK } from "./workloads.mjs";

setWasmPaths("./tfjs-wasm/");

/**
 * The loss of a batch, `[batch, inputs]`, for a network with initial weights.
 *
 * @param {import("./workloads.mjs").Workload} workload
 */
function network({ dims, latent, hidden, output, loss, vae }) {
  const last = dims.length - 2;
  const layer = (i) => {
    const limit = 1 / Math.sqrt(dims[i]);
    const weight = tf.variable(tf.randomUniform([dims[i], dims[i + 1]], -limit, limit));
    const bias = tf.variable(tf.zeros([dims[i + 1]]));
    return (rows) => tf.add(tf.matMul(rows, weight), bias);
  };
  const layers = dims.slice(1).map((_, i) => layer(i));
  const logvarOf = vae && layer(latent);

  const activated = (rows) => (hidden === "leaky" ? tf.leakyRelu(rows, LEAK) : tf.relu(rows));
  const answers = (logits) => (output === "tanh" ? tf.tanh(logits) : tf.sigmoid(logits));
  const reconstruction = (logits, targets) => {
    if (loss === "mse") return tf.mean(tf.square(tf.sub(answers(logits), targets)));
    const softplus = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    return tf.mean(tf.sum(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), softplus), 1));
  };

  return (batch) => {
    let rows = batch;
    /** @type {tf.Tensor | null} */
    let kl = null;
    layers.forEach((forward, i) => {
      const before = rows;
      rows = forward(before);
      if (i === latent && logvarOf) {
        const logvar = logvarOf(before);
        kl = tf.mul(-0.5, tf.mean(tf.sum(tf.sub(tf.sub(tf.add(1, logvar), tf.square(rows)), tf.exp(logvar)), 1)));
        rows = tf.add(rows, tf.mul(tf.exp(tf.mul(0.5, logvar)), tf.randomNormal(rows.shape)));
      } else if (i !== latent && i !== last) {
        rows = activated(rows);
      }
    });
    const error = reconstruction(rows, batch);
    return /** @type {tf.Scalar} */ (kl ? tf.add(error, kl) : error);
  };
}

offer(async (workload, backend) => {
  await tf.setBackend(backend === "cpu" ? "wasm" : backend);
  await tf.ready();
  const loss = network(workload);
  const batch = tf.randomUniform([workload.batch, workload.dims[0]]);
  const adam = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  return async (steps) => {
    for (let step = 1; step < steps; step++) adam.minimize(() => loss(batch));
    const last = adam.minimize(() => loss(batch), true);
    const [value] = (await last?.data()) ?? [NaN];
    last?.dispose();
    return value;
  };
});
