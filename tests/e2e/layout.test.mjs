// @ts-check

// The layout: one screen on a laptop, one column on a phone, and readable in the dark.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const LINK = `${TINY}&run=1`;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
/** The size of a finger, with some tolerance for rounding, and how much of it must be free of neighbors (WCAG 2.5.8). */
const FINGER = { high: 40, free: 24 };

test("everything but “More settings” fits on a screen of 1440 by 900, and that is a press away", async (t) => {
  const page = await visit(t, LINK);
  await page.status("finished");
  const [width, bottom, family] = await page.page.evaluate(() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    return [document.documentElement.scrollWidth, box(".columns").bottom, box("#family").top];
  });
  assert.ok(width <= 1440, `${width} pixels wide`);
  assert.ok(bottom <= 900 && family >= 900, `the first screen ends at ${bottom}, “More settings” begins at ${family}`);
  for (const testid of ["start", "pad", "reconstructions", "loss-chart", "latent-ae", "latent-vae", "vae-kl", "backend-select"]) {
    const box = await boxOf(page.at(testid));
    const isInside = box && box.y >= 0 && box.y + box.height <= 900 && box.x >= 0 && box.x + box.width <= 1440;
    assert.ok(isInside, `${testid} at ${JSON.stringify(box)}`);
  }
  await page.press("more-settings");
  for (const testid of ["start", "setting-net", "setting-patience"]) {
    await page.until(
      `${testid} in sight`,
      (control) => {
        const { top, bottom } = control.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      },
      await page.at(testid).elementHandle(),
    );
  }
  page.assertFaultless();
});

test("on a phone nothing is wider than the screen, and every control responds over a finger's height", {
  skip: WITHOUT.phone,
}, async (t) => {
  const page = await visit(t, LINK, PHONE);
  await page.status("finished");
  const width = await page.page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
  assert.ok(width <= PHONE.viewport.width, `${width} pixels wide`);
  const low = await page.page.evaluate(lowControls, FINGER);
  assert.deepEqual(low, []);
  page.assertFaultless();
});

/** Runs in the page: the visible controls whose height is too small for a finger, or that others cover too much. */
function lowControls({ high, free }) {
  const controls = [...document.querySelectorAll("button, select, input:not([type=file]), label.file")];
  const measured = (control) => {
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const answers = (y) => control.contains(document.elementFromPoint(x, y));
    const far = (way) => [...Array(high).keys()].findIndex((i) => !answers(y + way * i));
    const reach = [1, -1].map(far).reduce((sum, far) => sum + (far < 0 ? high : far), 0);
    const name = control.dataset.testid ?? control.getAttribute("aria-label") ?? control.textContent.trim();
    return { name, height, reach };
  };
  const seen = { visibilityProperty: true, opacityProperty: true };
  const visible = controls.filter((control) => control.checkVisibility(seen));
  // A control may respond outside its border: a small symbol with a large target is enough.
  return visible.map(measured).filter(({ height, reach }) => Math.max(height, reach) < high || reach < free);
}

/** Runs in the page: the position of everything that should not move, by name. */
function places() {
  const all = document.querySelectorAll("section.card, .card h2, canvas, button, select, input:not([type=file]), dt, th");
  const shown = [...all].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".popover"));
  return shown.map((element, i) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    // Two controls share one place, and only one is visible.
    const name =
      element.closest(".start-or-pause")?.className.split(" ")[0] ??
      element.dataset.testid ??
      element.getAttribute("aria-labelledby") ??
      element.textContent.trim().slice(0, 12);
    return `${i} ${element.localName} ${name}: ${[x + scrollX, y + scrollY, width, height].map((value) => value.toFixed(1))}`;
  });
}

/** @type {[string, import("./lib/page.mjs").Visiting, string | false][]} */
const SCREENS = [
  ["a wide screen", {}, false],
  ["a phone", PHONE, WITHOUT.phone],
];

for (const [screen, options, skip] of SCREENS) {
  test(`on ${screen} nothing moves from idle to training to finished`, { skip }, async (t) => {
    const page = await visit(t, TINY.replace("epochs=1", "epochs=99"), options);
    await page.status("ready");
    const idle = await page.page.evaluate(places);
    await page.press("start");
    await page.until("ten epochs", () => Number(document.querySelector('[data-testid="epoch"]').textContent) >= 10);
    assert.deepEqual(await page.page.evaluate(places), idle);
    await page.status("finished");
    assert.deepEqual(await page.page.evaluate(places), idle);
    page.assertFaultless();
  });
}

/** The longest numbers that a run may have. */
const NUMBERS = {
  '[data-testid="ae-test-mse"]': "0.050499",
  '[data-testid="vae-test-mse"]': "0.057115",
  '[data-testid="step"]': "937500",
  '[data-testid="ms-per-step"]': "1230",
  ".speed div:nth-child(3) dd": "123,456",
  ".speed div:nth-child(4) dd": "12:34:56",
};

/** Runs in the page: the numbers that leave the card or overlap others, and how much wider than the screen the page is. */
function crowded(numbers) {
  for (const [place, text] of Object.entries(numbers)) {
    const texts = document.createTreeWalker(document.querySelector(`.numbers ${place}`), NodeFilter.SHOW_TEXT);
    /** @type {Text} */ (texts.nextNode()).data = text;
  }
  const card = document.querySelector(".numbers").getBoundingClientRect();
  /** @type {(element: HTMLElement) => [string, DOMRect]} */
  const measured = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [element.textContent, range.getBoundingClientRect()];
  };
  const texts = [...document.querySelectorAll(".numbers :is(td, th, dd, dt)")].map(measured);
  const seen = texts.filter(([, { width }]) => width > 0);
  const isOn = (one, other) =>
    Math.min(one.right, other.right) > Math.max(one.left, other.left) &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3;
  const outside = seen.filter(([, { left, right }]) => left < card.left || right > card.right).map(([text]) => `${text} leaves the card`);
  const pairs = seen.flatMap(([text, box], i) =>
    seen
      .slice(i + 1)
      .filter(([, other]) => isOn(box, other))
      .map(([other]) => `${text} on ${other}`),
  );
  const { scrollWidth } = document.documentElement;
  return [...outside, ...pairs, ...(scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide`] : [])];
}

/** The scale of large type, relative to the reader's own setting. */
function largeType() {
  const rules = ({ cssRules }) => [...cssRules].flatMap((rule) => (rule.cssRules?.length ? rules(rule) : rule));
  return [...document.styleSheets].flatMap(rules).find(({ selectorText }) => selectorText === ".large").style.fontSize;
}

test("large type, text of twice the size and a screen at 400% show every number completely", async (t) => {
  const page = await visit(t, LINK);
  await page.status("finished");
  const wrong = [];
  /** @type {[string, number, number][]} */
  const sizes = [
    ["100%", 1280, 800],
    ["125%", 1024, 768],
    ["125%", 320, 640],
    ["200%", 640, 800],
    ["100%", 320, 256],
  ];
  for (const [size, width, height] of sizes) {
    await page.page.setViewportSize({ width, height });
    await page.page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
    wrong.push(...(await page.page.evaluate(crowded, NUMBERS)).map((what) => `${width} by ${height} at ${size}: ${what}`));
  }
  assert.equal(wrong.join("\n"), "");
  // The reader's setting counts.
  await page.page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await page.go(`${TINY}&large=1`);
  await page.until("type a quarter larger", () => getComputedStyle(document.documentElement).fontSize === "20px");
  assert.equal(await page.page.evaluate(largeType), "125%");
  page.assertFaultless();
});

test("one network alone uses the room of both", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const width = async (testid) => (await boxOf(page.at(testid)))?.width ?? 0;
  const half = await width("latent-vae");
  await page.go(`${TINY}&model=vae&run=1`);
  await page.status("finished");
  for (const testid of ["latent-ae", "pad-ae", "ae-train-loss", "ae-test-mse"]) assert.ok(!(await page.at(testid).isVisible()), testid);
  for (const testid of ["pad-vae", "vae-train-loss", "vae-kl"]) assert.ok(await page.at(testid).isVisible(), testid);
  assert.ok((await width("latent-vae")) > 1.9 * half, `${half} pixels, and alone ${await width("latent-vae")}`);
  await page.until("two rows", (canvas) => canvas.height === 58, await page.at("reconstructions").elementHandle());
  await page.go(`${TINY}&model=ae&run=1`);
  await page.status("finished");
  for (const testid of ["latent-vae", "pad-vae", "vae-kl"]) assert.ok(!(await page.at(testid).isVisible()), testid);
  // On a narrow screen too, which had shown the other one.
  await page.page.setViewportSize({ width: 390, height: 844 });
  assert.ok(await page.at("latent-ae").isVisible());
  page.assertFaultless();
});

/** @type {["dark" | "light", (light: number) => boolean][]} */
const GROUNDS = [
  ["dark", (light) => light < 0.2],
  ["light", (light) => light > 0.8],
];

for (const [scheme, isRight] of GROUNDS) {
  test(`in a ${scheme} scheme the background is ${scheme} and the text stands out from it`, { skip: WITHOUT.looks }, async (t) => {
    const page = await visit(t, TINY, { colorScheme: scheme });
    const [ground, text] = await page.page.evaluate(() => {
      const lightness = (colour) => {
        const canvas = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"));
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return (
          canvas
            .getImageData(0, 0, 1, 1)
            .data.slice(0, 3)
            .reduce((sum, value) => sum + value, 0) / 765
        );
      };
      const colours = [document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor);
      const ground = colours.find((colour) => colour !== "rgba(0, 0, 0, 0)") ?? "white";
      return [lightness(ground), lightness(getComputedStyle(document.querySelector("h1")).color)];
    });
    assert.ok(isRight(ground), `the ground's lightness is ${ground}`);
    assert.ok(Math.abs(ground - text) > 0.5, `ground ${ground}, text ${text}`);
    page.assertFaultless();
  });
}
