/** What Chromium is started with: WebGPU without a graphics card (on SwiftShader), and no calls home. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** What Firefox is started with: WebGPU, in workers too, and without a graphics card. */
export const FIREFOX_PREFERENCES = {
  "dom.webgpu.enabled": true,
  "dom.webgpu.workers.enabled": true,
  "gfx.webgpu.ignore-blocklist": true,
  // Where a driver emulates the GPU, it is a library that the sandbox would not load.
  "security.sandbox.gpu.level": 0,
};
