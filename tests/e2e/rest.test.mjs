// The rest of the page: what a visitor needs to draw and to train does without, and nothing moves when it comes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { THREE, draw, shows } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

const REST = "**/page-*_rest.wasm";

/** Runs in the page: where everything lies that there is the first time. */
function places() {
  window.seen ??= [...document.querySelectorAll(".bar, .columns section, .columns canvas, .columns button, .columns input")];
  return window.seen.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.dataset.testid ?? element.localName, x, y, width, height].join(" ");
  });
}

test("without the rest the page draws, trains and follows its link; when the rest comes, nothing moves", async (t) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const prepare = async (context) => {
    await context.route(REST, async (route) => {
      await released;
      await route.continue();
    });
  };
  const page = await visit(t, TINY, { prepare, isWhole: false });
  await page.status("ready");
  await draw(page, THREE);
  await shows(page, "pad-ae", 10);
  await page.press("start");
  await page.status("finished");
  await page.losses();
  await page.trainTiny(2);
  assert.equal(await page.page.locator("#play").count(), 0);

  const before = await page.page.evaluate(places);
  release();
  await page.whole();
  assert.deepEqual(await page.page.evaluate(places), before);
  await page.press("play-explore");
  page.assertFaultless();
});

test("a rest that the network loses is asked for again", async (t) => {
  let asked = 0;
  const prepare = (context) => context.route(REST, (route) => (asked++ === 0 ? route.abort() : route.continue()));
  const page = await visit(t, TINY, { prepare });
  await page.press("experiments");
  await page.page.locator("[data-testid^=experiment-]").first().waitFor();
  assert.equal(asked, 2);
});
