// @ts-check

// Watches WebGPU.

/** Runs in the page before anything else: `window.gpu` counts the calls to WebGPU, and the bytes of live buffers. */
export function watchGpu() {
  const gpu = { dispatches: 0, passes: 0, submissions: 0, writes: 0, maps: 0, live: 0 };
  window.gpu = gpu;
  if (!navigator.gpu) return;
  const wrap = ({ prototype }, name, act) => {
    const original = prototype[name];
    prototype[name] = function (...words) {
      const answer = original.apply(this, words);
      act(this, words, answer);
      return answer;
    };
  };
  const count = (type, name, what) => wrap(type, name, () => gpu[what]++);
  count(GPUComputePassEncoder, "dispatchWorkgroups", "dispatches");
  count(GPUComputePassEncoder, "dispatchWorkgroupsIndirect", "dispatches");
  count(GPUCommandEncoder, "beginComputePass", "passes");
  count(GPUQueue, "submit", "submissions");
  count(GPUQueue, "writeBuffer", "writes");
  count(GPUBuffer, "mapAsync", "maps");

  const sizes = new WeakMap();
  wrap(GPUDevice, "createBuffer", (_device, [{ size }], buffer) => {
    sizes.set(buffer, size);
    gpu.live += size;
  });
  wrap(GPUBuffer, "destroy", (buffer) => {
    gpu.live -= sizes.get(buffer) ?? 0;
    sizes.delete(buffer);
  });
}
