// @ts-check

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
    const instantiate = WebAssembly.instantiate.bind(WebAssembly);
    const keeping = async (module, imports) => {
      const result = await instantiate(module, imports);
      /** @type {any} */
      const { exports } = result.instance ?? result;
      window.memory ??= exports.memory;
      window.table ??= exports.__wbindgen_externrefs;
      return result;
    };
    WebAssembly.instantiate = /** @type {typeof WebAssembly.instantiate} */ (keeping);
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

/** Turns, in which whatever is left of each makes the memory grow. */
const TURNS = 600;
/** Times that many within which it must come to rest: the first ones fill it. */
const TIMES = 5;

test("parts of the page that come and go are forgotten", async (t) => {
  const page = await visit(t, `${TINY}&play=explore&run=1`, { prepare });
  await page.status("finished");
  const turns = async (times) => {
    // Tools of small answers: a large one that finds no place makes the memory grow, too.
    const tools = ["play-generate", "play-explore"];
    for (let turn = 0; turn < times; turn += 1) {
      document.querySelector(`[data-testid="${tools[turn % tools.length]}"]`).click();
      await new Promise(requestAnimationFrame);
    }
    return window.memory.buffer.byteLength;
  };
  const sizes = [await page.page.evaluate(turns, 60)];
  do sizes.push(await page.page.evaluate(turns, TURNS));
  while (sizes[sizes.length - 1] > sizes[sizes.length - 2] && sizes.length <= TIMES);
  assert.equal(sizes.at(-1), sizes.at(-2), `it grew and grew: ${sizes.join(", ")} bytes`);
  page.assertFaultless();
});
