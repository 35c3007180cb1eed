// @ts-check

// Two networks in two workers: the same losses as in one, and nothing lost with the second worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visits } from "./lib/page.mjs";
import { kill } from "./lib/workers.mjs";

const visit = visits();

/** Long enough for a second worker: some seconds. */
const LONG = "backend=cpu&train=1000&epochs=50&run=1";

/** Runs in the page before its scripts: keeps its helpers, to kill them without its knowledge. */
const keepHelpers = (context) =>
  context.addInitScript(() => {
    const Native = window.Worker;
    const helpers = [];
    window.Worker = class extends Native {
      /** @param {ConstructorParameters<typeof Worker>} given */
      constructor(...given) {
        super(...given);
        if (given[1]?.name?.includes("/helper/")) helpers.push(this);
      }
    };
    window.killWorkers = () => {
      for (const helper of helpers) Native.prototype.terminate.call(helper);
    };
  });

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

  const killed = await visit(t, LONG, { prepare: keepHelpers });
  await killed.reads("workers", 2);
  await kill(killed);
  assert.deepEqual(await finished(killed), losses, "the second worker has ended");
  assert.equal(await killed.text("workers"), "1");
});
