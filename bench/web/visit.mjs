// @ts-check

// One visit to one side's page, in a new browser.

import { withPage } from "./browsers.mjs";

/** A time limit in milliseconds: anything longer has failed. */
const LIMIT = 20 * 60_000;

/**
 * Opens a side's page and calls `ask`, a function that runs there, where `window.bench` is the side's interface. `watch` runs there
 * before anything else.
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
