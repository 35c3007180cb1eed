// @ts-check

// The pad: a drawn digit reaches the networks in the form of MNIST's digits, whatever the speed and the tool.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { centreOfMass, digit, draw, drawByTouch, frames, inked, onPad, pieces, SIDE, shows, THREE } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

const TOUCH = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
/** @type {[string, import("./lib/page.mjs").Visiting, (visit: import("./lib/page.mjs").Visit, places: number[][]) => Promise<void>, (string | false)?][]} */
const TOOLS = [
  ["the mouse", {}, draw],
  ["the mouse on a screen of double density", { deviceScaleFactor: 2 }, draw],
  ["a finger on a phone", TOUCH, drawByTouch, WITHOUT.phone],
];

for (const [tool, options, drawWith, skip = false] of TOOLS) {
  test(`a 3 drawn with ${tool} is centred within a pixel and rebuilt by both networks`, { skip }, async (t) => {
    const page = await visit(t, TINY, options);
    // Small and in a corner, so that the page has to scale and centre it.
    await drawWith(
      page,
      THREE.map(([x, y]) => [0.05 + 0.4 * x, 0.5 + 0.45 * y]),
    );
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

test("undo removes the last stroke, clear all of them, and an empty pad leaves three blank pictures", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const stroke = async (places) => {
    await draw(page, places);
    await page.changes("pad-input", last);
    last = await page.snapshot("pad-input");
    return digit(page, "pad-input");
  };
  let last = await page.snapshot("pad-input");
  const one = await stroke([
    [0.3, 0.2],
    [0.3, 0.8],
  ]);
  const two = await stroke([
    [0.7, 0.2],
    [0.7, 0.8],
  ]);
  assert.deepEqual([pieces(one), pieces(two)], [1, 2]);

  await page.page.getByRole("button", { name: "Undo" }).click();
  await page.changes("pad-input", last);
  assert.deepEqual(await digit(page, "pad-input"), one);
  await shows(page, "pad-vae", 10);

  await page.press("clear-pad");
  for (const testid of ["pad-input", "pad-ae", "pad-vae", "pad"]) {
    await page.until(
      `${testid} to be blank`,
      (canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.every((value, i) => value === data[i % 4]);
      },
      await page.at(testid).elementHandle(),
    );
  }
  // The address is updated a little later than the pad.
  await page.until("nothing to be left in the address", () => location.hash.includes("v=1") && !location.hash.includes("draw="));
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
  await draw(page, [
    [0.1, 0.9],
    [0.9, 0.95],
  ]);
  await page.changes("pad-input", picture);
  await page.until("both strokes in the address", inAddress, one);
  const before = await digit(page, "pad-input");
  await page.reload();
  await page.status("ready");
  await shows(page, "pad-input", 10);
  assert.deepEqual(await digit(page, "pad-input"), before);
  page.assertFaultless();
});

test("two distant events make one line, and a stroke that leaves the pad can come back", { skip: WITHOUT.outside }, async (t) => {
  const page = await visit(t, TINY);
  await draw(
    page,
    [
      [0.1, 0.1],
      [0.9, 0.9],
    ],
    1,
  );
  await shows(page, "pad-input");
  const diagonal = await digit(page, "pad-input");
  assert.equal(pieces(diagonal), 1);
  for (let i = 6; i < 22; i += 1) assert.ok(diagonal[i * SIDE + i] > 200, `ink at ${i}, ${i}`);

  await page.press("clear-pad");
  await draw(
    page,
    [
      [0.2, 0.5],
      [-0.3, 0.5],
      [-0.3, 0.8],
      [0.8, 0.8],
    ],
    1,
  );
  await shows(page, "pad-input");
  assert.equal(pieces(await digit(page, "pad-input")), 1);
  assert.match(await page.label("pad"), /one stroke/);
  page.assertFaultless();
});

test("a stroke drawn while the page is busy keeps its corners", { skip: WITHOUT.events }, async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const corners = [
    [0.1, 0.2],
    [0.9, 0.2],
    [0.1, 0.8],
    [0.9, 0.8],
  ];
  const places = await onPad(page, corners);
  const session = await page.context.newCDPSession(page.page);
  const mouse = (type, [x, y]) => session.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: 1, clickCount: 1 });
  await page.page.evaluate(() => {
    window.moves = 0;
    addEventListener("pointermove", () => (window.moves += 1));
  });
  await mouse("mousePressed", places[0]);
  const busy = page.page.evaluate(() => {
    for (const end = performance.now() + 1_000; performance.now() < end; );
  });
  // Not awaited one by one: they are queued together, and the browser merges them into one event.
  await Promise.all([busy, ...places.slice(1).map((place) => mouse("mouseMoved", place))]);
  await mouse("mouseReleased", places[places.length - 1]);
  await shows(page, "pad-input");
  assert.ok((await page.page.evaluate(() => window.moves)) < places.length, "the browser made one event of several");
  const input = await digit(page, "pad-input");
  assert.equal(pieces(input), 1);
  const columns = (row) => [...Array(SIDE).keys()].filter((column) => input[row * SIDE + column] > 40).length;
  const widths = [...Array(SIDE).keys()].map(columns);
  // A Z: only its two bars are wide, and both corners exist.
  const widest = (from, to) => Math.max(...widths.slice(from, to));
  const [upper, middle, lower] = [widest(0, 10), widest(12, 16), widest(18)];
  assert.ok(upper >= 18 && middle <= 10 && lower >= 18, `widths of the rows: ${widths}`);
  page.assertFaultless();
});

/** @type {[string, () => unknown][]} */
const SCALED = [
  ["zoomed in by half", () => (document.documentElement.style.zoom = "1.5")],
  ["shown at four fifths", () => Object.assign(document.body.style, { transform: "scale(0.8)", transformOrigin: "0 0" })],
];

for (const [how, scale] of SCALED) {
  test(`a stroke in the middle of the pad is drawn there on a page that is ${how}`, async (t) => {
    const page = await visit(t, TINY);
    await page.page.evaluate(scale);
    await frames(page);
    // In the page's own coordinates: a driver may use other pixels.
    const { x, y, width, height } = await page.at("pad").evaluate((canvas) => {
      canvas.scrollIntoView({ block: "center" });
      return canvas.getBoundingClientRect().toJSON();
    });
    const { mouse } = page.page;
    await mouse.move(x + 0.3 * width, y + height / 2);
    await mouse.down();
    await mouse.move(x + 0.7 * width, y + height / 2, { steps: 4 });
    await mouse.up();
    await strokes(page, "with one stroke");
    const { left, top, right, bottom } = await ink(page);
    assert.ok(Math.abs((left + right) / 2 - 0.5) < 0.02 && Math.abs((top + bottom) / 2 - 0.5) < 0.02, `${[left, top, right, bottom]}`);
    assert.ok(Math.abs(right - left - 0.455) < 0.03, `from ${left} to ${right}`);
    page.assertFaultless();
  });
}

test("the right mouse button erases strokes, and Ctrl+Z and Ctrl+Y go back and forth", async (t) => {
  const page = await visit(t, TINY);
  const { mouse, keyboard } = page.page;
  await draw(page, [
    [0.3, 0.2],
    [0.3, 0.8],
  ]);
  await draw(page, [
    [0.7, 0.2],
    [0.7, 0.8],
  ]);
  await strokes(page, "with 2 strokes");
  await page.page.evaluate(() => {
    window.menus = 0;
    addEventListener("contextmenu", (event) => (window.menus += event.defaultPrevented ? 0 : 1));
  });
  const [from, to] = await onPad(page, [
    [0.5, 0.5],
    [0.9, 0.5],
  ]);
  await mouse.move(...from);
  await mouse.down({ button: "right" });
  await mouse.move(...to, { steps: 3 });
  await mouse.up({ button: "right" });
  await strokes(page, "with one stroke");
  assert.ok((await ink(page)).right < 0.4, "the other one is left");
  assert.equal(await page.page.evaluate(() => window.menus), 0, "no menu opens");

  for (const [key, left] of [
    ["Control+z", "with 2 strokes"],
    ["Control+z", "with one stroke"],
    ["Control+y", "with 2 strokes"],
    ["Control+Shift+z", "with one stroke"],
    ["Meta+z", "with 2 strokes"],
  ]) {
    await keyboard.press(key);
    await strokes(page, left);
  }
  await page.page.evaluate(() => document.body.appendChild(document.createElement("textarea")).focus());
  await keyboard.press("Control+z");
  await frames(page);
  await strokes(page, "with 2 strokes");
  page.assertFaultless();
});

test("a pen draws while a palm lies on the pad and erases with its other end, and two fingers leave no ink", async (t) => {
  const page = await visit(t, TINY);
  await pointers(
    page,
    ["down", "touch", 11, 0.9, 0.9],
    ["move", "touch", 11, 0.8, 0.9],
    ["down", "pen", 12, 0.2, 0.3],
    ["move", "touch", 11, 0.5, 0.9],
    ["move", "pen", 12, 0.2, 0.6],
    ["down", "touch", 13, 0.6, 0.2],
    ["up", "pen", 12, 0.2, 0.6],
    ["up", "touch", 11, 0.5, 0.9],
    ["up", "touch", 13, 0.6, 0.2],
  );
  await strokes(page, "with one stroke");
  const { right, bottom } = await ink(page);
  assert.ok(right < 0.3 && bottom < 0.7, `the pen's ink reaches to ${right}, ${bottom}`);

  await pointers(
    page,
    ["down", "touch", 14, 0.4, 0.5],
    ["move", "touch", 14, 0.4, 0.6],
    ["down", "touch", 15, 0.7, 0.5],
    ["move", "touch", 14, 0.4, 0.8],
    ["move", "touch", 15, 0.7, 0.8],
    ["up", "touch", 14, 0.4, 0.8],
    ["up", "touch", 15, 0.7, 0.8],
  );
  await frames(page);
  await strokes(page, "with one stroke");

  await pointers(page, ["down", "pen", 16, 0.1, 0.5, 5, 32], ["move", "pen", 16, 0.4, 0.5, -1, 32], ["up", "pen", 16, 0.4, 0.5, 5, 0]);
  await strokes(page, ", empty");
  page.assertFaultless();
});

test("after a stroke of 2,600 points there is room for the next, and the address stays short", async (t) => {
  const page = await visit(t, TINY);
  const spiral = [...Array(2_600).keys()].map((i) => [
    0.5 + (0.05 + i / 6_500) * Math.cos(i / 200),
    0.5 + (0.05 + i / 6_500) * Math.sin(i / 200),
  ]);
  const stroke = (id, places) => [
    ["down", "touch", id, ...places[0]],
    ...places.slice(1).map((place) => ["move", "touch", id, ...place]),
    ["up", "touch", id, ...places.at(-1)],
  ];
  await pointers(page, ...stroke(21, spiral));
  await strokes(page, "with one stroke");
  const [from, to] = await onPad(page, [
    [0.1, 0.95],
    [0.9, 0.95],
  ]);
  await page.page.mouse.move(...from);
  await page.page.mouse.down();
  await page.page.mouse.move(...to, { steps: 5 });
  await page.page.mouse.up();
  await strokes(page, "with 2 strokes");
  const { left, right, bottom } = await ink(page);
  assert.ok(left < 0.12 && right > 0.88 && bottom > 0.94, `ink to ${left}, ${right}, ${bottom}`);
  const length = await page.until("both strokes in the address", () => {
    const { length } = location.hash.match(/&draw=([\w-]+)/)?.[1] ?? "";
    return length < 700 && length;
  });
  t.diagnostic(`${length} letters`);
  assert.equal(await page.at("pad").evaluate((canvas) => getComputedStyle(canvas).touchAction), "pinch-zoom");
  page.assertFaultless();
});

test("two fingers on the pad zoom the page and leave no ink", { skip: WITHOUT.phone || WITHOUT.events }, async (t) => {
  const page = await visit(t, TINY, TOUCH);
  await page.at("pad").scrollIntoViewIfNeeded();
  const session = await page.context.newCDPSession(page.page);
  const middle = await onPad(page, [[0.5, 0.5]]);
  const fingers = (apart) => [-1, 1].map((side, id) => ({ x: middle[0][0] + side * apart, y: middle[0][1], id }));
  const touch = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", fingers(20).slice(0, 1));
  await touch("touchStart", fingers(20));
  for (let apart = 25; apart <= 100; apart += 5) {
    await touch("touchMove", fingers(apart));
    await frames(page);
  }
  await touch("touchEnd", []);
  await page.until("a larger page", () => (visualViewport?.scale ?? 1) > 1.2);
  await strokes(page, ", empty");
  page.assertFaultless();
});

/** Waits until the pad's description gives this number of strokes. */
function strokes(page, words) {
  const question = (words) => document.querySelector('[data-testid="pad"]').getAttribute("aria-label")?.endsWith(words);
  return page.until(`a pad ${words}`, question, words);
}

/** The extent of the ink on the pad, as fractions of its sides. */
async function ink(page) {
  await frames(page);
  return page.at("pad").evaluate((canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const inked = [...Array(width * height).keys()].filter((i) => data[4 * i + 3] > 128);
    const reach = (of, whole) => inked.reduce(([least, most], i) => [Math.min(least, of(i)), Math.max(most, of(i) + 1)], [whole, 0]);
    const [left, right] = reach((i) => i % width, width).map((at) => at / width);
    const [top, bottom] = reach((i) => Math.floor(i / width), height).map((at) => at / height);
    return { left, top, right, bottom };
  });
}

/** Sends the pad pointer events that no driver supports: event, pointer type, id, place from 0 to 1, buttons. */
function pointers(page, ...events) {
  return page.at("pad").evaluate((canvas, events) => {
    const { x, y, width, height } = canvas.getBoundingClientRect();
    for (const [what, pointerType, pointerId, across, down, button = what === "move" ? -1 : 0, buttons = what === "up" ? 0 : 1] of events) {
      const [clientX, clientY] = [x + across * width, y + down * height];
      const options = { pointerType, pointerId, clientX, clientY, button, buttons, bubbles: true, cancelable: true };
      canvas.dispatchEvent(new PointerEvent(`pointer${what}`, options));
    }
  }, events);
}
