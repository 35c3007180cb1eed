// @ts-check

// Runs inside the page and its workers before anything else, and records what they use.

/** In a worker: reports the size of its WebAssembly memory to the page twice a second. */
export function watchWorker() {
  const channel = new BroadcastChannel("soak");
  const id = Math.random();
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...rest) => {
      const result = await original(...rest);
      memory = (result.instance ?? result).exports.memory;
      return result;
    };
  }
  setInterval(() => memory && channel.postMessage({ id, bytes: memory.buffer.byteLength }), 500);
}

/** In the page: its own memory, that of its workers, and its long tasks with the act during which they ran. */
export function watchPage() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const workers = new Map();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...rest) => {
      const result = await original(...rest);
      memories.push((result.instance ?? result).exports.memory);
      return result;
    };
  }
  new BroadcastChannel("soak").onmessage = ({ data }) => workers.set(data.id, { ...data, at: performance.now() });
  const tasks = [];
  const acts = [{ name: "start", from: 0 }];
  if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        const act = acts.findLast(({ from }) => from <= startTime)?.name;
        // Tasks of the measurement itself do not count.
        if (act !== "sample") tasks.push({ duration, act });
      }
    }).observe({ type: "longtask" });
  }
  window.soak = {
    begin(name) {
      acts.push({ name, from: performance.now() });
      if (acts.length > 100) acts.shift();
    },
    /** The long tasks since the last call. */
    takeTasks: () => tasks.splice(0),
    memory() {
      // A worker that has reported nothing for a while has ended.
      const alive = [...workers.values()].filter(({ at }) => performance.now() - at < 5_000);
      const sum = (numbers) => numbers.reduce((sum, bytes) => sum + bytes, 0);
      return {
        page: sum(memories.filter(Boolean).map(({ buffer }) => buffer.byteLength)),
        trainer: sum(alive.map(({ bytes }) => bytes)),
      };
    },
  };
}
