// @ts-check

// A page's long tasks, by clock time and by processor time. Chromium reports the former to the page; the latter is in its trace, of
// which it keeps the newest part until it is read. If other programs keep all processors busy, a task waits for them, and only the
// clock counts that.

/** Milliseconds that a task may take. */
export const LONGEST_TASK = 50;

const MAIN_THREAD = "CrRendererMain";
/** Chromium's name for a task, and the message that identifies the page's own thread. */
const [TASK, WORD] = ["RunTask", "long tasks"];
/** The largest difference of the two clocks in milliseconds: the page gets whole ones. */
const NEAR = 2;

const CONFIG = {
  recordMode: "recordContinuously",
  traceBufferSizeInKb: 50_000,
  includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline"],
};

/** Chromium's trace of a page. It needs a page and a session of Chromium's own protocol with it. */
export class Trace {
  #page;
  #protocol;

  constructor(page, protocol) {
    this.#page = page;
    this.#protocol = protocol;
  }

  begin() {
    return this.#protocol.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: CONFIG });
  }

  /** Stops the trace. Returns tasks as {@link spent} does. */
  async end(told) {
    return spent(told, await this.events());
  }

  /** Stops the trace. Returns all its events. */
  async events() {
    await this.#page.evaluate((word) => console.timeStamp(word), WORD);
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
 * The tasks reported to the page, each with a `duration`, with the milliseconds of processor time and its most expensive kinds of work.
 * A task that is missing from the trace counts as all processor time.
 */
export function spent(told, events) {
  const all = onOwnThread(events);
  const left = all.filter(({ name }) => name === TASK);
  return told.map((task) => {
    const far = ({ dur }) => Math.abs(dur / 1_000 - task.duration);
    const found = left.filter((one) => far(one) < NEAR).sort((a, b) => far(a) - far(b))[0];
    if (!found) return { ...task, processor: task.duration, work: "not in the trace" };
    left.splice(left.indexOf(found), 1);
    const inside = all.filter(({ name, ts, dur }) => name !== TASK && ts >= found.ts && ts + dur <= found.ts + found.dur);
    return { ...task, processor: found.tdur / 1_000, work: mostOf(inside) };
  });
}

/** The events that took some time on the page's own thread. */
export function onOwnThread(events) {
  const key = ({ pid, tid }) => `${pid}.${tid}`;
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === MAIN_THREAD).map(key);
  const own = events.find(({ name, args }) => name === "TimeStamp" && args.data?.message === WORD);
  return events.filter((event) => event.ph === "X" && event.pid === own?.pid && threads.includes(key(event)));
}

/** The most expensive kinds of work, each with its milliseconds by the clock. */
function mostOf(events) {
  const sums = new Map();
  for (const { name, dur } of events) sums.set(name, (sums.get(name) ?? 0) + dur / 1_000);
  const sorted = [...sums].sort(([, a], [, b]) => b - a).slice(0, 4);
  return sorted.map(([name, milliseconds]) => `${name} ${Math.round(milliseconds)}`).join(", ");
}
