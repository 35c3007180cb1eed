// A long visit leaves nothing behind: no callback that the page's program keeps for good. An hour of it is `cargo xtask soak`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./lib/canvas.mjs";
import { visits } from "./lib/page.mjs";

const visit = visits();

/** Callbacks that may be under way at any moment: a frame, a timer, a message. */
const UNDER_WAY = 10;

/** Keeps the table in which the page's program holds what belongs to JavaScript. */
const prepare = (context) =>
  context.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (...given) => {
      const result = await instantiate(...given);
      window.table ??= result.instance.exports.__wbindgen_externrefs;
      return result;
    };
  });

/** The functions that the page's program holds. */
const held = () => {
  const values = Array.from({ length: window.table.length }, (_, index) => window.table.get(index));
  return values.filter((value) => typeof value === "function").length;
};

test("neither a pen's moves nor the epochs that are stored leave callbacks behind", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=8&latent=2&train=64&batch=32&epochs=200", { prepare });
  const stroke = Array.from({ length: 50 }, (_, i) => [0.1 + 0.016 * i, 0.3 + 0.4 * (i % 2)]);
  await page.status("ready");
  await draw(page, stroke);
  await page.epochs(1, 2);
  const before = await page.page.evaluate(held);
  assert.ok(before > 20, `${before} functions are held at all`);

  await draw(page, stroke);
  assert.ok((await page.page.evaluate(held)) <= before + UNDER_WAY, "a stroke");
  await page.epochs(3, 22);
  assert.ok((await page.page.evaluate(held)) <= before + UNDER_WAY, "twenty epochs");
  page.assertFaultless();
});
