// @ts-check

// The page's long tasks, with the act during which they ran.

import { LONGEST_TASK, Trace } from "../../../tests/e2e/lib/tasks.mjs";

export class Tasks {
  #page;
  #trace;
  /** All so far: `{ act, duration, processor, work }`. */
  long = [];

  constructor(page, trace) {
    this.#page = page;
    this.#trace = trace;
  }

  /** Starts a trace. */
  static async of(page, protocol) {
    const trace = new Trace(page, protocol);
    await trace.begin();
    return new Tasks(page, trace);
  }

  /** Collects the long tasks since the last call. Reads the trace only if there are any. */
  async look() {
    const told = (await this.#page.evaluate(() => window.soak.takeTasks())).filter((task) => task.duration > LONGEST_TASK);
    if (told.length === 0) return;
    await this.#page.evaluate(() => window.soak.begin("sample"));
    this.long.push(...(await this.#trace.end(told)));
    await this.#trace.begin();
  }

  forget() {
    this.long = [];
  }
}
