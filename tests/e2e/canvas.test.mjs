// @ts-check

// Canvases follow the reader's preferences: larger text makes drawings larger, and in forced colours they use the system's colours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Runs in the page: the left side of a scatter's frame in CSS pixels, its colour, and the place of a dot inside. */
function look(testid) {
  /** @type {HTMLCanvasElement} */
  const canvas = document.querySelector(`[data-testid="${testid}"]`);
  const { width, height, data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );
  const ratio = width / canvas.clientWidth;
  const pixel = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
  const middle = Math.round(height / 2);
  const rows = Array.from({ length: 60 }, (_, i) => middle - 30 + i);
  const columns = Array.from({ length: width }, (_, x) => x);
  const left = columns.find((x) => rows.every((y) => pixel(x, y)[3] > 200)) ?? NaN;
  const colour = pixel(left, middle).slice(0, 3);
  for (let y = middle; y < height; y += 1) {
    const x = columns.find((x) => x > left + 40 * ratio && x < width * 0.6 && pixel(x, y)[3] > 150);
    if (x) return { left: left / ratio, colour, dot: { x: (x + 1) / ratio, y: (y + 1) / ratio } };
  }
  return { left: left / ratio, colour, dot: { x: NaN, y: NaN } };
}

test("a projector's large type makes drawings larger, and points are found under the pointer", async (t) => {
  const page = await visit(t, `${TINY}&run=1&large=1`);
  await page.status("finished");
  // Room for the tick labels: 44 pixels at the usual text size.
  const { left, dot } = await page.page.evaluate(look, "latent-ae");
  assert.ok(Math.abs(left - 55) <= 1, `the frame begins at ${left}`);
  await page.at("latent-ae").hover({ position: dot });
  const card = page.page.locator(".scatter.ae .hover-card");
  await card.and(page.page.locator(":not(.gone)")).waitFor();
  const [canvas, box] = [await boxOf(page.at("latent-ae")), await boxOf(card)];
  // The card begins 14 pixels from the point, and at the usual text size the pointer's reach is 14 pixels, too.
  const far = (from, to, at) => Math.max(from - at, at - to, 0);
  const across = far(box.x, box.x + box.width, canvas.x + dot.x);
  const down = far(box.y, box.y + box.height, canvas.y + dot.y);
  assert.ok(across <= 14 + 14 * 1.25 + 1 && down <= 14 + 14 * 1.25 + 1, `${across} and ${down} pixels away`);
  page.assertFaultless();
});

test("in forced colours drawings use the system's text colour, and the theme fits its background", { skip: WITHOUT.looks }, async (t) => {
  const prepare = (context) => context.addInitScript(() => localStorage.setItem("hourglass-theme", "light"));
  const page = await visit(t, `${TINY}&run=1`, { forcedColors: "active", colorScheme: "dark", prepare });
  await page.status("finished");
  const { left, colour } = await page.page.evaluate(look, "latent-vae");
  assert.deepEqual([left, colour.join()], [44, "255,255,255"]);
  const ground = await page
    .at("latent-vae")
    .evaluate((canvas) => getComputedStyle(/** @type {Element} */ (canvas.closest(".card"))).backgroundColor);
  assert.equal(ground, "rgb(0, 0, 0)");
  const ae = await page.at("latent-vae").evaluate((canvas) => getComputedStyle(canvas).getPropertyValue("--ae").trim());
  assert.equal(ae, "rgb(240, 169, 59)", "the AE's colour on dark");
  page.assertFaultless();
});
