// @ts-check

// The page's long tasks, with what was done meanwhile.

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

  /** Begins to keep a trace. */
  static async of(page, protocol) {
    const trace = new Trace(page, protocol);
    await trace.begin();
    return new Tasks(page, trace);
  }

  /** Takes the long tasks since the last look. The trace is read only where there are any. */
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
