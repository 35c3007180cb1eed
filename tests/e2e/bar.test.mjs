// @ts-check

// The bar: one line at every width, in which nothing is hidden, cut off or covered; controls that do not fit are behind “More”.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const [NARROWEST, WIDEST] = [320, 2560];
/** The width from which the lesson is beside the page, not over it. */
const DRAWER = 1200;
/** The longest texts that each place may show. */
const WORDS = {
  '[data-testid="status"]': "finished",
  '[data-testid="epoch"]': "500",
  ".last": "500",
  ".progress-note": "Stopped early; kept epoch 500",
  '[data-testid="start"] .reserve': "Resume",
  ".experiments-name": "Only reconstruction, only KL, both",
  '[data-testid="backend"]': "webgpu",
  '[data-testid="adapter"]': "nvidia geforce rtx 4090 laptop gpu (0x2757)",
};

/** Runs in the page: shows the longest texts, in the text nodes that the page itself updates. */
function say(words) {
  for (const [place, text] of Object.entries(words)) {
    const texts = document.createTreeWalker(document.querySelector(`.bar ${place}`), NodeFilter.SHOW_TEXT);
    /** @type {Text} */ (texts.nextNode()).data = text;
  }
}

/** Runs in the page: everything that is wrong with the bar now. */
function faults() {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const all = document.querySelectorAll(".bar :is(button, select, .status, .epochs, .progress-note, .track, .brand)");
  const shown = [...all].filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".popover"));
  const seen = shown.filter((element) => element.getBoundingClientRect().width > 1);
  const name = (element) => element.dataset.testid ?? element.className;
  const found = [];
  for (const needed of ["status", "epochs", "more-or-lesson", "start"]) {
    const is = { status: ".status", epochs: ".epochs", "more-or-lesson": ".more, .to-lesson", start: ".start" }[needed];
    if (!seen.some((element) => element.matches(is))) found.push(`no ${needed}`);
  }
  if (bar.height > 3.5 * rem + 1 || bar.left < 0 || bar.right > innerWidth) found.push(`the bar is ${bar.width} by ${bar.height}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const isInside = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  for (const [i, element] of seen.entries()) {
    const box = element.getBoundingClientRect();
    if (!isInside(box, bar)) found.push(`${name(element)} is not in the bar`);
    if (element.scrollWidth > element.clientWidth && element.clientWidth > 0) found.push(`${name(element)} is cut`);
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text && element.localName !== "select"; text = texts.nextNode()) {
      // Only for screen readers.
      if (text.parentElement?.clientWidth === 1) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
      // A text's box is higher than its letters.
      if (boxes.some(({ left, right }) => left < box.left - 1 || right > box.right + 1))
        found.push(`“${text.nodeValue}” leaves ${name(element)}`);
    }
    const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!element.contains(middle)) found.push(`${name(element)} lies under ${middle && name(middle)}`);
    for (const other of seen.slice(i + 1)) {
      const { left, right, top, bottom } = other.getBoundingClientRect();
      const overlap =
        Math.min(box.right, right) - Math.max(box.left, left) > 0.5 && Math.min(box.bottom, bottom) - Math.max(box.top, top) > 0.5;
      if (overlap && !element.contains(other)) found.push(`${name(element)} overlaps ${name(other)}`);
    }
  }
  return found;
}

test("from 320 to 2560 pixels the bar is one line, in which nothing is hidden, cut off or covered", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  // Otherwise the pictures would be repainted at every width.
  await page.page.evaluate(() => (document.querySelector("main").style.display = "none"));
  const wrong = [];
  const sweep = async (what, from, step) => {
    for (let width = from; width <= WIDEST; width += step) {
      await page.page.setViewportSize({ width, height: 800 });
      const found = await page.page.evaluate(faults);
      if (found.length) wrong.push(`${width} wide, ${what}: ${found.join("; ")}`);
    }
  };
  for (const size of ["", "large"]) {
    await page.page.evaluate((size) => document.documentElement.classList.toggle("large", size !== ""), size);
    await page.page.evaluate(say, WORDS);
    await sweep(size, NARROWEST, 20);
    await page.press("lesson");
    await page.at("lesson-body").waitFor();
    await sweep(`${size} with the lesson`, DRAWER, 80);
    await page.press("lesson");
  }
  assert.equal(wrong.join("\n"), "");
  page.assertFaultless();
});

test("on a phone “More” holds the rest: Escape closes it, and the focus goes in and back", { skip: WITHOUT.phone }, async (t) => {
  const page = await visit(t, TINY, PHONE);
  await page.status("ready");
  const rest = ["new-seed", "experiments", "lesson", "save", "backend", "theme", "copy-link", "more-step-epoch", "more-reset"];
  const isOpen = (is) =>
    page.until(
      `a menu that is ${is ? "open" : "closed"}`,
      ([is]) => {
        const more = document.querySelector('[data-testid="more"]');
        const isIn = document.querySelector("#more-menu").contains(document.activeElement);
        return more.ariaExpanded === String(is) && (is ? isIn : document.activeElement === more);
      },
      [is],
    );
  for (const testid of rest) assert.ok(!(await page.at(testid).isVisible()), testid);
  await page.at("more").press("Enter");
  await isOpen(true);
  for (const testid of rest) {
    const { x, y, width, height } = await boxOf(page.at(testid));
    assert.ok(x >= 0 && y >= 0 && x + width <= 390 && y + height <= 844, `${testid} at ${x}, ${y}`);
  }
  await page.page.keyboard.press("Escape");
  await isOpen(false);
  // Controls that train close it, so that the pictures are visible.
  await page.at("more").tap();
  await page.at("more-step-epoch").tap();
  await isOpen(false);
  await page.reads("epoch", 1);
  await page.at("more").tap();
  await page.at("theme").selectOption("dark");
  await page.at("backend").tap();
  await page.page.locator("#badge-words").waitFor();
  await page.page.keyboard.press("Escape");
  await isOpen(true);
  page.assertFaultless();
});

test("Train and Pause share one place, and the focus stays there", async (t) => {
  const page = await visit(t, TINY.replace("epochs=1", "epochs=500"));
  await page.status("ready");
  const place = await boxOf(page.at("start"));
  await page.at("start").press("Enter");
  await page.until("the focus on Pause", () => document.activeElement?.getAttribute("data-testid") === "pause");
  assert.ok(!(await page.at("start").isVisible()));
  assert.deepEqual(await boxOf(page.at("pause")), place);
  await page.status("training");
  await page.at("pause").press("Enter");
  await page.status("paused");
  await page.until("the focus on Resume", () => document.activeElement?.getAttribute("data-testid") === "start");
  page.assertFaultless();
});
