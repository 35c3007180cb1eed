// @ts-check

// Opens a page of wasm-bindgen's test runner, waits for its result, and prints its output.
//
//   node wasm-tests.mjs http://127.0.0.1:8000/
//
// `cargo xtask test` calls it once for each test program. It fails unless at least one test ran and none failed.

import { setTimeout as sleep } from "node:timers/promises";
import { launch } from "./lib/browser.mjs";

const LIMIT = 15 * 60_000;
const VERDICT = /test result: (\w+)\. (\d+) passed; (\d+) failed/;

const url = process.argv[2];
const browser = await launch();
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("crash", () => errors.push("the page crashed"));
  const messages = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  await page.goto(url);

  const output = await verdict(page, errors);
  console.log(output.trim());
  const [, word, passed, failed] = output.match(VERDICT) ?? [];
  const good = word === "ok" && Number(passed) > 0 && Number(failed) === 0;
  if (!good) {
    for (const line of [...errors, ...messages]) console.error(line);
    console.error(word ? "A browser test failed, or none ran." : "The browser tests came to no end.");
    process.exitCode = 1;
  }
} finally {
  await browser.close();
}

/** The text of the page, once it contains a result, an error stopped it, or the time is up. */
async function verdict(page, errors) {
  const end = Date.now() + LIMIT;
  for (;;) {
    const text =
      (await page
        .locator("#output")
        .textContent({ timeout: 10_000 })
        .catch(() => "")) ?? "";
    const stuck = errors.length > 0 || /Worker error/.test(text);
    if (VERDICT.test(text) || stuck || Date.now() > end) return text;
    await sleep(100);
  }
}
