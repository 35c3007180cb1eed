// @ts-check

// What a user can report about an error: the log requested in the address, the details of a message, and a panic of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Opens the page with a query and collects its console output. */
async function logged(t, query, hash = `${TINY}&epochs=3&run=1`) {
  const page = await visit(t);
  const lines = [];
  // Without the browser's own messages.
  page.page.on("console", (message) => message.text().startsWith("Hourglass") && lines.push(message.text()));
  await page.page.goto(`${page.site.url}${query}#${hash}`);
  await page.at("status").waitFor({ timeout: LIMIT });
  await page.status("finished");
  return { page, lines };
}

test("with log=debug the console shows commands, events and states, and no epoch or step goes back", async (t) => {
  const { page, lines } = await logged(t, "?log=debug");
  for (const part of [
    /^Hourglass +\d+\.\d{3} s {2}cpu: started$/,
    /← cpu Ready, \d+ B$/,
    /→ cpu Prepare run 1, \d+ B$/,
    /← cpu Prepared run 1, \d+ B$/,
    /→ cpu Train, \d+ B$/,
    /state: training, was (loading|ready)$/,
    /← cpu Report run 1, epoch 3, step 6, \d+ B$/,
    /← cpu Finished run 1, \d+ B$/,
    /state: finished, was training$/,
  ]) {
    assert.ok(
      lines.some((line) => part.test(line)),
      `${part} is none of\n${lines.join("\n")}`,
    );
  }
  const reports = lines.flatMap((line) => /Report run 1, epoch (\d+), step (\d+)/.exec(line)?.slice(1, 3).map(Number) ?? []);
  for (let i = 2; i < reports.length; i += 1) assert.ok(reports[i] >= reports[i - 2], `${reports}`);
  page.assertFaultless();
});

test("without it the console shows nothing, and an unknown level gets only a hint", async (t) => {
  const { lines } = await logged(t, "");
  assert.deepEqual(lines, []);
  const other = await logged(t, "?log=loud");
  assert.equal(other.lines.length, 1);
  assert.match(other.lines[0], /log=debug/);
});

/** Labels without images: an error that changes nothing. */
async function complain(page) {
  const buffer = Buffer.from([0, 0, 8, 1, 0, 0, 0, 1, 7]);
  await page.at("labels-file").setInputFiles({ name: "labels", mimeType: "application/octet-stream", buffer });
  await page.says("These are labels.");
}

function assertDetails(text) {
  for (const part of [
    /^Hourglass \d+\.\d+\.\d+$/m,
    /^Message: These are labels\./m,
    /^Backend: cpu/m,
    /^Link: http:\/\/127\.0\.0\.1:\d+\/some\/sub\/path\/#.*hidden=8/m,
    /^Browser: Mozilla/m,
    /← cpu Finished run 1/,
  ]) {
    assert.match(text, part);
  }
}

test("the details of an error can be copied, and a plain note has none", async (t) => {
  const page = await visit(t, `${TINY}&run=1`, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.status("finished");
  assert.equal(await page.at("copy-details").count(), 0);
  await complain(page);
  await page.press("copy-details");
  await page.until("the word that it is copied", () =>
    document.querySelector('[data-testid="copy-details"]').textContent.includes("Copied"),
  );
  assertDetails(await page.page.evaluate(() => navigator.clipboard.readText()));
  await page.page.getByRole("button", { name: "Dismiss the message" }).click();
  await page.until("the button to go", () => !document.querySelector('[data-testid="copy-details"]'));
  page.assertFaultless();
});

test("if the clipboard is refused the details can be selected", async (t) => {
  const prepare = (context) =>
    context.addInitScript(() => {
      // The blank page before ours has no clipboard in some browsers.
      if (window.Clipboard) Clipboard.prototype.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      Document.prototype.execCommand = () => false;
    });
  const page = await visit(t, `${TINY}&run=1`, { prepare });
  await page.status("finished");
  await complain(page);
  await page.press("copy-details");
  await page.at("details").waitFor();
  assertDetails(await page.at("details").inputValue());
  page.assertFaultless();
});

test("a panic of the page is shown with its details, and its trainer is terminated", async (t) => {
  const page = await visit(t, `${TINY}&epochs=500&run=1`);
  await page.until("an epoch", () => Number(document.querySelector('[data-testid="epoch"]').textContent) > 0);
  // An element that other settings need is removed, which the page does not expect.
  await page.page.evaluate(() => {
    const create = Document.prototype.createElement;
    Document.prototype.createElement = () => {
      Document.prototype.createElement = create;
      throw new Error("refused by the test");
    };
    /** @type {HTMLSelectElement} */
    const data = document.querySelector('[data-testid="setting-data"]');
    data.value = "spiral";
    data.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.at("page-fault").waitFor({ timeout: LIMIT });
  assert.match(await page.text("page-fault"), /has hit an internal error and has stopped\. Reload the page/);
  const details = await page.at("page-fault").locator("textarea").inputValue();
  assert.match(details, /panicked at/);
  assert.match(details, /^Backend: cpu/m);
  assert.match(details, /← cpu Report run 1/);
  while (page.page.workers().length > 0) await new Promise((resolve) => page.page.workers()[0].once("close", resolve));
  const again = page.page.waitForEvent("load");
  await page.page.getByRole("button", { name: "Reload" }).click();
  await again;
  await page.at("status").waitFor({ timeout: LIMIT });
  assert.equal(await page.at("page-fault").count(), 0);
});
