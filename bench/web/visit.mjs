// @ts-check

// One visit to one side's page, in a browser of its own.

import { withPage } from "./browsers.mjs";

/** Nothing takes this long, in milliseconds: what does has failed. */
const LIMIT = 20 * 60_000;

/**
 * Opens a side's page and asks it something: a function that runs there, where `window.bench` is what the side offers. `watch` runs
 * there first of all.
 */
export function visit(browser, url, ask, argument, watch) {
  return withPage(browser, async (page) => {
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    if (watch) await page.addInitScript(watch);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT / 60_000} minutes`)), LIMIT);
    });
    try {
      await page.goto(url);
      await page.waitForFunction(() => window.bench);
      return await Promise.race([page.evaluate(ask, argument), late]);
    } catch (error) {
      throw new Error([error.message, ...faults].join("; "), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  });
}
