// The page answers at once while the networks train: computing is the worker's business, and pictures come no faster than they
// are painted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { THREE, draw, shows } from "./lib/canvas.mjs";
import { visits } from "./lib/page.mjs";

const visit = visits();

test("five seconds of training on the CPU, with drawing in between, leave the page without a task over 50 ms", { skip: WITHOUT.longTasks }, async (t) => {
  const page = await visit(t, "backend=cpu&epochs=500&run=1");
  // The first second compiles and lays out; what is asked for is steady training.
  await page.until("steady training", () => Number(document.querySelector('[data-testid="step"]').textContent) >= 30);
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
  const [usual, longest] = [gaps[Math.floor(gaps.length * 0.95)], gaps.at(-1)].map(Math.round);
  const frames = `${gaps.length} frames, 95% within ${usual} ms, all within ${longest} ms`;
  const words = `long tasks: ${tasks.map(Math.round)}; ${frames}; ${steps} steps`;
  t.diagnostic(words);
  assert.ok(steps > 10, `it trained all the while; ${words}`);
  assert.ok(tasks.every((task) => task <= 50), words);
  page.assertFaultless();
});

/** Runs in the page: from now on, its long tasks, the milliseconds between its frames, and the steps that were trained. */
function watch() {
  const step = () => Number(document.querySelector('[data-testid="step"]').textContent);
  const [tasks, gaps, first] = [[], [], step()];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
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
