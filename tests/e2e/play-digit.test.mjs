// @ts-check

// The playground's tool for the digit on the pad, by mouse, by touch and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { digit, draw, drawByTouch, shows, THREE } from "./lib/canvas.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const DIGIT = `${TINY}&play=digit`;

/** Waits until the text of an element matches. */
async function words(page, testid, pattern) {
  const question = ([testid, source]) => {
    const text = document.querySelector(`[data-testid="${testid}"]`)?.textContent ?? "";
    return new RegExp(source).test(text) && text;
  };
  return page.until(`${testid} to match ${pattern}`, question, [testid, pattern.source]);
}

/** Waits until there is a hole around a pixel of the damaged digit. */
async function isDarkAbout(page, x, y) {
  await page.until(
    `a hole about ${x}, ${y}`,
    ([canvas, x, y]) => {
      const zoom = canvas.width / 28;
      const at = (x, y) => canvas.getContext("2d").getImageData((x + 0.5) * zoom, (y + 0.5) * zoom, 1, 1).data[0];
      return [-4, -2, 0, 2, 4].every((d) => at(x + d, y) === 0 && at(x, y + d) === 0);
    },
    [await page.at("damaged").elementHandle(), x, y],
  );
}

/** The labels in a row of neighbors. */
async function neighbors(page, which) {
  const question = (testid) => {
    const canvas = document.querySelector(`[data-testid="${testid}"]`);
    const labels = canvas?.getAttribute("aria-label")?.match(/\d(?=,|$)/g);
    return labels?.length === 6 && labels.map(Number);
  };
  return page.until(`six neighbors by ${which}`, question, `neighbors-${which}`);
}

test("without a drawing the tool asks for one, and a test digit opens all its parts", async (t) => {
  const page = await visit(t, `${DIGIT}&run=1`);
  await page.status("finished");
  assert.equal(await page.at("posterior-chart").count(), 0);
  await page.press("digit-example");
  await words(page, "posterior-words", /mu = .*sigma = /);
  for (const testid of ["posterior-chart", "posterior-samples", "damaged", "repaired-ae", "repaired-vae"]) {
    await shows(page, testid, 5);
  }
  await words(page, "anomaly-percentile", /AE: odder than \d+ of 100 test digits. VAE: odder than \d+ of 100/);
  for (const testid of ["anomaly-chart-ae", "anomaly-chart-vae"]) await shows(page, testid, 3);
  for (const which of ["ae", "vae", "pixels"]) {
    assert.equal((await neighbors(page, which)).length, 6);
    await shows(page, `neighbors-${which}`, 5);
  }
  assert.match(await page.label("latent-vae"), /ellipses of one and two deviations/);
  assert.deepEqual(await digit(page, "damaged"), await digit(page, "pad-input"), "nothing is damaged yet");
  page.assertFaultless();
});

test("with the mouse: epsilon is drawn again, a hole is made, noise is added, and the link keeps it", async (t) => {
  const page = await visit(t, DIGIT);
  await page.status("ready");
  await draw(page, THREE);
  await shows(page, "posterior-samples", 5);

  const samples = await page.snapshot("posterior-samples");
  const codes = await page.text("posterior-codes");
  await page.press("posterior-resample");
  await page.changes("posterior-samples", samples);
  assert.notEqual(await page.text("posterior-codes"), codes);

  await shows(page, "repaired-ae", 5);
  const repaired = await page.snapshot("repaired-ae");
  const hole = page.at("repair-hole");
  await hole.scrollIntoViewIfNeeded();
  const { x, y, width } = await boxOf(hole);
  const to = (column, row) => page.page.mouse.move(x + ((column + 0.5) / 28) * width, y + ((row + 0.5) / 28) * width);
  await to(5, 5);
  await page.page.mouse.down();
  await to(14, 12);
  await page.page.mouse.up();
  await to(20, 20);
  await isDarkAbout(page, 14, 12);
  await page.changes("repaired-ae", repaired);
  await page.address("play", "digit:2,0,14.12");

  const damaged = await page.snapshot("damaged");
  await page.at("repair-noise").fill("0.5");
  await page.changes("damaged", damaged);
  await page.address("play", "digit:2,0.5,14.12");
  assert.match(await page.label("damaged"), /noise of 0.50 and a hole around column 15, row 13/);
  const spoilt = await digit(page, "damaged");

  await page.reload();
  await page.status("ready");
  await shows(page, "damaged", 5);
  assert.deepEqual(await digit(page, "damaged"), spoilt, "the same noise");
  await page.press("repair-clear");
  await page.address("play", "digit:2,0,none");
  page.assertFaultless();
});

test("with a finger on a phone: the hole follows it and the page does not scroll", { skip: WITHOUT.phone }, async (t) => {
  const page = await visit(t, DIGIT, PHONE);
  await page.status("ready");
  await drawByTouch(page, THREE);
  await shows(page, "damaged", 5);
  const hole = page.at("repair-hole");
  // The parts are side by side, and the edge of the next one is visible.
  await hole.evaluate((hole) => hole.scrollIntoView({ block: "center", inline: "center", behavior: "instant" }));
  assert.ok((await boxOf(hole)).x >= 0, "the whole of it is in sight");
  const scrolled = await page.page.evaluate(() => scrollY);
  const { x, y, width } = await boxOf(hole);
  const session = await page.context.newCDPSession(page.page);
  const touch = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  const at = (column, row) => [{ x: x + ((column + 0.5) / 28) * width, y: y + ((row + 0.5) / 28) * width }];
  await touch("touchStart", at(8, 8));
  for (const place of [10, 13, 16, 18]) await touch("touchMove", at(14, place));
  await touch("touchEnd", []);
  await isDarkAbout(page, 14, 18);
  await page.address("play", "digit:1,0,14.18");
  assert.equal(await page.page.evaluate(() => scrollY), scrolled);
  await page.at("posterior-resample").tap();
  await page.address("play", "digit:2,0,14.18");
  const wide = await page.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} pixels wide`);
  page.assertFaultless();
});

test("with the keyboard: arrow keys move the hole, Escape removes it, and every control is reached", async (t) => {
  const page = await visit(t, DIGIT);
  await page.status("ready");
  await page.at("digit-example").press("Enter");
  await page.at("repair-hole").focus();
  const { keyboard } = page.page;
  await keyboard.press("ArrowLeft");
  await isDarkAbout(page, 14, 14);
  for (const key of ["ArrowLeft", "ArrowUp", "ArrowUp"]) await keyboard.press(key);
  await isDarkAbout(page, 13, 12);
  await page.address("play", "digit:1,0,13.12");
  await keyboard.press("Escape");
  await page.address("play", "digit:1,0,none");
  await page.at("repair-noise").press("ArrowRight");
  await page.address("play", "digit:1,0.05,none");
  await page.at("posterior-resample").press("Enter");
  await page.address("play", "digit:2,0.05,none");
  page.assertFaultless();
});

test("one network alone, small images, signed values and any latent size", async (t) => {
  const page = await visit(t, `${TINY}&play=digit`);
  for (const [hash, shown, hidden] of [
    ["model=ae&latent=1", ["repaired-ae", "anomaly-chart-ae", "neighbors-ae"], ["posterior-chart", "repaired-vae"]],
    ["model=vae&latent=1&size=14", ["posterior-chart", "repaired-vae", "anomaly-chart-vae"], ["repaired-ae", "neighbors-ae"]],
    ["latent=3&range=signed&loss=mse&output=tanh", ["posterior-chart", "posterior-samples", "repaired-ae"], []],
    ["latent=16", ["posterior-chart", "posterior-samples", "neighbors-vae"], []],
  ]) {
    await page.go(`backend=cpu&hidden=8&train=64&batch=32&epochs=1&${hash}&play=digit`);
    await page.status("ready");
    if (await page.at("digit-example").count()) await page.press("digit-example");
    for (const testid of shown) await shows(page, testid, 3);
    for (const testid of hidden) assert.equal(await page.at(testid).isVisible(), false, `${testid} for ${hash}`);
    await words(page, "anomaly-percentile", /odder than \d+ of 100/);
  }
  page.assertFaultless();
});

test("the link to networks that repair asks before it discards the run", async (t) => {
  const page = await visit(t, `${DIGIT}&run=1`);
  await page.status("finished");
  await page.press("digit-example");
  await words(page, "repair-taught", /trained without noise/);
  await page.press("repair-denoising");
  await page.press("experiment-yes");
  await page.address("noise", "gaussian");
  page.assertFaultless();
});
