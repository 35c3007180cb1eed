// What can go wrong on the way from the server, or in training itself: the page says so in words, and once it is mended it trains.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const MISSING = { status: 404, body: "not found" };
const CUT_OFF = { contentType: "application/wasm", body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9]) };

/** What the server answers instead of a file, how often, and a part of what the page says of it. */
const FAULTS = [
  ["the trainer's first script is missing", "trainer_loader.js", MISSING, 3, "stopped three times in a row"],
  ["the trainer's program is missing", "trainer_bg.wasm", MISSING, 3, "stopped three times in a row"],
  ["the trainer's program is cut off", "trainer_bg.wasm", CUT_OFF, 3, "stopped three times in a row"],
  ["the list of data is missing", "data/index.json", MISSING, 1, "index.json could not be fetched (the server answered 404)"],
  ["the list of data is damaged", "data/index.json", { body: "<html>" }, 1, "list of data files is damaged"],
  ["the data is missing", "data/*.gz", MISSING, 1, "could not be fetched (the server answered 404)"],
  ["the data is another file", "data/*.gz", { body: "<html>..." }, 2, "it is not an IDX images file"],
  ["the connection fails", "data/*.gz", null, 1, "Check the connection"],
];

for (const [fault, file, answer, times, words] of FAULTS) {
  test(`where ${fault}, the page says so, and Train, pressed at once, tries again`, async (t) => {
    const reply = (route) => (answer ? route.fulfill(answer) : route.abort());
    const prepare = async (context) => {
      await context.route(`**/${file}`, reply, { times });
      await context.addInitScript(pressStartOnFailure);
    };
    const page = await visit(t, TINY, { prepare });
    const said = await page.until("the failure", () => window.said);
    assert.ok(said.includes(words), said);
    await page.status("finished", LIMIT / 4);
    await page.losses();
  });
}

/** Runs in the page: keeps what the message says when the run fails, and presses Train in the same moment. */
function pressStartOnFailure() {
  const read = (testid) => document.querySelector(`[data-testid="${testid}"]`);
  new MutationObserver(() => {
    if (window.said || read("status")?.textContent !== "failed") return;
    window.said = read("message").textContent;
    read("start").click();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

test("a server that unpacks the data on its way makes no difference", async (t) => {
  const unpacked = async (route) => route.fulfill({ body: gunzipSync(await (await route.fetch()).body()) });
  const page = await visit(t, `${TINY}&run=1`, { prepare: (context) => context.route("**/data/*.gz", unpacked) });
  await page.status("finished");
  const losses = await page.losses();
  await page.context.close();
  const packed = await visit(t, `${TINY}&run=1`);
  await packed.status("finished");
  assert.deepEqual(await packed.losses(), losses);
});

test("a learning rate that is far too high stops the run in words, and a lower one trains", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=8&train=64&batch=8&epochs=100&lr=1&beta=100&loss=mse&run=1");
  await page.reads("status", "failed");
  await page.says("Lower the learning rate");
  await page.set("learning-rate", "0.001");
  await page.set("beta", 1);
  await page.set("epochs", 2);
  await page.press("reset");
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  const { "vae-train-loss": loss } = await page.losses();
  assert.ok(loss > 1 && loss < 784, `the loss is ${loss}`);
  page.assertFaultless();
});
