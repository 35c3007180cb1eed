// @ts-check

// The training steps that every side takes: the widths of the layers, their activations, the loss, the batch. Adam (0.001, 0.9, 0.999,
// 1e-8), 32 bits, inputs uniform in 0..1, initial weights uniform within one over the root of a layer's inputs.
//
// `latent` is the index of the code among the layers; its outputs are linear. A VAE has two heads there.

/** @typedef {{ dims: number[], latent: number, hidden: string, output: string, loss: string, batch: number, vae: boolean }} Workload */

/** @type {Record<string, Workload>} */
export const workloads = {
  // The AE of a course's notebook: half the pixels in the hidden layers, ten features.
  "ae-392-10": { dims: [784, 392, 10, 392, 784], latent: 1, hidden: "relu", output: "sigmoid", loss: "mse", batch: 128, vae: false },
  // An AE with a code that fits a scatter.
  "ae-128-32-2": {
    dims: [784, 128, 32, 2, 32, 128, 784],
    latent: 2,
    hidden: "relu",
    output: "sigmoid",
    loss: "bce",
    batch: 128,
    vae: false,
  },
  // A VAE of the usual size.
  "vae-512-2": { dims: [784, 512, 2, 512, 784], latent: 1, hidden: "relu", output: "sigmoid", loss: "bce", batch: 128, vae: true },
  // The AE of 14x14 digits.
  "ae-14x14": { dims: [196, 64, 16, 3, 16, 64, 196], latent: 2, hidden: "leaky", output: "tanh", loss: "mse", batch: 64, vae: false },
};

/** The slope of a leaky ReLU below 0. */
export const LEAK = 0.2;

/** Floating-point operations of a step: two per weight and image forward, four backward, without the gradient of the input. */
export function flops({ dims, latent, vae, batch }) {
  const weights = (i) => dims[i] * dims[i + 1] * (vae && i === latent ? 2 : 1);
  return batch * dims.slice(1).reduce((sum, _, i) => sum + weights(i) * (i === 0 ? 4 : 6), 0);
}
