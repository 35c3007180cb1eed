// The page answers at once while the networks train: computing is the worker's business, and pictures come no faster than they
// are painted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { THREE, draw, shows } from "./lib/canvas.mjs";
import { visits } from "./lib/page.mjs";

const visit = visits();

test("five seconds of training on the CPU, with drawing in between, leave the page without a task over 50 ms", async (t) => {
  const page = await visit(t, "backend=cpu&epochs=500&run=1");
  // The first second compiles and lays out; what is asked for is steady training.
  await page.until("steady training", () => Number(document.querySelector('[data-testid="step"]').textContent) >= 30);
  await page.page.evaluate(() => {
    const watch = (window.watch = { tasks: [], gaps: [], begin: performance.now(), step: Number(document.querySelector('[data-testid="step"]').textContent) });
    new PerformanceObserver((list) => watch.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    let last = performance.now();
    requestAnimationFrame(function frame(now) {
      watch.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    });
  });
  for (let round = 0; round < 3; round += 1) {
    await draw(page, THREE);
    await page.press("clear-pad");
  }
  await draw(page, THREE);
  await shows(page, "pad-vae", 10);
  await page.until("five seconds", () => performance.now() - window.watch.begin > 5_000);
  const watch = await page.page.evaluate(() => ({ ...window.watch, steps: Number(document.querySelector('[data-testid="step"]').textContent) - window.watch.step }));
  const gaps = watch.gaps.toSorted((a, b) => a - b);
  const words = `long tasks: ${watch.tasks.map(Math.round)}; frames: ${gaps.length}, 95 of 100 within ${gaps[Math.floor(gaps.length * 0.95)]} ms, the longest ${gaps.at(-1)} ms; steps: ${watch.steps}`;
  t.diagnostic(words);
  assert.ok(watch.steps > 10, `it trained all the while; ${words}`);
  assert.ok(watch.tasks.every((task) => task <= 50), words);
  page.assertFaultless();
});
