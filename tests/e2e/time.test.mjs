// @ts-check

// Looking back: every epoch is kept, and the slider goes to each of them by mouse, keyboard and finger.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const LINK = `${TINY.replace("epochs=1", "epochs=6")}&run=1`;
const TABLE = "data=table&backend=cpu&hidden=8&latent=2&batch=1024&epochs=2&run=1";
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const CANVASES = ["latent-ae", "latent-vae", "reconstructions"];

/** Waits until nothing moves any more, and returns the canvases. */
async function rest(page, canvases = CANVASES) {
  let last = [];
  for (;;) {
    const now = [];
    for (const testid of canvases) now.push(await page.snapshot(testid));
    if (now.every((picture, i) => picture === last[i])) return now;
    last = now;
    await page.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
  }
}

/** Waits until the slider shows an epoch. */
const stands = (page, words) =>
  page.until(`the scrubber at ${words}`, ([input, words]) => input.getAttribute("aria-valuetext") === words, [page.scrubber, words]);

async function trained(t, hash, options) {
  const page = await visit(t, hash, options);
  await page.status("finished");
  return Object.assign(page, { scrubber: await page.at("time-scrubber").elementHandle() });
}

/**
 * The centre of the slider's thumb at a fraction of its track.
 *
 * @returns {Promise<[number, number]>}
 */
async function onTrack(page, part) {
  await page.at("time-scrubber").scrollIntoViewIfNeeded();
  const { x, y, width, height } = await boxOf(page.at("time-scrubber"));
  return [x + 8 + part * (width - 16), y + height / 2];
}

test("the mouse goes to the first epoch, and Now returns to the present", async (t) => {
  const page = await trained(t, LINK);
  await stands(page, "epoch 6 of 6");
  const now = await rest(page);
  const { mouse } = page.page;
  await mouse.move(...(await onTrack(page, 1)));
  await mouse.down();
  await mouse.move(...(await onTrack(page, 0.5)), { steps: 4 });
  await mouse.move(...(await onTrack(page, 0)), { steps: 4 });
  await mouse.up();
  await stands(page, "epoch 0 of 6");
  await page.reads("reconstructions-when", "after epoch 0");
  const then = await rest(page);
  for (const [i, picture] of then.entries()) assert.notEqual(picture, now[i], `${CANVASES[i]} is another`);
  await page.press("time-now");
  await page.reads("reconstructions-when", "test digits, never trained on");
  assert.deepEqual(await rest(page), now);
  page.assertFaultless();
});

/** The numbers along the scatter's vertical axis, as pixels. */
const axis = (page) =>
  page.at("latent-ae").evaluate((canvas) => {
    const scale = canvas.width / canvas.clientWidth;
    const [width, height] = [40 * scale, canvas.height].map(Math.floor);
    return [...canvas.getContext("2d").getImageData(0, 0, width, height).data].join();
  });

test("arrow keys move by one epoch, with stable axes", async (t) => {
  const page = await trained(t, LINK);
  const axes = new Set();
  await page.at("time-scrubber").focus();
  /** @type {[string, number][]} */
  const walk = [
    ["ArrowLeft", 5],
    ["ArrowLeft", 4],
    ["ArrowRight", 5],
    ["Home", 0],
    ["End", 6],
  ];
  for (const [key, epoch] of walk) {
    await page.page.keyboard.press(key);
    await stands(page, `epoch ${epoch} of 6`);
    await rest(page, ["latent-ae"]);
    axes.add(await axis(page));
  }
  assert.equal(axes.size, 1, "the axes are the same at every epoch");
  page.assertFaultless();
});

test("a finger moves the slider on a phone", { skip: WITHOUT.phone }, async (t) => {
  const page = await trained(t, LINK, PHONE);
  const before = await page.snapshot("latent-ae");
  const session = await page.context.newCDPSession(page.page);
  const touch = (type, places) => session.send("Input.dispatchTouchEvent", { type, touchPoints: places.map(([x, y]) => ({ x, y })) });
  await touch("touchStart", [await onTrack(page, 1)]);
  for (const part of [0.8, 0.6, 0.4, 0.2, 0]) await touch("touchMove", [await onTrack(page, part)]);
  await touch("touchEnd", []);
  await stands(page, "epoch 0 of 6");
  await page.changes("latent-ae", before);
  page.assertFaultless();
});

test("playing goes through the epochs and stops at the last; with reduced motion a press is an epoch", {
  skip: WITHOUT.looks,
}, async (t) => {
  const page = await trained(t, LINK);
  await page.press("time-play");
  for (const epoch of [0, 2, 6]) await stands(page, `epoch ${epoch} of 6`);
  await page.until(
    "the end of the film",
    (button) => button.getAttribute("aria-label").startsWith("Play"),
    await page.at("time-play").elementHandle(),
  );
  await page.reads("reconstructions-when", "after epoch 6");

  await page.page.emulateMedia({ reducedMotion: "reduce" });
  for (const epoch of [0, 1, 2]) {
    await page.press("time-play");
    await stands(page, `epoch ${epoch} of 6`);
  }
  page.assertFaultless();
});

test("a new run has no past, and while it trains there is one", async (t) => {
  const page = await trained(t, LINK);
  await page.at("time-scrubber").fill("1");
  await stands(page, "epoch 1 of 6");
  await page.press("reset");
  await page.status("ready");
  await page.reads("reconstructions-when", "test digits, never trained on");
  assert.ok(await page.at("time-scrubber").isDisabled());
  await page.set("epochs", 500);
  await page.press("start");
  await page.until("some epochs", () => Number(document.querySelector('[data-testid="epoch"]').textContent) >= 3);
  await page.at("time-scrubber").fill("0");
  await page.reads("reconstructions-when", "after epoch 0");
  const epoch = Number(await page.text("epoch"));
  await page.until("training goes on", (before) => Number(document.querySelector('[data-testid="epoch"]').textContent) > before + 3, epoch);
  await page.reads("reconstructions-when", "after epoch 0");
  page.assertFaultless();
});

test("earlier epochs show a table's codes, and codes in space", async (t) => {
  for (const hash of [TABLE, LINK.replace("latent=2", "latent=3")]) {
    const page = await trained(t, hash);
    const scatters = CANVASES.slice(0, hash === TABLE ? 1 : 2);
    const now = await rest(page, scatters);
    await page.at("time-scrubber").fill("0");
    const then = await rest(page, scatters);
    for (const [i, picture] of then.entries()) assert.notEqual(picture, now[i], `${scatters[i]} is another`);
    await page.press("time-now");
    assert.deepEqual(await rest(page, scatters), now);
    page.assertFaultless();
  }
});
