// @ts-check

// The lesson beside the page, the tour on a first visit, and what a teacher's link adds and hides.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { boxOf, LIMIT, noWebgpu, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const isFocused = (page, testid) =>
  page.until(`the focus on ${testid}`, (testid) => document.activeElement?.getAttribute("data-testid") === testid, testid);

const chapter = async (page, number) => {
  await page.press("lesson-place");
  await page.press(`chapter-${number}`);
};

test("the lesson opens by mouse and by keyboard beside the page, keeps its place, and returns the focus", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const panel = page.at("lesson-panel");
  assert.ok(!(await panel.isVisible()));
  await page.press("lesson");
  await isFocused(page, "lesson-body");
  const [drawer, main] = [await boxOf(panel), await boxOf(page.page.locator(".columns"))];
  // Some browsers reserve room for a scroll bar.
  const [width, needed] = await page.page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
  assert.equal(drawer.x + drawer.width, width);
  assert.ok(main.x + main.width <= drawer.x, "the page stands beside it");
  assert.equal(needed, width);
  await chapter(page, 3);
  await isFocused(page, "lesson-body");
  await page.page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await isFocused(page, "lesson");

  await page.page.keyboard.press("Enter");
  await panel.waitFor();
  assert.match(await page.text("lesson-place"), /^3 of 11/);
  await page.press("chapter-next");
  assert.match(await page.text("lesson-place"), /^4 of 11/);
  await page.press("lesson-close");
  await panel.waitFor({ state: "hidden" });
  page.assertFaultless();
});

test("a question's link sets up the page, and asks before a run is discarded", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  await page.press("lesson");
  const link = page.at("try-few");
  assert.match((await link.getAttribute("href")) ?? "", /^#v=1&.*train=100&/);
  await link.click();
  await page.address("train", 100);
  assert.match(await page.text("experiment-note"), /memorized/);
  assert.ok(await page.at("lesson-panel").isVisible(), "the drawer stays");

  await page.go(`${TINY}&run=1`);
  await page.status("finished");
  await link.click();
  await page.at("experiment-question").waitFor();
  await page.press("experiment-no");
  await page.at("experiment-question").waitFor({ state: "hidden" });
  assert.equal(await page.text("status"), "finished");
  await link.click();
  await page.press("experiment-yes");
  await page.address("train", 100);
  page.assertFaultless();
});

test("the diagram of the reparameterization trick moves with its sliders", async (t) => {
  const page = await visit(t, TINY);
  await page.press("lesson");
  await chapter(page, 7);
  assert.equal(await page.text("reparam-z"), "z = 1.0 + 0.5 × 1.5 = 1.75");
  const bell = await page.at("reparam-bell").getAttribute("d");
  await page.at("reparam-mu").fill("-1");
  await page.at("reparam-sigma").fill("2");
  await page.at("reparam-epsilon").focus();
  await page.page.keyboard.press("ArrowLeft");
  assert.equal(await page.text("reparam-z"), "z = −1.0 + 2.0 × 1.4 = 1.80");
  assert.notEqual(await page.at("reparam-bell").getAttribute("d"), bell);
  page.assertFaultless();
});

test("on a phone the lesson is a sheet below the teacher's note, and a link returns to it", { skip: WITHOUT.phone }, async (t) => {
  const page = await visit(t, `${TINY}&title=Week%203&note=Read,%20then%20train.&lesson=open`, PHONE);
  await page.status("ready");
  const panel = page.at("lesson-panel");
  await panel.waitFor();
  const { x, y, width, height } = await boxOf(panel);
  assert.deepEqual([x, width, Math.round(y + height), Math.round(height)], [0, 390, 844, 464]);
  const note = await boxOf(page.at("teacher-note"));
  assert.ok(note.y + note.height <= y, "the note is in sight");
  await page.at("start").tap();
  await page.status("finished");
  assert.ok(await panel.isVisible(), "the page is in use beside it");
  const foot = await page.page.locator("#play").evaluate((play) => {
    scrollTo(0, document.documentElement.scrollHeight);
    return play.getBoundingClientRect().bottom;
  });
  assert.ok(foot <= y, `the page's end is at ${foot}, below the sheet's edge at ${y}`);
  await page.at("lesson-close").tap();
  await panel.waitFor({ state: "hidden" });
  await page.page.evaluate(() => scrollTo(0, 0));
  await (await page.inBar("lesson")).tap();
  await page.at("lesson-place").tap();
  await page.at("chapter-11").tap();
  const wide = await page.at("lesson-body").evaluate((body) => body.scrollWidth - body.clientWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide`);
  await page.at("try-one-number").tap();
  await page.at("experiment-yes").tap();
  await panel.waitFor({ state: "hidden" });
  await page.address("latent", 1);
  await (await page.inBar("lesson")).tap();
  assert.match(await page.text("lesson-place"), /^11 of 11/);
  page.assertFaultless();
});

test("a first visit shows a tour beside the page, once, and again on request", async (t) => {
  const page = await visit(t, "", { prepare: noWebgpu });
  const card = page.at("tour-card");
  await card.waitFor();
  for (const step of [1, 2, 3, 4, 5]) {
    assert.equal(await page.text("tour-step"), `${step} of 5`);
    const { x, y, width, height } = await boxOf(card);
    assert.ok(x >= 0 && y >= 0 && x + width <= 1440 && y + height <= 900, `step ${step} at ${x}, ${y}`);
    assert.equal(await page.page.locator(".toured").count(), 1);
    if (step === 2) await page.press("step-epoch");
    await page.press("tour-next");
  }
  assert.equal(await card.count(), 0);

  // No hash and still no tour: it was seen.
  await page.page.goto("about:blank");
  await page.page.goto(page.site.url);
  await page.at("status").waitFor();
  assert.equal(await card.count(), 0);
  await page.press("lesson");
  await page.press("tour");
  await isFocused(page, "tour-next");
  await page.page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  page.assertFaultless();
});

test("a link shows no tour, and Skip ends a tour", { skip: WITHOUT.phone }, async (t) => {
  const linked = await visit(t, TINY);
  assert.equal(await linked.at("tour-card").count(), 0);
  const page = await visit(t, "", { prepare: noWebgpu, ...PHONE });
  await page.at("tour-skip").tap();
  await page.at("tour-card").waitFor({ state: "detached" });
  page.assertFaultless();
});

test("a teacher's link shows its texts as text, hides parts, and locks the settings", async (t) => {
  const title = "<b onclick=bad=1>Week 3</b>";
  const note = "<img src=x onerror=bad=1>\nDraw a 7.";
  const words = `title=${encodeURIComponent(title)}&note=${encodeURIComponent(note)}`;
  const page = await visit(t, `${TINY}&${words}&hide=draw,numbers,finer,experiments&lock=1&large=1&lesson=open`);
  await page.status("ready");
  assert.equal(await page.text("teacher-title"), title);
  assert.equal(await page.text("teacher-note"), note);
  assert.equal(await page.page.locator("[data-testid^=teacher-] *").count(), 0);
  assert.equal(await page.page.evaluate(() => window.bad), undefined);
  for (const testid of ["pad", "ae-train-loss", "setting-net", "experiments"]) {
    assert.ok(!(await page.at(testid).isVisible()), testid);
  }
  assert.ok(await page.at("latent-ae").isVisible());
  for (const testid of ["setting-latent", "setting-data"]) assert.ok(await page.at(testid).isDisabled(), testid);
  assert.ok(await page.at("lesson-panel").isVisible());
  assert.equal(await page.page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "20px");
  const [tab] = await Promise.all([page.page.context().waitForEvent("page"), page.press("try-few")]);
  await tab.getByTestId("status").waitFor({ timeout: LIMIT });
  assert.equal(await tab.getByTestId("setting-train").inputValue(), "100", "a page of its own");
  assert.ok(await tab.getByTestId("setting-latent").isEnabled(), "without the lock");
  await tab.close();
  assert.ok(await page.at("lesson-panel").isVisible());
  assert.equal(await page.text("message"), "");
  assert.equal(await page.at("setting-train").inputValue(), "64");
  await page.press("start");
  await page.status("finished");
  await page.set("epochs", 2);
  await page.press("start");
  await page.reads("epoch", "2");
  page.assertFaultless();
});

test("a teacher sets up a page, and the copied link contains the changes", { skip: WITHOUT.clipboard }, async (t) => {
  const page = await visit(t, TINY, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.status("ready");
  await page.press("lesson");
  await page.press("teachers");
  await page.at("teacher-title-input").fill("Week 3 & <more>");
  await page.at("teacher-note-input").fill("Train first.\nThen draw.");
  assert.equal(await page.text("teacher-title"), "Week 3 & <more>");
  await page.at("teacher-hide-reconstructions").check();
  assert.ok(!(await page.at("reconstructions").isVisible()));
  await page.at("teacher-lock").check();
  await page.press("teacher-copy");
  await page.reads("teacher-copy", "Copied");
  const link = await page.page.evaluate(() => navigator.clipboard.readText());

  const other = await visit(t, link);
  assert.equal(await other.text("teacher-title"), "Week 3 & <more>");
  assert.equal(await other.text("teacher-note"), "Train first.\nThen draw.");
  assert.ok(!(await other.at("reconstructions").isVisible()));
  assert.ok(await other.at("setting-seed").isDisabled());
  assert.equal(await other.text("message"), "");
  page.assertFaultless();
  other.assertFaultless();
});
