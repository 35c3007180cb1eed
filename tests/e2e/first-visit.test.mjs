// @ts-check

// A first visit: the page is usable before its trainer, then trains both networks on the CPU, and shows what they learn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { colours, draw, SIDE, shows, THREE } from "./lib/canvas.mjs";
import { noWebgpu, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Holds the trainer's program back until `release` is called. */
function heldTrainer() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let asked = 0;
  const prepare = (context) =>
    context.route("**/trainer_bg.wasm", async (route) => {
      asked += 1;
      await released;
      await route.continue();
    });
  return { prepare, release, asked: () => asked };
}

test("a visitor draws and changes settings before the trainer has loaded, then both networks learn on the CPU", async (t) => {
  const trainer = heldTrainer();
  const page = await visit(t, "backend=cpu&epochs=7", trainer);

  assert.equal(await page.text("status"), "loading");
  for (const testid of ["start", "step-epoch", "reset", "new-seed", "copy-link", "backend-select", "images-file"]) {
    assert.notEqual(await page.at(testid).getAttribute("aria-disabled"), "true", testid);
    assert.ok(await page.at(testid).isEnabled(), testid);
  }
  assert.equal(await colours(page, "pad-input"), 1, "nothing is drawn yet");
  await draw(page, THREE);
  await shows(page, "pad-input", 10);
  await page.set("epochs", 2);
  await page.address("epochs", 2);
  assert.equal(await page.text("status"), "loading");

  trainer.release();
  await page.status("ready");
  assert.equal(trainer.asked(), 1);
  assert.equal(await page.text("backend"), "cpu");
  assert.equal(await page.text("epoch"), "0");
  await shows(page, "pad-ae", 10);

  await page.press("start");
  const [aeFirst, vaeFirst] = await page.until("the losses of epoch 1", () => {
    const read = (testid) => document.querySelector(`[data-testid="${testid}"]`);
    return read("epoch").textContent === "1" && ["ae", "vae"].map((name) => Number(read(`${name}-train-loss`).dataset.value));
  });
  await page.status("finished");
  assert.equal(await page.text("epoch"), "2");
  assert.equal(await page.text("step"), String(2 * Math.ceil(8_000 / 128)));
  await page.losses();

  // The mean image, the best output of a network that has learned nothing, costs 206 nats and a squared error of 0.067.
  const read = (testid) => page.number(testid);
  for (const [name, first] of [
    ["ae", aeFirst],
    ["vae", vaeFirst],
  ]) {
    assert.ok(first < 400, `${name} begins at ${first}`);
    assert.ok((await read(`${name}-train-loss`)) < first - 20, `${name} falls from ${first}`);
    const validation = await read(`${name}-validation-loss`);
    assert.ok(validation > 120 && validation < 202, `${name} validation ${validation}`);
    const mse = await read(`${name}-test-mse`);
    assert.ok(mse > 0.03 && mse < 0.065, `${name} test ${mse}`);
  }
  const kl = await read("vae-kl");
  assert.ok(kl > 0.5 && kl < 20, `KL ${kl}`);

  const pictures = { reconstructions: 60, "loss-chart": 40, "latent-ae": 40, "latent-vae": 40, "pad-ae": 10, "pad-vae": 10 };
  for (const [testid, least] of Object.entries(pictures)) await shows(page, testid, least);
  const [originals, ...rebuilt] = await exhibits(page);
  for (const [i, name] of ["AE", "VAE"].entries()) {
    const row = rebuilt[i];
    const own = mean(row.map((digit, i) => difference(digit, originals[i])));
    const all = mean(row.flatMap((digit) => originals.map((original) => difference(digit, original))));
    const words = `${name}: ${own} from the original, ${all} from any digit`;
    t.diagnostic(words);
    assert.ok(own > 0.01 && own < 0.95 * all, words);
  }
  assert.match(await page.text("ms-per-step"), /^[\d.]+$/);
  assert.equal(await page.text("message"), "");
  page.assertFaultless();
});

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const difference = (a, b) => mean(a.map((value, i) => (value - b[i]) ** 2));

/** The three rows of ten digits, the originals first. */
async function exhibits(page) {
  const [width, height, pixels] = await page.at("reconstructions").evaluate((canvas) => {
    const { width, height } = canvas;
    return [width, height, [...canvas.getContext("2d").getImageData(0, 0, width, height).data]];
  });
  // Digits of 28 pixels with gaps of 2 between them.
  assert.deepEqual([width, height], [10 * 30 - 2, 3 * 30 - 2]);
  const grey = (x, y) => pixels[4 * (y * width + x)] / 255;
  const digit = (row, column) =>
    Array.from({ length: SIDE * SIDE }, (_, i) => grey(column * 30 + (i % SIDE), row * 30 + Math.floor(i / SIDE)));
  return [0, 1, 2].map((row) => Array.from({ length: 10 }, (_, column) => digit(row, column)));
}

test("training requested before the trainer has loaded starts once it has", async (t) => {
  const trainer = heldTrainer();
  const page = await visit(t, TINY, trainer);
  await page.press("start");
  assert.equal(await page.text("status"), "loading");
  trainer.release();
  await page.status("finished");
  await page.losses();
  page.assertFaultless();
});

test("without a hash the page is ready, on the CPU if there is no WebGPU, and its address contains its settings", async (t) => {
  const page = await visit(t, "", { prepare: noWebgpu });
  await page.status("ready");
  assert.equal(await page.text("backend"), "cpu");
  const address = await page.address("v", 1);
  const expected = { model: "both", backend: "auto", hidden: "256,64", latent: "2", loss: "bce", beta: "1", lr: "0.001" };
  for (const [key, value] of Object.entries(expected)) assert.equal(address[key], value, key);
  assert.equal(address.run, undefined);
  assert.equal(await page.text("message"), "");
  page.assertFaultless();
});
