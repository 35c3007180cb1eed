// The browser that tests drive, and pages in it that fail on what a visitor would never notice: an uncaught error, or a request
// that leaves the page's own origin.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "./flags.mjs";

/** Starts the browser that CHROME names (`cargo xtask test` sets it), or Playwright's own. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROME || undefined, args: CHROMIUM_FLAGS });
}

/**
 * Opens a page in a context of its own. `faults` collects what must not happen; `assertClean` fails if anything did.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext(options);
  const faults = [];
  const { origin } = new URL(url);
  // On the context, to see the requests of workers too.
  context.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith("http") && target.origin !== origin) faults.push(`left the origin: ${target.href}`);
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("crash", () => faults.push("the page crashed"));
  await page.goto(url);
  return {
    page,
    context,
    faults,
    assertClean: () => assert.deepEqual(faults, []),
    close: () => context.close(),
  };
}
