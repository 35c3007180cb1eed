// @ts-check

// The page's trainers in tests: counted, and killed without the page's knowledge.

/** Prepares a context whose pages keep track of their workers. */
export const watchWorkers = (context) => context.addInitScript(keepWorkers);

/** Runs in the page before its scripts. */
function keepWorkers() {
  const Native = window.Worker;
  const there = new Set();
  window.Worker = class extends Native {
    /** @param {ConstructorParameters<typeof Worker>} given */
    constructor(...given) {
      super(...given);
      // A trainer's helper ends with its trainer.
      if (given[1]?.name?.includes("/helper/")) return;
      there.add(this);
      window.startedWorkers += 1;
      window.livingWorkers = 0;
      this.addEventListener("message", () => (window.livingWorkers += 1), { once: true });
    }
    terminate() {
      there.delete(this);
      super.terminate();
    }
  };
  window.startedWorkers = window.livingWorkers = 0;
  window.countWorkers = () => there.size;
  window.killWorkers = () => {
    for (const worker of there) Native.prototype.terminate.call(worker);
  };
}

/** Kills the page's workers, without notifying the page. */
export const kill = (visit) => visit.page.evaluate(() => window.killWorkers());

/** The same, and waits until the page has started another. */
export async function killOne(visit) {
  const started = await visit.page.evaluate(() => {
    window.killWorkers();
    return window.startedWorkers;
  });
  await visit.until("another worker", (before) => window.startedWorkers > before, started);
}

/** Waits until the newest worker has sent its first message: from then on the page notices its end. */
export const lives = (visit) => visit.until("a sign of life", () => window.livingWorkers > 0);

export const count = (visit) => visit.page.evaluate(() => window.countWorkers());

/** A script for a worker whose program gets at most this much memory. */
export const cramped = (megabytes) => `(${withLittleMemory})(${megabytes * 16});`;

/** Runs in a worker: its program gets no more pages of memory than this, whatever it requests. */
function withLittleMemory(pages) {
  // A module is eight bytes and then sections: kind, length, contents. Numbers have seven bits in a byte, the lowest first.
  const MEMORIES = 5;
  const number = (value) => (value < 128 ? [value] : [128 | (value & 127), ...number(value >> 7)]);
  const bounded = (module) => {
    let at = 8;
    const read = () => {
      const byte = module[at++];
      return byte < 128 ? byte : (byte & 127) + 128 * read();
    };
    while (at < module.length) {
      const from = at;
      const kind = module[at++];
      const end = read() + at;
      if (kind === MEMORIES) {
        at += 2;
        const section = [1, 1, ...number(read()), ...number(pages)];
        return new Uint8Array([...module.subarray(0, from), kind, ...number(section.length), ...section, ...module.subarray(end)]);
      }
      at = end;
    }
    throw new Error("a module without memory");
  };
  WebAssembly.instantiateStreaming = async (response, imports) =>
    WebAssembly.instantiate(bounded(new Uint8Array(await (await response).arrayBuffer())), imports);
}
