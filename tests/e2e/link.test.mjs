// @ts-check

// A link is a lesson: another page that opens it draws the same digit and trains to the same losses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { digit, draw, inked, shows, THREE } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

test("a copied link replays drawing, settings and losses in a second page, to the last bit", { skip: WITHOUT.clipboard }, async (t) => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const first = await visit(t, TINY, { permissions });
  await first.status("ready");
  const settings = { hidden: "24, 12", latent: 3, train: 640, batch: 50, epochs: 2, seed: 9, beta: 0.5, "learning-rate": 0.002 };
  for (const [key, value] of Object.entries(settings)) await first.set(key, value);
  await first.page.getByRole("group", { name: "Digits", exact: true }).getByRole("button", { name: "7" }).click();
  await draw(first, THREE);
  await first.press("start");
  await first.press("copy-link");
  await first.reads("copy-link", "Copied");
  const link = await first.page.evaluate(() => navigator.clipboard.readText());
  const address = new URLSearchParams(new URL(first.page.url()).hash.slice(1));
  const copied = new URLSearchParams(new URL(link).hash.slice(1));
  for (const [key, value] of copied) if (!["v", "end"].includes(key)) assert.equal(value, address.get(key), key);
  assert.ok(!copied.has("activation") && copied.get("latent") === "3", "what is as usual is left out");
  await first.status("finished");
  const losses = await first.losses();
  const drawn = await digit(first, "pad-input");
  assert.ok(inked(drawn) > 40, "the drawing is there");
  first.assertFaultless();
  await first.context.close();

  const second = await visit(t, link);
  await second.status("ready");
  await shows(second, "pad-input", 10);
  assert.deepEqual(await digit(second, "pad-input"), drawn);
  for (const [key, value] of Object.entries(settings)) {
    assert.equal(await second.at(`setting-${key}`).inputValue(), String(value));
  }
  const settled = await second.address("v", 1);
  assert.equal(settled.digits, "012345689", "the 7 is left out");
  await second.press("start");
  await second.status("finished");
  assert.deepEqual(await second.losses(), losses);
  assert.equal(await second.text("message"), "");
  second.assertFaultless();
});

test("settings in the query mean the same, and move from there to the hash", async (t) => {
  const site = await visit(t, `${TINY}&seed=1`);
  const { origin, pathname } = new URL(site.page.url());
  const page = await visit(t, `${origin}${pathname}?log=no&${TINY}&Latent=3&fbclid=x#seed=5.`);
  const address = await page.address("latent", 3);
  assert.equal(address.seed, "5");
  assert.equal(new URL(page.page.url()).search, "?log=no");
  assert.equal(await page.text("message"), "");
  page.assertFaultless();
});

test("a link that was cut off is reported", async (t) => {
  const page = await visit(t, `v=2&${TINY}&latent=3&lr=0.0`);
  await page.says("The link was cut off");
  assert.equal((await page.address("latent", 3)).lr, "0.001");
  page.assertFaultless();
});

test("an edited address changes the open page, and going back restores the old lesson", async (t) => {
  const page = await visit(t, `${TINY}&seed=1&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  await page.go(`${TINY}&seed=2&model=vae`);
  await page.status("ready");
  assert.equal(await page.at("setting-seed").inputValue(), "2");
  await page.press("start");
  await page.status("finished");
  assert.equal(await page.exact("ae-train-loss"), null, "the AE is not trained");
  assert.notEqual(await page.exact("vae-train-loss"), losses["vae-train-loss"]);

  await page.go(`${TINY}&seed=1&model=both&run=1`);
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  page.assertFaultless();
});
