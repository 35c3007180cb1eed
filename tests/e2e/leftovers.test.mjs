// @ts-check

// A long visit leaks nothing: neither callbacks nor subscribers that the page's program keeps forever. `cargo xtask soak` runs an hour
// of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Callbacks that may be pending at any moment: a frame, a timer, a message. */
const UNDER_WAY = 10;

/** Keeps references to the memory, and to the table in which the page's program holds JavaScript objects. */
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

test("neither a pen's movements nor stored epochs leak callbacks", async (t) => {
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

/** Repetitions in a round; any leak in each of them makes the memory grow. */
const TURNS = 600;
/** Rounds within which the memory must stop growing: the first ones fill it. */
const TIMES = 5;

test("parts of the page that come and go are freed", async (t) => {
  const page = await visit(t, `${TINY}&play=explore&run=1`, { prepare });
  await page.status("finished");
  const turns = async (times) => {
    // Tools with small replies: a large reply may also make the memory grow, if it does not fit into a gap.
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
