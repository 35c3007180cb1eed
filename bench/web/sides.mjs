// @ts-check

// The sides of the comparison: the names of the pages, and their display names.

export const OWN = "hourglass";
export const SIDES = { [OWN]: "Hourglass", tfjs: "TensorFlow.js", jaxjs: "jax-js" };
