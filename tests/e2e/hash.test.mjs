// @ts-check

// A hash of any bytes opens the page: unusable parts are replaced and reported, never run, and training still works.

import assert from "node:assert/strict";
import { test } from "node:test";
import { noWebgpu, visits } from "./lib/page.mjs";

const visit = visits();

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789&=,%_-";
const scribble = Array.from({ length: 40_000 }, (_, i) => LETTERS[(i * i + 7 * i) % LETTERS.length]).join("");

/**
 * A hash, parts of the message about it, and the resulting settings of the page.
 *
 * @type {[string, string[], Record<string, string | undefined>][]}
 */
const BROKEN = [
  ["%", ["“%” is not a setting"], {}],
  ["%E0%A4%A&%00=%00&&&===", ["is not a setting of this page"], {}],
  ["latent=1e999&hidden=,,,&digits=", ["latent “1e999” is not a number that fits", "digits “”"], { latent: "2", digits: "0123456789" }],
  [
    "latent=-5&batch=0&epochs=100000&train=-1",
    ["latent “-5”", "batch “0” is out of bounds; 1 is used", "epochs “100000”"],
    { latent: "1", batch: "1", epochs: "500", train: "1" },
  ],
  ["lr=NaN&beta=Infinity", ["lr “NaN”", "beta “Infinity”"], { lr: "0.001", beta: "100" }],
  ["hidden=9999,1,2,3,4,5,6,7", ["asks for 8 hidden layers", "hidden “9999”"], { hidden: "1024,1,2,3" }],
  [
    "model=gan&backend=quantum&loss=hope&data=secret",
    ["model is “gan”", "backend is “quantum”", "loss is “hope”", "data is “secret”"],
    { model: "both", backend: "auto", loss: "bce" },
  ],
  ["data=own", ["which it cannot carry"], { data: "digits" }],
  ["v=999&beta=2", ["made by another version"], { beta: "2" }],
  ["draw=____", ["The drawing in the link is damaged"], { draw: undefined }],
  ["draw=%F0%9F%92%A9&seed=99999999999", ["drawing in the link is damaged", "seed “99999999999”"], { seed: "4294967295" }],
  ["model=<script>bad=1</script>", ["“<script>bad=1</script>”"], { model: "both" }],
  ["latent=<img src onerror=bad=1>&run=yes", ["“<img src onerror=bad=1>”", "run is “yes”"], { latent: "2", run: undefined }],
  ["__proto__=1&constructor=2&toString=3", ["“__proto__” is not a setting"], {}],
  [scribble, ["The link is too long"], { model: "both" }],
];

for (const [hash, words, settings] of BROKEN) {
  const name = hash.length > 60 ? `${hash.length} characters of noise` : `#${hash}`;
  test(`the hash ${name} gets a message, and training still works`, async (t) => {
    // If WebGPU is slow, its trial would take most of the time, fifteen times.
    const page = await visit(t, hash, { prepare: noWebgpu });
    for (const part of words) await page.says(part);
    assert.equal(await page.at("message").locator("*").count(), 0, "the message is text alone");
    assert.equal(await page.page.evaluate(() => window.bad), undefined, "nothing in the link is run");
    const address = await page.address("v", 1);
    for (const [key, value] of Object.entries(settings)) assert.equal(address[key], value, key);
    await page.status("ready");
    await page.trainTiny();
    assert.equal(await page.text("message"), "", "a good link takes the message away");
    page.assertFaultless();
  });
}

test("a broken hash typed into an open page gets a message too", async (t) => {
  const page = await visit(t, "backend=cpu", { prepare: noWebgpu });
  await page.go("latent=1e999&draw=____&x");
  for (const part of ["latent “1e999”", "drawing in the link is damaged", "“x” is not a setting"]) await page.says(part);
  await page.trainTiny();
  page.assertFaultless();
});

test("a link opened just before the page updates its address is not lost", async (t) => {
  const page = await visit(t, "backend=cpu", { prepare: noWebgpu });
  await page.page.evaluate(() => {
    const own = location.hash;
    location.hash = "backend=cpu&batch=77";
    // The page does this when it has not yet seen the link.
    history.replaceState(null, "", own);
  });
  assert.equal((await page.address("batch", 77)).batch, "77");
  assert.equal(await page.at("setting-batch").inputValue(), "77");
  page.assertFaultless();
});
