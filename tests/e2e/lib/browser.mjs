// @ts-check

// The browser for the tests, with pages that fail on errors invisible to a visitor: an uncaught error, or a request to another origin.

import assert from "node:assert/strict";
import { start } from "./launch.mjs";

/** BROWSER names the browser: firefox, otherwise Chromium. */
export const IS_FIREFOX = process.env.BROWSER === "firefox";

const inFirefox = (why) => IS_FIREFOX && `in Firefox: ${why}`;

/** Why a test is skipped that needs a feature missing from the browser's driver; false if it has the feature. */
export const WITHOUT = {
  phone: inFirefox("its driver knows neither touch nor a phone's viewport"),
  events: inFirefox("input comes through Chromium's own protocol"),
  outside: inFirefox("its driver's mouse cannot leave the page"),
  clipboard: inFirefox("its driver cannot read the clipboard"),
  looks: inFirefox("its driver sets neither the colour scheme nor reduced motion"),
  freezing: inFirefox("its driver cannot freeze a tab"),
  heap: inFirefox("its driver does not report a page's memory"),
  longTasks: inFirefox("it does not report long tasks"),
  disk: inFirefox("its driver lets a document from disk load modules, unlike the usual Firefox"),
  time: inFirefox("it would take a minute, and Chromium does the same"),
};

/**
 * Starts the browser that BROWSER names; CHROME or FIREFOX name its program (`cargo xtask test` sets them all).
 *
 * @param {Record<string, string | number | boolean>} [preferences]
 */
export function launch(preferences) {
  return start(IS_FIREFOX ? "firefox" : "chromium", preferences);
}

/**
 * Opens a page in its own context, without a service worker by default, because tests could not intercept its responses. `faults`
 * collects what must not happen; `assertClean` fails if anything did.
 *
 * @typedef {Awaited<ReturnType<typeof open>>} Opened
 *
 * @param {Pick<import("playwright-core").Browser, "newContext">} browser
 * @param {string} url
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  /** @type {string[]} */
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
