// @ts-check

// The menu of experiments, the question before a run is discarded, and “More settings” with a tiny run of each kind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { colours } from "./lib/canvas.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Every entry of the menu: its id, its name and its link. */
async function entries(page) {
  const links = await page.page.locator("[data-testid^='experiment-'][href]").all();
  return Promise.all(
    links.map(async (link) => ({
      id: (await link.getAttribute("data-testid")).replace("experiment-", ""),
      name: await link.locator("strong").textContent(),
      hash: new URL(await link.getAttribute("href")).hash.slice(1),
    })),
  );
}

async function choose(page, id) {
  await page.press("experiments");
  await page.press(`experiment-${id}`);
}

/** Waits until the note of an experiment is shown and the menu's button has its name. */
async function isOpen(page, name) {
  assert.equal(await page.at("experiment-note").locator("strong").first().textContent(), name);
  assert.equal(await page.at("experiments").textContent(), name);
}

test("every experiment opens from the menu, and by its link in another page", async (t) => {
  const [page, other] = [await visit(t, TINY), await visit(t, TINY)];
  await page.status("ready");
  assert.equal(await page.at("experiment-note").count(), 0);
  const all = await entries(page);
  assert.equal(all.length, 14);
  for (const { id, name, hash } of all) {
    const began = performance.now();
    await choose(page, id);
    await page.status("ready");
    t.diagnostic(`${id}: ready after ${Math.round(performance.now() - began)} ms`);
    await isOpen(page, name);
    // The backend is the user's choice.
    const link = hash.replace("backend=auto", "backend=cpu");
    await page.until(`the address to be ${link}`, (link) => location.hash === `#${link}`, link);

    await other.go(link);
    await other.status("ready");
    await isOpen(other, name);
    assert.equal(await other.text("message"), "");
  }
  page.assertFaultless();
  other.assertFaultless();
});

test("a trained run is discarded only if the user agrees", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  const question = page.at("experiment-question");
  const isFocused = (testid) =>
    page.until(`the focus on ${testid}`, (testid) => document.activeElement?.getAttribute("data-testid") === testid, testid);

  for (const dismiss of [() => page.page.keyboard.press("Escape"), () => page.press("experiment-no")]) {
    await choose(page, "linear");
    await question.waitFor();
    assert.match((await question.textContent()) ?? "", /Open “Linear”\?/);
    await isFocused("experiment-no");
    await dismiss();
    await question.waitFor({ state: "hidden" });
    await isFocused("experiments");
    assert.equal(await page.text("status"), "finished");
    assert.deepEqual(await page.losses(), losses);
    assert.equal(await page.at("experiment-note").count(), 0);
  }

  await choose(page, "linear");
  await page.press("experiment-yes");
  await question.waitFor({ state: "hidden" });
  await page.status("ready");
  assert.equal(await page.text("step"), "0");
  await isOpen(page, "Linear");

  await page.page.getByRole("button", { name: "Hide this note" }).click();
  await page.at("experiment-note").waitFor({ state: "detached" });
  await choose(page, "linear");
  await isOpen(page, "Linear");
  page.assertFaultless();
});

test("on a phone the menu is a full-width sheet, and a tap opens an experiment", { skip: WITHOUT.phone }, async (t) => {
  const page = await visit(t, TINY, PHONE);
  await page.status("ready");
  await (await page.inBar("experiments")).tap();
  const { x, width, height } = await boxOf(page.page.locator("#experiments-menu"));
  assert.deepEqual({ x, width, height }, { x: 0, width: 390, height: 844 });
  await page.at("experiment-table").scrollIntoViewIfNeeded();
  await page.at("experiment-contractive").tap();
  await page.status("ready");
  await isOpen(page, "Contractive");
  assert.equal(await page.page.evaluate(() => document.documentElement.scrollWidth), 390);
  page.assertFaultless();
});

/** A control, the value to choose, and the key in the address if it differs. */
const CONTROLS = [
  ["net", "conv"],
  ["activation", "tanh"],
  ["code", "relu"],
  ["init", "keras"],
  ["size", "14"],
  ["range", "signed"],
  ["noise", "salt"],
  ["augment", "both"],
  ["kl", "sum"],
];

test("“More settings” and the address follow each other", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  for (const [key, value] of CONTROLS) {
    await page.at(`setting-${key}`).selectOption(value);
    await page.address(key, value);
  }
  for (const [key, value] of [
    ["level", "0.25"],
    ["sparse", "0.5"],
    ["patience", "3"],
  ]) {
    await page.set(key, value);
    await page.address(key, value);
  }
  await page.status("ready");
  await page.go(`${TINY}&net=dense&activation=sigmoid&noise=mask&contractive=0.125&loss=mse&output=linear&init=pytorch`);
  for (const [key, value] of [
    ["net", "dense"],
    ["activation", "sigmoid"],
    ["noise", "mask"],
    ["contractive", "0.125"],
    ["output", "linear"],
    ["init", "pytorch"],
  ]) {
    await page.until(`${key} to be ${value}`, ([control, value]) => control.value === value, [
      await page.at(`setting-${key}`).elementHandle(),
      value,
    ]);
  }
  await page.status("ready");
  page.assertFaultless();
});

test("incompatible options cannot be chosen, and the reason is shown", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const output = page.at("setting-output");
  const why = (key) => page.page.locator(`#room-${key}`).textContent();
  assert.ok(await output.isDisabled());
  assert.equal(await why("output"), "set by loss");
  await page.page.getByRole("button", { name: "MSE" }).click();
  await output.selectOption("linear");
  await page.address("output", "linear");

  await page.at("setting-range").selectOption("signed");
  await page.address("range", "signed");
  assert.ok(await output.locator("option[value=sigmoid]").isDisabled());
  await page.at("setting-net").selectOption("conv");
  await page.address("net", "conv");
  assert.ok(await page.at("setting-contractive").isDisabled());
  assert.equal(await why("contractive"), "dense only");

  await page.at("setting-data").selectOption("spiral");
  await page.address("data", "spiral");
  assert.equal(await page.at("setting-net").inputValue(), "dense");
  for (const key of ["net", "size", "range", "augment"]) assert.equal(await why(key), "images");
  assert.equal(await page.page.getByRole("group", { name: "Digits" }).count(), 0);
  page.assertFaultless();
});

/** Trains a tiny run to its end. */
async function trained(t, settings) {
  const page = await visit(t, `${TINY}&${settings}&run=1`);
  await page.status("finished");
  return page;
}

const height = (page) => page.at("reconstructions").evaluate((canvas) => canvas.height);

test("convolutional networks train", async (t) => {
  const page = await trained(t, "net=conv&hidden=4,8,16");
  await page.losses();
  assert.ok((await colours(page, "reconstructions")) > 60);
  page.assertFaultless();
});

test("14 × 14 from −1 to 1 with tanh: the input's pixels are blocks", async (t) => {
  const page = await trained(t, "size=14&range=signed&loss=mse&output=tanh&latent=3");
  await page.losses();
  assert.match((await page.page.locator(".outputs figcaption").first().textContent()) ?? "", /14 × 14/);
  await page.press("test-digit");
  await page.until(
    "blocks of two by two",
    (canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const [zoom, side] = [canvas.width / 28, 28];
      const grey = (x, y) => data[(y * zoom * canvas.width + x * zoom) * 4];
      const places = [...Array(side * side).keys()].map((i) => [i % side, Math.floor(i / side)]);
      return places.some(([x, y]) => grey(x, y) > 100) && places.every(([x, y]) => grey(x, y) === grey(x - (x % 2), y - (y % 2)));
    },
    await page.at("pad-input").elementHandle(),
  );
  page.assertFaultless();
});

test("a sparse code has a penalty, and its active units are counted", async (t) => {
  const page = await trained(t, "model=ae&latent=16&code=relu&sparse=0.5");
  const active = await page.number("measure-active");
  assert.ok(active > 0 && active <= 1, `${active}`);
  assert.match(await page.text("measure-dead"), /^\d+ of 16$/);
  assert.ok((await page.number("ae-penalty")) > 0);
  page.assertFaultless();
});

test("a contractive encoder's Jacobian is measured", async (t) => {
  const page = await trained(t, "model=ae&activation=sigmoid&contractive=0.5");
  assert.ok((await page.number("measure-jacobian")) > 0);
  assert.ok((await page.number("ae-penalty")) > 0);
  assert.equal(await page.at("measure-active").count(), 0, "only what was measured is shown");
  page.assertFaultless();
});

test("denoising shows the networks' input in its own row", async (t) => {
  const page = await trained(t, "noise=gaussian&level=0.5");
  assert.equal(await height(page), 118);
  assert.match(await page.label("reconstructions"), /with noise/);
  await page.page.getByText("noisy", { exact: true }).waitFor();
  const before = await page.snapshot("reconstructions");
  await page.at("setting-noise").selectOption("salt");
  await page.changes("reconstructions", before);
  await page.at("setting-noise").selectOption("none");
  await page.until("three rows", (canvas) => canvas.height === 88, await page.at("reconstructions").elementHandle());
  page.assertFaultless();
});

test("a linear AE's angle to the principal components is measured", async (t) => {
  const page = await trained(t, "model=ae&hidden=&activation=linear&output=linear&loss=mse");
  const angle = await page.number("measure-angle");
  assert.ok(angle > 0 && angle <= 90, `${angle} degrees`);
  assert.match(await page.text("measure-angle"), /^[\d.]+°$/);
  assert.match(await page.label("loss-chart"), /; PCA, 2 components: [\d.]+$/);
  page.assertFaultless();
});

test("a run with little patience stops early, and keeps its best epoch", async (t) => {
  // Steps so large that the validation loss soon rises.
  const page = await trained(t, "model=ae&hidden=64&train=20&batch=4&lr=0.05&epochs=200&patience=1");
  const epoch = Number(await page.text("epoch"));
  assert.ok(epoch > 0 && epoch < 200, `stopped after epoch ${epoch}`);
  assert.match((await page.page.locator(".progress-note").textContent()) ?? "", /Stopped early; kept epoch/);
  page.assertFaultless();
});
