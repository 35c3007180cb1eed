// @ts-check

// Who is compared: the names of the pages, and how they are called.

export const OWN = "hourglass";
export const SIDES = { [OWN]: "Hourglass", tfjs: "TensorFlow.js", jaxjs: "jax-js" };
