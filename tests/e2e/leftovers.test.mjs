// A long visit leaves nothing behind: neither callbacks nor followers that the page's program keeps for good. An hour of it is
// `cargo xtask soak`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Callbacks that may be under way at any moment: a frame, a timer, a message. */
const UNDER_WAY = 10;

/** Keeps the memory, and the table in which the page's program holds what belongs to JavaScript. */
const prepare = (context) =>
  context.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (...given) => {
      const result = await instantiate(...given);
      window.memory ??= result.instance.exports.memory;
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
  const page = await visit(t, TINY.replace("epochs=1", "epochs=200"), { prepare });
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

/** Bytes that nine hundred turns may leave: what is under way. */
const MOST_BYTES = 300_000;

test("parts of the page that come and go are forgotten", async (t) => {
  const page = await visit(t, `${TINY}&play=explore&run=1`, { prepare });
  await page.status("finished");
  const grown = await page.page.evaluate(async () => {
    const tools = ["play-manifold", "play-generate", "play-explore"];
    const turns = async (times) => {
      for (let turn = 0; turn < times; turn += 1) {
        document.querySelector(`[data-testid="${tools[turn % tools.length]}"]`).click();
        await new Promise(requestAnimationFrame);
      }
      return window.memory.buffer.byteLength;
    };
    const before = await turns(90);
    return (await turns(900)) - before;
  });
  assert.ok(grown <= MOST_BYTES, `${grown} bytes more`);
  page.assertFaultless();
});
