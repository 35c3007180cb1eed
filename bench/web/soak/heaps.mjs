// @ts-check

// The bytes of JavaScript in use on the page and in each of its workers, by Chromium's own protocol.

export class Heaps {
  #protocol;
  /** The sessions of the running workers. */
  #workers = new Set();
  /** The worker and the callback of each request, by the request's number. */
  #asked = new Map();
  #questions = 0;

  /** The driver has sessions only for pages: those of the workers go through the page's. */
  static async of(protocol) {
    const heaps = new Heaps(protocol);
    await protocol.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return heaps;
  }

  constructor(protocol) {
    this.#protocol = protocol;
    protocol.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
      if (targetInfo.type === "worker") this.#workers.add(sessionId);
    });
    protocol.on("Target.detachedFromTarget", ({ sessionId }) => this.#forget(sessionId));
    protocol.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result, error } = JSON.parse(message);
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    });
  }

  /** Bytes in use on the page after garbage collection. */
  page() {
    return inUse((method) => this.#protocol.send(method));
  }

  /** The same for each worker. */
  workers() {
    return Promise.all([...this.#workers].map((worker) => inUse((method) => this.#ask(worker, method))));
  }

  async #ask(worker, method) {
    const id = ++this.#questions;
    const answer = new Promise((resolve, reject) => this.#asked.set(id, { worker, resolve, reject }));
    await this.#protocol.send("Target.sendMessageToTarget", { sessionId: worker, message: JSON.stringify({ id, method }) });
    return answer;
  }

  /** A worker that has ended does not answer any more. */
  #forget(worker) {
    this.#workers.delete(worker);
    for (const [id, asked] of this.#asked) {
      if (asked.worker !== worker) continue;
      this.#asked.delete(id);
      asked.reject(new Error("the worker is gone"));
    }
  }
}

async function inUse(send) {
  await send("HeapProfiler.collectGarbage");
  return (await send("Runtime.getHeapUsage")).usedSize;
}
