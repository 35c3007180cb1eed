// @ts-check

// The page by keyboard alone: every control can be reached, shows the focus, and can be used.

import assert from "node:assert/strict";
import { test } from "node:test";
import { digit, pieces, shows } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

const focused = (page) => page.page.evaluate(() => document.activeElement?.getAttribute("data-testid"));

async function keys(page, ...names) {
  for (const name of names) await page.page.keyboard.press(name);
}

test("the tab key reaches every control, which shows that it has the focus", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const wanted = await page.page.evaluate(() => {
    /** @type {NodeListOf<HTMLInputElement>} */
    const all = document.querySelectorAll("button:not(.help), select, input, a[href], canvas[tabindex]");
    const seen = [...all].filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.disabled);
    for (const [i, control] of seen.entries()) control.dataset.turn = String(i);
    return seen.length;
  });
  const turns = new Set();
  const unseen = [];
  for (let i = 0; i <= wanted; i += 1) {
    await keys(page, "Tab");
    const { turn, name, isSeen } = await page.page.evaluate(() => {
      const control = /** @type {HTMLElement} */ (document.activeElement);
      // The element after a file input shows its focus, and the pad shows its canvas's.
      const around = [control, control.nextElementSibling, control.parentElement].filter((element) => element !== null);
      const isSeen = around.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      });
      return { turn: control.dataset.turn, name: control.dataset.testid ?? control.outerHTML, isSeen };
    });
    if (turn === undefined) continue;
    turns.add(turn);
    if (!isSeen) unseen.push(name);
  }
  assert.equal(turns.size, wanted);
  assert.deepEqual(unseen, []);
  page.assertFaultless();
});

test("skip links work, a key opens the help of its field, and the tab key skips help buttons", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  for (const [skip, goal] of [
    ["skip-input", "input"],
    ["skip-settings", "settings"],
    ["skip-play", "play"],
  ]) {
    await keys(page, "Tab");
    assert.equal(await focused(page), skip);
    assert.ok(await page.at(skip).evaluate((button) => getComputedStyle(button).opacity === "1"));
    await keys(page, "Enter");
    assert.equal(await page.page.evaluate(() => document.activeElement?.id), goal);
    await page.at(skip).focus();
  }

  const stops = await page.page.locator(".help").evaluateAll((all) => all.map((help) => help.tabIndex >= 0));
  assert.ok(stops.length > 20 && !stops.includes(true), stops.join());
  const open = () => page.page.evaluate(() => document.querySelector(":popover-open")?.id);
  const fields = [
    ["setting-batch", "F1"],
    ["setting-net", "F1"],
    ["setting-net", "?"],
    ["setting-data", "?"],
  ];
  for (const [field, key] of fields) {
    await page.at(field).focus();
    await keys(page, key);
    const help = await open();
    assert.equal(help, field.replace("setting", "help"), key);
    const described = (await page.at(field).getAttribute("aria-describedby")) ?? "";
    assert.ok(described.split(" ").includes(help), described);
    assert.equal(await focused(page), field);
    await keys(page, key);
    assert.equal(await open(), undefined);
  }
  await keys(page, "F1", "Tab");
  assert.equal(await open(), undefined, "who goes on has read it");
  page.assertFaultless();
});

test("arrow keys move through the menu of experiments, Enter opens one, Escape returns to its button", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  await page.at("experiments").focus();
  await keys(page, "ArrowDown");
  const order = await page.page.locator(".menu a").evaluateAll((links) => links.map((link) => link.dataset.testid));
  /** @type {[string, number][]} */
  const walk = [
    ["", 0],
    ["ArrowRight", 1],
    ["ArrowDown", 3],
    ["ArrowLeft", 2],
    ["ArrowUp", 0],
    ["ArrowUp", 0],
    ["End", order.length - 1],
    ["Home", 0],
  ];
  for (const [key, at] of walk) {
    if (key) await keys(page, key);
    assert.equal(await focused(page), order[at], key);
  }
  await keys(page, "Escape");
  assert.equal(await focused(page), "experiments");
  await keys(page, "Enter", "ArrowDown", "ArrowRight");
  const name = await page.page.locator(`[data-testid="${order[3]}"] strong`).textContent();
  await keys(page, "Enter");
  await page.reads("experiments", name);
  assert.equal(await focused(page), "experiments");
  page.assertFaultless();
});

test("a digit is drawn with arrow keys, and undone", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  await page.at("pad").focus();
  const times = (name, count) => Array(count).fill(name);
  await keys(page, ...times("ArrowUp", 6), "Enter", ...times("ArrowDown", 12), "Enter");
  await shows(page, "pad-input", 5);
  const one = await digit(page, "pad-input");
  assert.equal(pieces(one), 1);
  assert.match(await page.label("pad"), /one stroke$/);
  assert.match((await page.page.locator(".pad [aria-live]").textContent()) ?? "", /^Pen lifted, 10 across and 16 down of 20$/);

  const before = await page.snapshot("pad-input");
  await keys(page, ...times("ArrowRight", 6), "Enter", ...times("ArrowUp", 12), "Enter");
  await page.changes("pad-input", before);
  assert.equal(pieces(await digit(page, "pad-input")), 2);
  const two = await page.snapshot("pad-input");
  await keys(page, "Backspace");
  await page.changes("pad-input", two);
  assert.deepEqual(await digit(page, "pad-input"), one);

  await keys(page, "Space");
  await page.status("finished");
  page.assertFaultless();
});
