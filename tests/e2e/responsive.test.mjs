// @ts-check

// The page responds at once while the networks train: the worker computes, and pictures arrive no faster than they are painted.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { draw, shows, THREE } from "./lib/canvas.mjs";
import { visits } from "./lib/page.mjs";
import { LONGEST_TASK, spent, Trace } from "./lib/tasks.mjs";

const visit = visits();

test("five seconds of training on the CPU, with drawing in between, give the page no task with more than 50 ms of processor time", {
  skip: WITHOUT.longTasks,
}, async (t) => {
  const page = await visit(t, "backend=cpu&epochs=500&run=1");
  // The first second compiles and lays out; the test is about steady training.
  await page.until("steady training", () => Number(document.querySelector('[data-testid="step"]').textContent) >= 30);
  const trace = new Trace(page.page, await page.context.newCDPSession(page.page));
  await trace.begin();
  await page.page.evaluate(watch);
  for (let round = 0; round < 3; round += 1) {
    await draw(page, THREE);
    await page.press("clear-pad");
  }
  await draw(page, THREE);
  await shows(page, "pad-vae", 10);
  await page.until("five seconds", () => performance.now() - window.began > 5_000);
  const { tasks, gaps, steps } = await page.page.evaluate(() => window.watched());
  gaps.sort((a, b) => a - b);
  const [usual, longest] = [gaps[Math.floor(gaps.length * 0.95)], gaps.at(-1) ?? NaN].map(Math.round);
  const frames = `${gaps.length} frames, 95% within ${usual} ms, all within ${longest} ms`;
  const long = await trace.end(tasks);
  assert.ok(steps > 10, `it trained all the while; ${steps} steps`);
  assertShort(t, long, `${frames}; ${steps} steps`);
  page.assertFaultless();
});

/** Fails if a long task had the processor for longer than it may. */
function assertShort(t, long, besides) {
  const told = long.map(
    ({ duration, processor, work }) => `${duration} ms by the clock, ${Math.round(processor)} of the processor (${work})`,
  );
  const words = `long tasks: ${told.join(" and ") || "none"}; ${besides}`;
  t.diagnostic(words);
  assert.ok(
    long.every(({ processor }) => processor <= LONGEST_TASK),
    words,
  );
}

/** Runs in the page: from now on, records its long tasks, the milliseconds between its frames, and the trained steps. */
function watch() {
  const step = () => Number(document.querySelector('[data-testid="step"]').textContent);
  const first = step();
  /** @type {{ duration: number }[]} */
  const tasks = [];
  /** @type {number[]} */
  const gaps = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => ({ duration }))));
  observer.observe({ type: "longtask" });
  window.began = performance.now();
  let last = window.began;
  requestAnimationFrame(function frame(now) {
    gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  });
  window.watched = () => ({ tasks, gaps, steps: step() - first });
}

test("a table of 18 MB is read without a task that has the processor for over 50 ms", {
  skip: WITHOUT.longTasks,
}, async (t) => {
  const page = await visit(t, "backend=cpu&data=table&epochs=1");
  // A file on disk: the driver would decode a buffer in the page.
  const path = join(await mkdtemp(join(tmpdir(), "hourglass-")), "large.csv");
  t.after(() => rm(dirname(path), { recursive: true }));
  const row = (i) => `${i % 7},${"0.123456789,".repeat(20)}${i % 2}\n`;
  await writeFile(
    path,
    `a,${Array.from({ length: 20 }, (_, i) => `b${i},`).join("")}c\n${Array.from({ length: 74_000 }, (_, i) => row(i)).join("")}`,
  );
  const trace = new Trace(page.page, await page.context.newCDPSession(page.page));
  await trace.begin();
  await page.page.evaluate(watch);
  await page.at("csv-file").setInputFiles(path);
  await page.until("the table", () => document.querySelector('[data-testid="table-name"]')?.textContent?.includes("large.csv"));
  assertShort(t, await trace.end((await page.page.evaluate(() => window.watched())).tasks), "while the table was read");
  page.assertFaultless();
});

test("a long task in the trace has its processor time, and one that is missing counts as all processor time", () => {
  const thread = (pid, name) => ({ ph: "M", pid, tid: 1, name: "thread_name", args: { name } });
  const event = (pid, name, ts, dur, tdur) => ({ ph: "X", pid, tid: 1, name, ts, dur, tdur });
  const events = [
    thread(1, "CrRendererMain"),
    thread(2, "CrRendererMain"),
    { ph: "I", pid: 1, tid: 1, name: "TimeStamp", args: { data: { message: "long tasks" } } },
    event(1, "RunTask", 0, 61_400, 9_000),
    event(1, "Layout", 10, 40_000, 5_000),
    event(1, "RunTask", 70_000, 58_000, 56_000),
    event(2, "RunTask", 0, 80_000, 1_000),
  ];
  const told = [58, 61, 80].map((duration) => ({ duration }));
  const found = spent(told, events).map(({ processor, work }) => [processor, work]);
  assert.deepEqual(found, [
    [56, ""],
    [9, "Layout 40"],
    [80, "not in the trace"],
  ]);
});
