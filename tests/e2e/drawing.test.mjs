// The pad: a drawn digit reaches the networks as MNIST's digits do, however fast and with whatever it was drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { SIDE, THREE, centreOfMass, colours, digit, draw, drawByTouch, inked, onPad, pieces, shows } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

const TOUCH = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
const TOOLS = [
  ["the mouse", {}, draw],
  ["the mouse on a screen of double density", { deviceScaleFactor: 2 }, draw],
  ["a finger on a phone", TOUCH, drawByTouch, WITHOUT.phone],
];

for (const [tool, options, drawWith, skip = false] of TOOLS) {
  test(`a 3 drawn with ${tool} is centred within a pixel and rebuilt by both networks`, { skip }, async (t) => {
    const page = await visit(t, TINY, options);
    // Small and in a corner, so that the page has to fit and centre it.
    await drawWith(page, THREE.map(([x, y]) => [0.05 + 0.4 * x, 0.5 + 0.45 * y]));
    await shows(page, "pad-input", 10);
    const input = await digit(page, "pad-input");
    const { x, y } = centreOfMass(input);
    assert.ok(Math.hypot(x - SIDE / 2, y - SIDE / 2) < 1, `centre of mass at ${x}, ${y}`);
    assert.ok(inked(input) > 50 && inked(input) < 250, `${inked(input)} pixels with ink`);
    assert.equal(pieces(input), 1, "one stroke is one piece");
    const rows = Array.from({ length: SIDE }, (_, row) => input.slice(row * SIDE, (row + 1) * SIDE));
    const height = rows.filter((row) => row.some((grey) => grey > 40)).length;
    assert.ok(height >= 19 && height <= 21, `${height} rows, not twenty`);

    for (const testid of ["pad-ae", "pad-vae"]) {
      await shows(page, testid, 10);
      assert.notDeepEqual(await digit(page, testid), input, `${testid} is the network's picture`);
    }
    await page.status("ready");
    const before = await page.snapshot("pad-ae");
    await page.press("start");
    await page.status("finished");
    await page.changes("pad-ae", before);
    page.assertFaultless();
  });
}

test("undo takes the last stroke, clear all of them, and an empty pad leaves three blank pictures", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const stroke = async (places) => {
    await draw(page, places);
    await page.changes("pad-input", last);
    last = await page.snapshot("pad-input");
    return digit(page, "pad-input");
  };
  let last = await page.snapshot("pad-input");
  const one = await stroke([[0.3, 0.2], [0.3, 0.8]]);
  const two = await stroke([[0.7, 0.2], [0.7, 0.8]]);
  assert.deepEqual([pieces(one), pieces(two)], [1, 2]);

  await page.page.getByRole("button", { name: "Undo" }).click();
  await page.changes("pad-input", last);
  assert.deepEqual(await digit(page, "pad-input"), one);
  await shows(page, "pad-vae", 10);

  await page.press("clear-pad");
  for (const testid of ["pad-input", "pad-ae", "pad-vae", "pad"]) {
    await page.until(`${testid} to be blank`, (canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.every((value, i) => value === data[i % 4]);
    }, await page.at(testid).elementHandle());
  }
  assert.equal((await page.address("v", 1)).draw, undefined, "nothing is left in the address");
  page.assertFaultless();
});

test("the address holds the strokes, and a reload shows the same digit", async (t) => {
  const page = await visit(t, TINY);
  await draw(page, THREE);
  await shows(page, "pad-input", 10);
  const inAddress = (before) => {
    const strokes = location.hash.match(/&draw=([\w-]{20,})/)?.[1];
    return strokes !== before && strokes;
  };
  const one = await page.until("a stroke in the address", inAddress);
  const picture = await page.snapshot("pad-input");
  await draw(page, [[0.1, 0.9], [0.9, 0.95]]);
  await page.changes("pad-input", picture);
  await page.until("both strokes in the address", inAddress, one);
  const before = await digit(page, "pad-input");
  await page.reload();
  await page.status("ready");
  await shows(page, "pad-input", 10);
  assert.deepEqual(await digit(page, "pad-input"), before);
  page.assertFaultless();
});

test("a stroke of two far events is one line, and one that leaves the pad comes back to it", { skip: WITHOUT.outside }, async (t) => {
  const page = await visit(t, TINY);
  await draw(page, [[0.1, 0.1], [0.9, 0.9]], 1);
  await shows(page, "pad-input");
  const diagonal = await digit(page, "pad-input");
  assert.equal(pieces(diagonal), 1);
  for (let i = 6; i < 22; i += 1) assert.ok(diagonal[i * SIDE + i] > 200, `ink at ${i}, ${i}`);

  await page.press("clear-pad");
  await draw(page, [[0.2, 0.5], [-0.3, 0.5], [-0.3, 0.8], [0.8, 0.8]], 1);
  await shows(page, "pad-input");
  assert.equal(pieces(await digit(page, "pad-input")), 1);
  assert.match(await page.at("pad").getAttribute("aria-label"), /one stroke/);
  page.assertFaultless();
});

test("a stroke that was drawn while the page was busy keeps its corners", { skip: WITHOUT.events }, async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const corners = [[0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const places = await onPad(page, corners);
  const session = await page.context.newCDPSession(page.page);
  const pressed = { button: "left", buttons: 1, clickCount: 1 };
  const mouse = (type, [x, y]) => session.send("Input.dispatchMouseEvent", { type, x, y, ...pressed });
  await page.page.evaluate(() => {
    window.moves = 0;
    addEventListener("pointermove", () => (window.moves += 1));
  });
  await mouse("mousePressed", places[0]);
  const busy = page.page.evaluate(() => {
    for (const end = performance.now() + 1_000; performance.now() < end; );
  });
  // Not awaited one by one: they wait together, and the browser makes one event of them.
  await Promise.all([busy, ...places.slice(1).map((place) => mouse("mouseMoved", place))]);
  await mouse("mouseReleased", places.at(-1));
  await shows(page, "pad-input");
  assert.ok((await page.page.evaluate(() => window.moves)) < places.length, "the browser made one event of several");
  const input = await digit(page, "pad-input");
  assert.equal(pieces(input), 1);
  const columns = (row) => [...Array(SIDE).keys()].filter((column) => input[row * SIDE + column] > 40).length;
  const widths = [...Array(SIDE).keys()].map(columns);
  // A Z: only its two bars are wide, and both corners are there.
  const widest = (from, to) => Math.max(...widths.slice(from, to));
  const [upper, middle, lower] = [widest(0, 10), widest(12, 16), widest(18)];
  assert.ok(upper >= 18 && middle <= 10 && lower >= 18, `widths of the rows: ${widths}`);
  page.assertFaultless();
});
