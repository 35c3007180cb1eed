// @ts-check

// Two networks in two workers: the same losses as in one, and nothing lost with the second worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visits } from "./lib/page.mjs";

const visit = visits();

/** Long enough for a second worker: some seconds. */
const LONG = "backend=cpu&train=1000&epochs=50&run=1";

/** Runs in the trainer's worker before its program: its helper is killed at its seventh message, without a word. */
const KILLING = `
  const Native = Worker;
  let left = 6;
  self.Worker = class extends Native {
    postMessage(...message) {
      if ((left -= 1) < 0) super.terminate();
      else super.postMessage(...message);
    }
  };`;

/** All losses of a finished run. */
async function finished(page) {
  await page.status("finished");
  page.assertFaultless();
  return page.losses();
}

test("two workers give the losses of one, to the last bit", async (t) => {
  const together = await visit(t, LONG);
  await together.reads("workers", 2);
  const losses = await finished(together);
  const alone = await visit(t, `${LONG}&workers=1`);
  assert.deepEqual(await finished(alone), losses);
  assert.equal(await alone.text("workers"), "1");
  const link = await alone.page.evaluate(() => location.hash);
  assert.match(link, /workers=1/, "the page's own address keeps it");

  const killed = await visit(t, LONG, { inWorker: KILLING });
  assert.deepEqual(await finished(killed), losses, "the second worker has ended");
  assert.equal(await killed.text("workers"), "1");
});
