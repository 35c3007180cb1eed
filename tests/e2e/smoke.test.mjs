// The built site loads from a sub-path, asks for nothing that is not there, and never leaves its origin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser, site;
before(async () => {
  site = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("the page loads from a sub-path", async () => {
  const { page, assertClean, close } = await open(browser, site.url);
  await page.waitForLoadState("networkidle");
  assert.notEqual(await page.title(), "");
  assertClean();
  assert.deepEqual(site.missing.filter((path) => !path.endsWith("/favicon.ico")), []);
  await close();
});
