// @ts-check

// The playground: a place explored by mouse, finger and keyboard, and generated digits.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { colours } from "./lib/canvas.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Runs in the page: the pixels of both decoded places, or whether they equal `wanted`. Firefox marks a PNG by its context. */
function decoded(wanted) {
  const pixels = (testid) => {
    /** @type {HTMLCanvasElement} */
    const canvas = document.querySelector(`[data-testid="${testid}"]`);
    return canvas?.width > 0 ? canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.join() : "";
  };
  const both = `${pixels("explore-ae")};${pixels("explore-vae")}`;
  return wanted === undefined ? both : both === wanted;
}

test("sliders move the explored place of both networks, and the link contains it", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  assert.equal(await page.at("explore-ae").count(), 0, "nothing is open at first");
  await page.press("play-explore");
  await page.until(
    "a decoded place",
    () => /** @type {HTMLCanvasElement} */ (document.querySelector('[data-testid="explore-vae"]'))?.width > 0,
  );
  for (const key of ["x", "y"]) {
    const before = [await page.snapshot("explore-ae"), await page.snapshot("explore-vae")];
    await page.at(`explore-${key}`).focus();
    await page.page.keyboard.press("End");
    await page.changes("explore-ae", before[0]);
    await page.changes("explore-vae", before[1]);
  }
  await page.until("the place in the address", () => /play=explore:[-0-9.]+,[-0-9.]+;3,3(&|$)/.test(location.hash));
  const hash = await page.page.evaluate(() => location.hash.slice(1));
  const pixels = await page.page.evaluate(decoded);

  const other = await visit(t, hash);
  await other.status("finished");
  await other.until("the same place decoded", decoded, pixels);
  page.assertFaultless();
  other.assertFaultless();
});

test("dragging in the scatter and the arrow keys move the place", async (t) => {
  const page = await visit(t, `${TINY}&run=1&play=explore`);
  await page.status("finished");
  const scatter = page.at("latent-ae");
  const { x, y, width, height } = await boxOf(scatter);
  const picture = await page.snapshot("explore-ae");
  await page.page.mouse.move(x + width * 0.5, y + height * 0.5);
  await page.page.mouse.down();
  await page.page.mouse.move(x + width * 0.7, y + height * 0.4, { steps: 4 });
  await page.page.mouse.up();
  await page.changes("explore-ae", picture);
  const place = () => page.page.evaluate(() => /play=explore:([^;&]*)/.exec(location.hash)?.[1]);
  await page.until("the place in the address", () => /play=explore:[^;&]/.test(location.hash));
  const before = await place();
  await scatter.focus();
  await page.page.keyboard.press("ArrowRight");
  await page.until("another place", (before) => /play=explore:([^;&]*)/.exec(location.hash)?.[1] !== before, before);
  page.assertFaultless();
});

test("a finger moves a slider, a latent of five numbers has five sliders, and all tools have the same height", {
  skip: WITHOUT.phone,
}, async (t) => {
  const page = await visit(t, `${TINY.replace(/latent=\d+&?/, "")}&latent=5&run=1&play=explore`, PHONE);
  await page.status("finished");
  assert.equal(await page.page.locator(".play-numbers input").count(), 5);
  const slider = page.at("explore-z5");
  await slider.scrollIntoViewIfNeeded();
  const before = await page.snapshot("explore-ae");
  const { x, y, width, height } = await boxOf(slider);
  await page.page.touchscreen.tap(x + width * 0.9, y + height / 2);
  await page.changes("explore-ae", before);

  await page.press("test-digit");
  const heights = [];
  for (const tool of ["explore", "manifold", "interpolate", "arithmetic", "generate", "digit"]) {
    if (tool !== "explore") await page.press(`play-${tool}`);
    heights.push(await page.page.locator("#play").evaluate((/** @type {HTMLElement} */ play) => play.offsetHeight));
  }
  assert.equal(new Set(heights).size, 1, `a tool has one height: ${heights}`);
  assert.ok(heights[0] < 844, `${heights[0]} pixels`);
  assert.equal(await page.page.evaluate(() => document.documentElement.scrollWidth), 390);
  page.assertFaultless();
});

test("a press generates more digits, and a seed gives the same ones again", async (t) => {
  const page = await visit(t, `${TINY}&run=1&play=generate:7`);
  await page.status("finished");
  await page.until(
    "generated digits",
    () => /** @type {HTMLCanvasElement} */ (document.querySelector('[data-testid="generated-vae"]'))?.width > 0,
  );
  const ready = async () => (await colours(page, "generated-vae")) > 10;
  for (let i = 0; i < 50 && !(await ready()); i += 1) await page.page.waitForTimeout(100);
  const first = [await page.snapshot("generated-ae"), await page.snapshot("generated-vae")];
  await page.at("generate").focus();
  await page.page.keyboard.press("Enter");
  await page.changes("generated-ae", first[0]);
  await page.changes("generated-vae", first[1]);
  await page.until("the draw in the address", () => location.hash.includes("play=generate:8"));
  const hash = await page.page.evaluate(() => location.hash.slice(1).replace("generate:8", "generate:7"));
  await page.go(hash);
  await page.until(
    "the first digits again",
    (first) => /** @type {HTMLCanvasElement} */ (document.querySelector('[data-testid="generated-vae"]')).toDataURL() === first,
    first[1],
  );
  page.assertFaultless();
});
