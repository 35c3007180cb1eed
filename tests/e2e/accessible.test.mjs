// What axe-core can find wrong for those who see, hear or point otherwise: nothing, in any state of the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Told to the page by the driver: the page itself takes in no script. */
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const LOOKS = ["light", "dark"].flatMap((colorScheme) => [
  [`wide, ${colorScheme}`, { ...WIDE, colorScheme }, colorScheme === "dark" && WITHOUT.looks],
  [`narrow, ${colorScheme}`, { ...NARROW, colorScheme }, WITHOUT.phone],
]);
/** Long enough to be looked at while it trains. */
const LONG = TINY.replace("epochs=1", "epochs=200");

/** Asks axe-core about the whole page as it is now, and fails with the rules and the elements that break them. */
async function isAccessible(page, state) {
  if (!(await page.page.evaluate(() => "axe" in window))) await page.page.evaluate(AXE);
  const found = await page.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  });
  assert.deepEqual(found, [], state);
}

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
    // The menu of experiments, and on a phone the one that it is in.
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
      await page.until("its pictures", () => document.querySelector(".play canvas")?.width > 0);
      await isAccessible(page, tool);
    }
    await (await page.inBar("lesson")).click();
    await page.at("lesson-body").waitFor();
    await isAccessible(page, "the lesson");
    page.assertFaultless();
  });
}
