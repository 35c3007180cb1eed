// The browsers: Chrome (or its siblings) and Firefox, each started anew for each page, by one driver.

import puppeteer from "puppeteer-core";
import { CHROMIUM_FLAGS, FIREFOX_PREFERENCES } from "../../tests/e2e/lib/flags.mjs";
import { onPath } from "../../tests/e2e/lib/programs.mjs";

export const BROWSERS = ["chromium", "firefox"];

/** The program that a browser is, or null: what CHROME or FIREFOX names, else Firefox on the path (xtask finds Chrome). */
function program(browser) {
  if (browser === "chromium") return process.env.CHROME || null;
  return process.env.FIREFOX || onPath("firefox") || onPath("firefox-esr");
}

const MISSING = {
  chromium: "CHROME names no browser",
  firefox: "there is no Firefox on the path, and FIREFOX names none",
};

/** Those of some browsers that can be measured, and what is said of the others. */
export function present(browsers) {
  const skipped = browsers.filter((browser) => !program(browser)).map((browser) => `Skipped: ${browser}: ${MISSING[browser]}.`);
  return [browsers.filter(program), skipped];
}

/** Opens an empty page in a browser of its own, does something with it, and closes both. */
export async function withPage(browser, act) {
  const started = await puppeteer.launch({
    browser: browser === "firefox" ? "firefox" : "chrome",
    executablePath: program(browser),
    headless: true,
    args: browser === "firefox" ? [] : CHROMIUM_FLAGS,
    extraPrefsFirefox: FIREFOX_PREFERENCES,
    // An emulated GPU takes minutes for what is asked at once.
    protocolTimeout: 0,
  });
  try {
    const [page] = await started.pages();
    page.setDefaultTimeout(60_000);
    return await act(page ?? (await started.newPage()), started);
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
    const [name, version] = (await started.version()).split("/");
    return { version: `${name[0].toUpperCase()}${name.slice(1)} ${version.split(".")[0]}`, gpu: gpu ?? null };
  });
}
