// @ts-check

// The controls of training: pause and resume, one epoch, reset, another seed, other rates during training.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shows } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** A few seconds of training: 120 steps an epoch. */
const LINK = "backend=cpu&hidden=32&latent=2&train=1920&batch=16&digits=0123";
const STEPS = 120;

test("a pause stops the steps, and a paused run ends with the same losses as one without a pause", async (t) => {
  const page = await visit(t, `${LINK}&epochs=6&run=1`);
  await page.until("the second epoch", () => Number(document.querySelector('[data-testid="step"]').textContent) > 120);
  await page.press("pause");
  await page.status("paused");
  const steps = await page.page.evaluate(async () => {
    const step = () => document.querySelector('[data-testid="step"]').textContent;
    const seen = new Set([step()]);
    // Real time matters here: for half a second nothing may happen.
    for (const end = performance.now() + 500; performance.now() < end; seen.add(step())) await new Promise(requestAnimationFrame);
    return [...seen].map(Number);
  });
  assert.equal(steps.length, 1, `steps ${steps}`);
  assert.ok(steps[0] > STEPS && steps[0] < 6 * STEPS, `paused at step ${steps[0]}`);
  assert.equal(await page.text("status"), "paused");

  await page.press("start");
  await page.status("finished");
  assert.equal(await page.text("step"), String(6 * STEPS));
  const paused = await page.losses();

  await page.press("reset");
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  assert.deepEqual(await page.losses(), paused);
  page.assertFaultless();
});

test("“1 epoch” trains exactly one, and reset returns to the same initial weights", async (t) => {
  const page = await visit(t, `${LINK}&epochs=3`);
  await page.status("ready");
  const epochs = [];
  for (const epoch of [1, 2]) {
    await page.press("step-epoch");
    await page.status("paused");
    assert.equal(await page.text("epoch"), String(epoch));
    assert.equal(await page.text("step"), String(epoch * STEPS));
    epochs.push(await page.losses());
  }
  assert.notDeepEqual(epochs[0], epochs[1]);

  await page.press("reset");
  await page.status("ready");
  assert.equal(await page.text("epoch"), "0");
  assert.equal(await page.text("step"), "0");
  assert.equal(await page.exact("ae-train-loss"), null, "the old losses are gone");
  await page.press("step-epoch");
  await page.status("paused");
  assert.deepEqual(await page.losses(), epochs[0]);
  page.assertFaultless();
});

test("a new seed changes the address and the losses", async (t) => {
  const page = await visit(t, `${TINY}&seed=41&run=1`);
  await page.status("finished");
  const before = await page.losses();
  await page.press("new-seed");
  const { seed } = await page.address("seed", 42);
  assert.equal(seed, "42");
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  const after = await page.losses();
  for (const [testid, value] of Object.entries(before)) assert.notEqual(after[testid], value, testid);
  page.assertFaultless();
});

test("learning rate, beta and epochs change during training, without a restart", async (t) => {
  const page = await visit(t, `${LINK}&epochs=500&run=1`);
  await page.until("the second epoch", () => Number(document.querySelector('[data-testid="step"]').textContent) > 120);
  const kl = await page.number("vae-kl");
  const step = Number(await page.text("step"));
  await page.set("beta", 100);
  await page.set("learning-rate", "0.002");
  assert.equal(await page.text("status"), "training");
  assert.ok(Number(await page.text("step")) >= step, "it goes on from where it was");
  const epochs = Number(await page.text("epoch")) + 30;
  await page.set("epochs", epochs);
  await page.status("finished");
  assert.equal(await page.text("epoch"), String(epochs));
  // Codes that cost this much contain no information.
  const dear = await page.number("vae-kl");
  t.diagnostic(`KL ${kl}, then ${dear}`);
  assert.ok(dear < kl / 2, `KL ${kl}, then ${dear}`);
  // The displayed terms add up, with the beta that was used.
  const names = ["vae-validation-loss", "vae-reconstruction", "vae-weighted-kl"];
  const [loss, reconstruction, weighted] = await Promise.all(names.map((name) => page.number(name)));
  assert.ok(
    Math.abs(reconstruction + weighted - loss) < 1e-3 && Math.abs(weighted - 100 * dear) < 1e-2,
    `${reconstruction} + ${weighted} = ${loss}, KL ${dear}`,
  );
  const [whole, ...parts] = await Promise.all(names.map((name) => page.text(name)));
  assert.ok(Math.abs(Number(parts[0]) + Number(parts[1]) - Number(whole)) < 1e-6, `${parts.join(" + ")} = ${whole}`);
  const { beta, lr } = await page.address("epochs", epochs);
  assert.deepEqual({ beta, lr }, { beta: "100", lr: "0.002" });
  page.assertFaultless();
});

test("the page shows how many images are used, and which data the losses are measured on", async (t) => {
  const page = await visit(t, `${TINY}&train=60000&augment=rotate&loss=mse&noise=gaussian`);
  await page.status("ready");
  assert.equal(await page.text("beside-train"), "8,000 used");
  assert.match(await page.text("measured-on"), /need not mean overfitting/);
  await page.set("train", 500);
  await page.go(`${TINY}&train=500&level=0`);
  await page.status("ready");
  await page.until("nothing to be told", () => !document.querySelector('[data-testid="measured-on"]'));
  assert.equal(await page.text("beside-train"), "");
  page.assertFaultless();
});

test("training continues while the page is hidden and paints nothing, and the pictures catch up", async (t) => {
  // A hidden page gets no animation frames; a test cannot hide its page, so it withholds the frames.
  const withhold = () => {
    const request = window.requestAnimationFrame.bind(window);
    const held = [];
    window.hold = false;
    window.requestAnimationFrame = (callback) => (window.hold ? held.push(callback) : request(callback));
    window.release = () => {
      window.hold = false;
      for (const callback of held.splice(0)) request(callback);
    };
  };
  const page = await visit(t, `${LINK}&epochs=4`, { prepare: (context) => context.addInitScript(withhold) });
  await page.status("ready");
  await shows(page, "reconstructions", 60);
  await page.page.evaluate(() => (window.hold = true));
  const before = await page.snapshot("reconstructions");
  await page.press("start");
  await page.status("finished");
  assert.equal(await page.snapshot("reconstructions"), before, "nothing was painted");
  const losses = await page.losses();
  assert.ok(losses["ae-validation-loss"] < 300, `it learned all the same: ${losses["ae-validation-loss"]}`);
  await page.page.evaluate(() => window.release());
  await page.changes("reconstructions", before);
  page.assertFaultless();
});
