// @ts-check

// Saved files: losses and codes as CSV, digits as PNG, charts and scatters as SVG, each with the content on the page.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { IS_FIREFOX } from "./lib/browser.mjs";
import { boxOf, TINY, visits } from "./lib/page.mjs";

const visit = visits();
// In Firefox, with the protection that randomizes canvas read-back, as in private windows.
const visitShyly = visits({ "privacy.resistFingerprinting": true });

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };

/** Presses a button of the panel, which is open, and returns the file that it saves. */
async function saved(page, testid) {
  const [download] = await Promise.all([page.page.waitForEvent("download"), page.press(testid)]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The lines of a CSV file without quotes, as objects. */
function table({ bytes }) {
  const [head, ...lines] = bytes
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  for (const line of lines) assert.equal(line.length, head.length, line.join());
  return lines.map((line) => Object.fromEntries(line.map((cell, i) => [head[i], cell])));
}

const isNumber = (cell) => /^-?\d+(\.\d+)?$/.test(cell) && Number.isFinite(Number(cell));

/** Something that cannot be saved yet, and the text that says why. */
async function lack(page, testid) {
  const button = page.at(testid);
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  const words = await page.page.locator(`#${await button.getAttribute("aria-describedby")}`).textContent();
  assert.equal(await button.getAttribute("title"), words);
  return words;
}

test("the losses are saved to the last bit, as soon as there are any", async (t) => {
  const page = await visit(t, `${TINY}&epochs=3`);
  await page.status("ready");
  await page.press("save");
  assert.match(await lack(page, "export-losses"), /press Train/);
  await page.press("start");
  await page.status("finished");
  await page.press("save");
  const file = await saved(page, "export-losses");
  assert.equal(file.name, "hourglass-losses-epoch-3.csv");
  const rows = table(file);
  const all = await page.losses();
  for (const [model, prefix] of [
    ["AE", "ae"],
    ["VAE", "vae"],
  ]) {
    const last = (kind) => rows.findLast((row) => row.model === model && row.kind === kind);
    assert.equal(last("training epoch").loss, all[`${prefix}-train-loss`]);
    assert.equal(last("validation").loss, all[`${prefix}-validation-loss`]);
    assert.equal(last("test").test_mse, all[`${prefix}-test-mse`]);
    const epochs = rows.filter((row) => row.model === model && row.kind === "training epoch").map((row) => row.epoch);
    assert.deepEqual(epochs, ["1", "2", "3"]);
  }
  const vae = rows.findLast((row) => row.model === "VAE" && row.kind === "validation");
  assert.equal(vae.kl, all["vae-kl"]);
  assert.ok(rows.every((row) => [row.epoch, row.loss, row.reconstruction, row.kl, row.penalty].every(isNumber)));
  page.assertFaultless();
});

test("the codes of all test digits are saved, two numbers for each digit and network", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  await page.press("save");
  const file = await saved(page, "export-latents");
  assert.equal(file.name, "hourglass-latents-epoch-1.csv");
  const rows = table(file);
  assert.deepEqual(Object.keys(rows[0]), ["index", "label", "model", "z1", "z2"]);
  const [ae, vae] = ["AE", "VAE"].map((model) => rows.filter((row) => row.model === model));
  assert.equal(ae.length + vae.length, rows.length);
  assert.ok(ae.length >= 1_000 && ae.length === vae.length, `${ae.length} and ${vae.length} lines`);
  assert.ok(rows.every((row) => /^[0-9]$/.test(row.label) && isNumber(row.z1) && isNumber(row.z2)));
  assert.deepEqual(
    ae.map((row) => row.index),
    vae.map((_, i) => String(i)),
  );
  assert.deepEqual(
    ae.map((row) => row.label),
    vae.map((row) => row.label),
  );
  assert.ok(new Set(ae.map((row) => row.z1)).size > ae.length / 2, "they are not all the same");
  page.assertFaultless();
});

/** A PNG's width and height. */
function size(bytes) {
  assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** Runs in the page: the number of colours in a PNG, and whether any of it is transparent. */
async function look(bytes) {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colours = new Set(new Uint32Array(data.buffer)).size;
  return { colours, isSolid: data.every((value, i) => i % 4 !== 3 || value === 255) };
}

/** Saves one of the pictures; the panel is open. */
async function picture(page, testid) {
  await page.at("export-which").selectOption(testid);
  return saved(page, "export-png");
}

/** Runs in the page: the parts of a drawing, as the browser parses it. */
function read(text) {
  const { documentElement: svg } = new DOMParser().parseFromString(text, "image/svg+xml");
  const count = (name) => svg.querySelectorAll(name).length;
  return {
    root: svg.localName,
    size: [svg.getAttribute("width"), svg.getAttribute("height")],
    title: svg.querySelector("title")?.textContent,
    words: [...svg.querySelectorAll("text")].map((text) => text.textContent),
    ...{ circles: count("circle"), paths: count("path"), images: count("image") },
  };
}

const drawing = (page, { bytes }) => page.page.evaluate(read, bytes.toString("utf8"));

test("digits are saved as their own pixels, charts and scatters as drawings", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  await page.press("test-digit");
  await page.press("save");
  const digits = await picture(page, "reconstructions");
  assert.equal(digits.name, "hourglass-reconstructions-epoch-1.png");
  assert.deepEqual(size(digits.bytes), [298 * 4, 88 * 4]);
  const { colours, isSolid } = await page.page.evaluate(look, [...digits.bytes]);
  assert.ok(colours >= 10 && isSolid, `${colours} colours, solid: ${isSolid}`);

  const scatter = await picture(page, "latent-vae");
  assert.equal(scatter.name, "hourglass-latent-vae-epoch-1.svg");
  const points = await drawing(page, scatter);
  assert.deepEqual([points.root, points.title, points.size.join()], ["svg", "Latent VAE", "560,560"]);
  assert.ok(points.circles >= 1_000 && points.words.includes("z1 →"), JSON.stringify(points));

  const chart = await picture(page, "loss-chart");
  assert.equal(chart.name, "hourglass-loss-chart-epoch-1.svg");
  const curves = await drawing(page, chart);
  assert.deepEqual([curves.root, curves.title, curves.size.join()], ["svg", "Loss chart", "640,400"]);
  assert.ok(curves.paths >= 4 && ["AE", "VAE", "epochs"].every((word) => curves.words.includes(word)), JSON.stringify(curves));

  const pad = await drawing(page, await picture(page, "pad"));
  assert.deepEqual([pad.root, pad.images], ["svg", 1], "the test digit is a picture in a drawing");

  await page.at("export-format").selectOption("png");
  const painted = await picture(page, "latent-vae");
  assert.equal(painted.name, "hourglass-latent-vae-epoch-1.png");
  assert.deepEqual(size(painted.bytes), [1120, 1120]);
  const painting = await page.page.evaluate(look, [...painted.bytes]);
  assert.ok(painting.colours >= 10 && painting.isSolid, JSON.stringify(painting));
  page.assertFaultless();
});

test("a link's pictures have the same bytes on another screen, and without canvas read-back", async (t) => {
  // One step per epoch: otherwise the number of steps in a report would depend on their duration.
  const link = `${TINY.replace("batch=32", "batch=64").replace("epochs=1", "epochs=3")}&run=1`;
  const files = [];
  for (const visited of [visit, visitShyly]) {
    const page = await visited(t, link, visited === visit ? {} : { viewport: { width: 1280, height: 720 } });
    await page.status("finished");
    await page.press("save");
    const all = [];
    for (const testid of ["latent-ae", "latent-vae", "loss-chart", "reconstructions"]) all.push(await picture(page, testid));
    files.push(all);
    const canChoose = (await page.at("export-format").count()) === 1;
    assert.equal(canChoose, !IS_FIREFOX || visited === visit, "charts are offered as pixels only where these are theirs");
    page.assertFaultless();
  }
  for (const [i, { name, bytes }] of files[0].entries()) {
    assert.equal(files[1][i].name, name);
    assert.ok(files[1][i].bytes.equals(bytes), `${name} differs`);
    t.diagnostic(`${name} ${createHash("sha256").update(bytes).digest("hex")}`);
  }
});

test("all pictures are saved with one press, and none is blank", async (t) => {
  const page = await visitShyly(t, `${TINY}&run=1`);
  await page.status("finished");
  await page.press("save");
  const options = await page
    .at("export-which")
    .locator("option")
    .evaluateAll((/** @type {HTMLOptionElement[]} */ all) => all.map((option) => option.value));
  const wanted = options.filter((value) => value !== "");
  assert.ok(
    ["latent-ae", "latent-vae", "reconstructions", "loss-chart"].every((testid) => wanted.includes(testid)),
    wanted.join(),
  );
  assert.ok(!wanted.includes("pad"), "nothing was drawn");
  const downloads = [];
  page.page.on("download", (download) => downloads.push(download));
  await page.press("export-png");
  while (downloads.length < wanted.length) await page.page.waitForEvent("download");
  const names = downloads.map((download) => download.suggestedFilename());
  assert.deepEqual(
    names.map((name) => name.replace(/\.(png|svg)$/, "")),
    wanted.map((testid) => `hourglass-${testid}-epoch-1`),
  );
  for (const download of downloads) {
    const bytes = await readFile(await download.path());
    // Reading back a canvas gives random pixels here, but files do not contain them.
    if (download.suggestedFilename().endsWith(".png")) assert.ok(size(bytes)[0] >= 280);
    else assert.equal((await drawing(page, { bytes })).root, "svg");
  }
  page.assertFaultless();
});

test("on a phone the panel fits, and every control in it has a finger's height", async (t) => {
  const page = await visit(t, `${TINY}&run=1`, PHONE);
  await page.status("finished");
  await (await page.inBar("save")).click();
  const controls = page.page.locator("#save-panel :is(button, select)");
  for (const control of await controls.all()) {
    const { x, y, width, height } = await boxOf(control);
    assert.ok(height >= 40 && x >= 0 && x + width <= 390 && y >= 0 && y + height <= 844, JSON.stringify({ x, y, width, height }));
  }
  page.assertFaultless();
});
