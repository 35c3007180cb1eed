// @ts-check

// Accessibility: axe-core finds nothing wrong in any state of the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Injected by the driver, since the page allows no foreign script. */
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** @type {("light" | "dark")[]} */
const SCHEMES = ["light", "dark"];
/** @type {[string, import("./lib/page.mjs").Visiting, string | false][]} */
const LOOKS = SCHEMES.flatMap((colorScheme) => [
  [`wide, ${colorScheme}`, { ...WIDE, colorScheme }, colorScheme === "dark" && WITHOUT.looks],
  [`narrow, ${colorScheme}`, { ...NARROW, colorScheme }, WITHOUT.phone],
]);
/** Long enough to be examined while it trains. */
const LONG = TINY.replace("epochs=1", "epochs=200");

/** Runs axe-core on the whole page as it is now, and fails with the rules and the elements that violate them. */
async function isAccessible(page, state) {
  if (!(await page.page.evaluate(() => "axe" in window))) await page.page.evaluate(AXE);
  const found = await page.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  });
  assert.deepEqual(found, [], state);
}

test("landmarks contain everything visible, keys drive no plain picture, and a result is announced once", async (t) => {
  const page = await visit(t, `${TINY.replace("epochs=1", "epochs=3")}&play=manifold`);
  await page.status("ready");
  const astray = await page.page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const isSeen = ({ textContent, parentElement }) =>
      textContent.trim() && parentElement.checkVisibility({ visibilityProperty: true }) && !parentElement.closest("[aria-hidden=true]");
    const landmarks = "header, main, nav, aside, [role=region], [role=complementary], [role=status]";
    return texts
      .filter(isSeen)
      .map(({ textContent, parentElement }) => !parentElement.closest(landmarks) && textContent)
      .filter(Boolean);
  });
  assert.deepEqual(astray, []);
  const inMain = await page.page.evaluate(() => ["settings", "play", "family"].map((id) => !!document.querySelector(`main #${id}`)));
  assert.deepEqual(inMain, [true, true, true]);

  const said = page.at("announcement");
  await page.until("the state to be said", () => document.querySelector('[data-testid="announcement"]').textContent === "Ready");
  await said.evaluate((region) => {
    window.said = [];
    new MutationObserver(() => window.said.push(region.textContent)).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await page.press("start");
  await page.status("finished");
  await page.until("the result to be said", () => window.said.at(-1)?.startsWith("Finished"));
  const words = await page.page.evaluate(() => window.said);
  const [ae, vae] = await Promise.all(["ae", "vae"].map((model) => page.number(`${model}-validation-loss`)));
  const result = `Finished after 3 epochs: validation loss ${ae.toPrecision(3)} for the AE, ${vae.toPrecision(3)} for the VAE.`;
  assert.deepEqual(
    words.filter((text) => text !== "Training"),
    [result],
  );
  assert.ok(words.length <= 2, words.join());

  const roles = () =>
    page.page.locator("canvas[tabindex]").evaluateAll((all) => Object.fromEntries(all.map(({ dataset, role }) => [dataset.testid, role])));
  const surfaces = ["pad", "latent-ae", "latent-vae", "manifold-ae", "manifold-vae"].map((testid) => [testid, "application"]);
  assert.deepEqual(await roles(), Object.fromEntries([...surfaces, ["loss-chart", "slider"]]));
  const chart = page.at("loss-chart");
  assert.match((await chart.getAttribute("aria-valuetext")) ?? "", /^epoch 3\.0\. AE: training [\d.]+, validation [\d.]+; VAE: /);
  await chart.focus();
  await page.page.keyboard.press("Home");
  await page.until(
    "the first epoch",
    (chart) => chart.getAttribute("aria-valuetext").startsWith("epoch 0.0."),
    await chart.elementHandle(),
  );
  assert.equal(await chart.getAttribute("aria-valuenow"), "0");
  page.assertFaultless();
});

test("forced colours keep the colours of the data and of the networks", { skip: WITHOUT.looks }, async (t) => {
  for (const colorScheme of SCHEMES) {
    const page = await visit(t, TINY, { forcedColors: "active", colorScheme });
    await page.status("ready");
    const { ground, dots, names, pressed } = await page.page.evaluate(() => {
      const style = (element) => getComputedStyle(element);
      const all = (selector) => [...document.querySelectorAll(selector)].map(style);
      return {
        ground: style(document.querySelector(".card")).backgroundColor,
        dots: all(".legend .dot").map(({ backgroundColor }) => backgroundColor),
        names: all(".numbers thead :is(.ae, .vae)").map(({ color }) => color),
        pressed: all(".loss [aria-pressed]").map(({ outlineStyle }) => outlineStyle),
      };
    });
    assert.equal(new Set([ground, ...dots]).size, 11, `${ground}: ${dots}`);
    assert.equal(new Set([ground, ...names]).size, 3, `${ground}: ${names}`);
    assert.deepEqual(pressed, ["solid", "none", "none", "solid", "none"]);
    page.assertFaultless();
  }
});

for (const [look, options, skip] of LOOKS) {
  test(`idle, training and finished, ${look}`, { skip }, async (t) => {
    const page = await visit(t, LONG, options);
    await page.status("ready");
    await isAccessible(page, "idle");
    await page.press("test-digit");
    await page.press("start");
    await page.status("training");
    await isAccessible(page, "training");
    await page.press("pause");
    await page.status("paused");
    await page.go(`${TINY}&run=1`);
    await page.status("finished");
    await page.press("test-digit");
    await isAccessible(page, "finished");
    page.assertFaultless();
  });

  test(`the menu of experiments, a study, the plane and a table, ${look}`, { skip }, async (t) => {
    const page = await visit(t, TINY, options);
    await page.status("ready");
    await (await page.inBar("experiments")).click();
    await page.at("experiment-table").waitFor();
    await isAccessible(page, "the menu of experiments");
    // The menu of experiments and, on a phone, the menu that contains it.
    for (const menu of ["#experiments-menu", "#more-menu"]) {
      if (await page.page.locator(`${menu}:popover-open`).count()) await page.page.keyboard.press("Escape");
    }
    for (const settings of ["study=pca", "study=sweep-1-2", "study=betas"]) {
      await page.go(`${TINY}&${settings}&run=1`);
      await page.reads("study-status", "finished");
      await isAccessible(page, settings);
    }
    for (const settings of ["data=spiral&noise=gaussian", "data=table"]) {
      await page.go(`${TINY}&${settings}&run=1`);
      await page.status("finished");
      await isAccessible(page, settings);
    }
    page.assertFaultless();
  });

  test(`the playground's tools and the lesson, ${look}`, { skip }, async (t) => {
    const page = await visit(t, `${TINY}&run=1`, options);
    await page.status("finished");
    await page.press("test-digit");
    for (const tool of ["explore", "manifold", "interpolate", "arithmetic", "generate", "digit"]) {
      await page.press(`play-${tool}`);
      await page.until("its pictures", () => /** @type {HTMLCanvasElement} */ (document.querySelector(".play canvas"))?.width > 0);
      await isAccessible(page, tool);
    }
    await (await page.inBar("lesson")).click();
    await page.at("lesson-body").waitFor();
    // A link that is scrolled out of sight would count as a skip link.
    await page.at("try-few").scrollIntoViewIfNeeded();
    await isAccessible(page, "the lesson");
    page.assertFaultless();
  });
}
