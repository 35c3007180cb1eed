// @ts-check

// The browsers: Chrome (or a relative) and Firefox, started again for each page, with the driver of the tests.

import { program, start } from "../../tests/e2e/lib/launch.mjs";

const NAMES = { chromium: "Chromium", firefox: "Firefox" };
export const BROWSERS = Object.keys(NAMES);

const MISSING = {
  chromium: "CHROME names no browser",
  firefox: "there is no Firefox on the path, and FIREFOX names none",
};

/** The browsers that can be measured, and a note about each of the others. */
export function present(browsers) {
  const skipped = browsers.filter((browser) => !program(browser)).map((browser) => `Skipped: ${browser}: ${MISSING[browser]}.`);
  return [browsers.filter(program), skipped];
}

/** Opens an empty page in a new browser, does something with it, and closes both. */
export async function withPage(browser, act) {
  const started = await start(browser);
  try {
    const page = await started.newPage();
    page.setDefaultTimeout(60_000);
    return await act(page, started);
  } finally {
    await started.close();
  }
}

/** A browser's version, and the GPU that it offers. */
export async function describe(browser, url) {
  return withPage(browser, async (page, started) => {
    await page.goto(url);
    const gpu = await page.evaluate(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      return info && (info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "unnamed adapter");
    });
    return { version: `${NAMES[browser]} ${started.version().split(".")[0]}`, gpu: gpu ?? null };
  });
}
