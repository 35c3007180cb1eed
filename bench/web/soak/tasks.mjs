// The page's long tasks, by the clock and by the time that it had the processor. Chromium tells the first to the page; the second lies
// in its trace, of which it keeps the newest part and which is read only when there was a long task. Where other programs keep all
// processors busy, a task waits for them, and only the clock counts that.

/** Milliseconds that a task may take. */
export const LONGEST_TASK = 50;

const MAIN_THREAD = "CrRendererMain";
/** What Chromium calls a task, and the word by which the page's own thread is known. */
const [TASK, WORD] = ["RunTask", "soak"];
/** How far two clocks may differ in milliseconds: the page is told whole ones. */
const NEAR = 2;

const CONFIG = {
  recordMode: "recordContinuously",
  traceBufferSizeInKb: 50_000,
  includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"],
};

export class Tasks {
  #page;
  #protocol;
  /** All long tasks so far: `{ act, duration, processor, work }`. */
  long = [];

  constructor(page, protocol) {
    this.#page = page;
    this.#protocol = protocol;
  }

  /** Begins to keep a trace; `null` in place of tasks where the browser does not tell of any. */
  static async of(page, session) {
    if (!(await page.evaluate(() => window.soak.tellsTasks))) return null;
    const tasks = new Tasks(page, await session(page));
    await tasks.#begin();
    return tasks;
  }

  /** Takes the long tasks since the last look, and finds them in the trace. */
  async look() {
    const told = (await this.#page.evaluate(() => window.soak.takeTasks())).filter((task) => task.duration > LONGEST_TASK);
    if (told.length === 0) return;
    await this.#page.evaluate((word) => console.timeStamp(word), WORD);
    this.long.push(...spent(told, await this.#read()));
    await this.#begin();
  }

  forget() {
    this.long = [];
  }

  #begin() {
    return this.#protocol.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: CONFIG });
  }

  async #read() {
    const events = [];
    const gather = ({ value }) => events.push(...value);
    this.#protocol.on("Tracing.dataCollected", gather);
    const complete = new Promise((resolve) => this.#protocol.once("Tracing.tracingComplete", resolve));
    await this.#protocol.send("Tracing.end");
    await complete;
    this.#protocol.off("Tracing.dataCollected", gather);
    return events;
  }
}

/**
 * Tasks as the page was told of them, with the milliseconds for which each had the processor, and the longest of what it did. A task
 * that the trace does not have is taken to have had the processor all the while.
 */
export function spent(told, events) {
  const key = ({ pid, tid }) => `${pid}.${tid}`;
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === MAIN_THREAD).map(key);
  const own = events.find(({ name, args }) => name === "TimeStamp" && args.data?.message === WORD);
  const isOwn = (event) => event.ph === "X" && event.pid === own?.pid && threads.includes(key(event));
  const all = events.filter(isOwn);
  const left = all.filter(({ name }) => name === TASK);
  return told.map(({ duration, act }) => {
    const far = (task) => Math.abs(task.dur / 1_000 - duration);
    const found = left.reduce((best, task) => (far(task) < Math.min(NEAR, best ? far(best) : NEAR) ? task : best), null);
    if (!found) return { act, duration, processor: duration, work: "not in the trace" };
    left.splice(left.indexOf(found), 1);
    const inside = all.filter(({ name, ts, dur }) => name !== TASK && ts >= found.ts && ts + dur <= found.ts + found.dur);
    return { act, duration, processor: found.tdur / 1_000, work: longest(inside) };
  });
}

/** The kinds of work that took the most of a task, each with its milliseconds by the clock. */
function longest(events) {
  const sums = new Map();
  for (const { name, dur } of events) sums.set(name, (sums.get(name) ?? 0) + dur / 1_000);
  const sorted = [...sums].sort(([, a], [, b]) => b - a).slice(0, 4);
  return sorted.map(([name, milliseconds]) => `${name} ${Math.round(milliseconds)}`).join(", ");
}
