// @ts-check

// Studies beside the run, points on the plane, and a latent space in three dimensions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { colours, shows } from "./lib/canvas.mjs";
import { boxOf, LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Slow enough to pause during training. */
const SLOW = "backend=cpu&hidden=64&train=2000&batch=32&epochs=2";

/** Waits for a study's status, and no longer if it fails. */
async function studied(page, wanted) {
  const question = (wanted) => {
    const status = document.querySelector('[data-testid="study-status"]').textContent.trim();
    return [wanted, "failed"].includes(status) && status;
  };
  const status = await page.until(`the study to be ${wanted}`, question, wanted);
  assert.equal(status, wanted, await page.text("message"));
}

/** Waits until a sweep has results for at least this many sizes. */
function knows(page, least) {
  const question = (least) => Number(document.querySelector('[data-testid="sweep-points"]').dataset.value) >= least;
  return page.until(`${least} points`, question, least);
}

/** The results of a sweep, to the last bit. */
function results(page) {
  return page.page
    .locator('[data-testid^="sweep-point-"]')
    .evaluateAll((items) => items.map(({ dataset }) => [dataset.testid, dataset.ae, dataset.pca].join(" ")));
}

test("principal components show how much they keep, and with more of them the error falls", async (t) => {
  const page = await visit(t, "backend=cpu&train=500&study=pca");
  await page.status("ready");
  assert.equal(await page.text("study-status"), "waiting");
  await page.press("study-begin");
  await studied(page, "finished");
  const needed = await page.number("pca-components-90");
  assert.ok(needed > 30 && needed < 120, `${needed} components keep 90%`);
  const errors = [];
  for (let k = 1; k <= 10; k += 1) errors.push(await page.number(`pca-error-${k}`));
  assert.ok(
    errors.every((error, i) => error > 0.01 && error < (errors[i - 1] ?? 0.09)),
    String(errors),
  );
  for (const testid of ["pca-variance", "pca-scatter", "pca-mean"]) await shows(page, testid, 5);
  assert.equal(await page.page.locator('[data-testid^="pca-component-"]').count(), 16);
  assert.equal(await page.at("study-progress").getAttribute("aria-valuenow"), "100");
  page.assertFaultless();
});

test("a study's chart is read with arrow keys", async (t) => {
  const page = await visit(t, "backend=cpu&train=64&study=pca&run=1");
  await studied(page, "finished");
  await page.at("pca-variance").focus();
  for (const key of ["ArrowRight", "ArrowRight"]) await page.page.keyboard.press(key);
  await page.page.getByText(/^2 components keep \d/).waitFor({ timeout: LIMIT });
  page.assertFaultless();
});

test("a closed study makes room for the latent spaces, and leaves the address", async (t) => {
  const page = await visit(t, `${TINY}&study=betas`);
  assert.equal(await page.at("latent-ae").count(), 0);
  await page.press("study-close");
  await page.at("latent-ae").waitFor({ timeout: LIMIT });
  await page.until("no study in the address", () => location.hash.length > 1 && !location.hash.includes("study"));
  page.assertFaultless();
});

test("a sweep can be paused, survives a reload, continues and finishes", async (t) => {
  const page = await visit(t, `${SLOW}&study=sweep-1-3`);
  await page.status("ready");
  await page.press("study-begin");
  await knows(page, 1);
  await page.press("study-pause");
  await studied(page, "paused");
  const before = await results(page);
  assert.ok(before.length < 3, `${before.length} points: too fast to be paused`);

  await page.reload();
  await page.status("ready");
  assert.equal(await page.text("study-status"), "waiting");
  assert.deepEqual(await results(page), before);
  assert.match(await page.text("study-begin"), /Resume/);
  await page.press("study-begin");
  await studied(page, "finished");
  const after = await results(page);
  assert.equal(after.length, 3);
  assert.deepEqual(after.slice(0, before.length), before, "what was known is not trained again");
  await shows(page, "sweep-chart", 5);

  await page.reload();
  await studied(page, "finished");
  assert.deepEqual(await results(page), after);
  page.assertFaultless();
});

test("other settings make another sweep; its ends can be chosen and push each other", async (t) => {
  const page = await visit(t, `${TINY}&study=sweep-1-2&run=1`);
  await studied(page, "finished");
  await page.at("sweep-to").fill("3");
  assert.equal(await page.text("study-status"), "waiting");
  assert.equal((await results(page)).length, 2);
  await page.address("study", "sweep-1-3");
  await page.at("sweep-from").fill("5");
  await page.address("study", "sweep-5-5");
  await page.set("seed", 7);
  assert.deepEqual(await results(page), []);
  page.assertFaultless();
});

test("three VAEs differ in their codes, their terms and their digits", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=16&train=256&batch=32&epochs=6&lr=0.01&study=betas");
  await page.status("ready");
  const empty = page.page.locator(".study .empty:not(.gone)");
  assert.deepEqual(await empty.allTextContents(), Array(3).fill("Nothing yet: press Start"));
  assert.equal(await page.page.locator("button.primary:visible").count(), 1, "of which there is one");
  // Train starts the study, and no run beside it.
  await page.press("start");
  await studied(page, "finished");
  assert.equal(await empty.count(), 0);
  assert.deepEqual([await page.text("status"), await page.text("epoch")], ["ready", "0"]);
  const kl = [];
  for (const beta of [0, 1, 20]) {
    await shows(page, `betas-${beta}`, 10);
    assert.ok((await page.number(`betas-reconstruction-${beta}`)) > 50);
    kl.push(await page.number(`betas-kl-${beta}`));
    assert.ok((await colours(page, `betas-generated-${beta}`)) > 10);
  }
  assert.ok(kl[0] > kl[1] && kl[1] > kl[2], `the greater beta, the smaller KL: ${kl}`);
  const before = await page.snapshot("betas-20");
  await page.page.getByRole("button", { name: "own scales" }).click();
  await page.changes("betas-20", before);
  page.assertFaultless();
});

test("a network on the plane shows the points and its field", async (t) => {
  const page = await visit(t, "backend=cpu&data=spiral&noise=gaussian&model=ae&hidden=16&train=200&batch=32&epochs=2");
  await page.status("ready");
  await shows(page, "field-ae", 10);
  assert.equal(await page.at("field-vae").count(), 0, "it is not trained");
  const before = await page.snapshot("field-ae");
  await page.press("start");
  await page.status("finished");
  await page.changes("field-ae", before);
  assert.match(await page.label("field-ae"), /after 2 epochs/);
  page.assertFaultless();
});

test("the plane's curve is chosen beside its points, which are shown with their noise", async (t) => {
  const page = await visit(t, "backend=cpu&data=spiral&noise=gaussian&hidden=16&train=200");
  await page.status("ready");
  await shows(page, "points", 5);
  assert.match(await page.label("points"), /and the same with noise/);
  const before = await page.snapshot("points");
  await page.page.getByRole("button", { name: "moons" }).click();
  await page.address("data", "moons");
  await page.changes("points", before);
  await page.at("setting-noise").selectOption("none");
  await page.until("no noise", (canvas) => /points as the networks/.test(canvas.ariaLabel), await page.at("points").elementHandle());
  page.assertFaultless();
});

test("a latent of three numbers is turned by mouse and by arrow keys, and shown on the plane on request", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=8&latent=3&train=64&batch=32&epochs=1&run=1");
  await page.status("finished");
  for (const model of ["ae", "vae"]) {
    const testid = `latent-${model}`;
    await shows(page, testid, 10);
    const before = await page.snapshot(testid);
    const { x, y, width, height } = await boxOf(page.at(testid));
    await page.page.mouse.move(x + width / 2, y + height / 2);
    await page.page.mouse.down();
    await page.page.mouse.move(x + width / 2 + 60, y + height / 2 + 20, { steps: 4 });
    await page.page.mouse.up();
    await page.changes(testid, before);
    const dragged = await page.snapshot(testid);
    await page.at(testid).press("ArrowLeft");
    await page.changes(testid, dragged);
    assert.match(await page.label(testid), /three dimensions/);
  }
  assert.equal(await page.at("axes").inputValue(), "space");
  await page.at("axes").selectOption("principal");
  assert.doesNotMatch(await page.label("latent-ae"), /three dimensions/);
  await page.at("axes").selectOption("space");
  assert.match(await page.label("latent-ae"), /three dimensions/);
  page.assertFaultless();
});

test("a finger turns the latent space", { skip: WITHOUT.phone }, async (t) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await visit(t, "backend=cpu&hidden=8&latent=3&train=64&batch=32&epochs=1&model=ae", phone);
  await page.status("ready");
  await shows(page, "latent-ae", 10);
  await page.at("latent-ae").scrollIntoViewIfNeeded();
  const before = await page.snapshot("latent-ae");
  const scrolled = await page.page.evaluate(() => scrollY);
  const { x, y, width, height } = await boxOf(page.at("latent-ae"));
  const session = await page.context.newCDPSession(page.page);
  const touch = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [{ x: x + width / 2, y: y + height / 2 }]);
  for (const step of [20, 40, 60]) await touch("touchMove", [{ x: x + width / 2 + step, y: y + height / 2 - step }]);
  await touch("touchEnd", []);
  await page.changes("latent-ae", before);
  assert.equal(await page.page.evaluate(() => scrollY), scrolled, "the page stays where it is");
  page.assertFaultless();
});
