// @ts-check

// The user's own files: good ones are trained on; bad ones are explained in words, and the previous run continues.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { shows } from "./lib/canvas.mjs";
import { TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** An IDX file with one dimension for each of the sizes. */
function idx(sizes, values) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length);
  for (const [i, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * i);
  return Buffer.concat([header, Buffer.from(values)]);
}

/** Images of 14 by 14 pixels: bars whose place and slant depend on their class. */
function bars(count) {
  const pixel = (image, i) => {
    const [x, y, label] = [i % 14, Math.floor(i / 14), image % 10];
    return Math.abs(x - 3 - (label % 5) * 2 - (label < 5 ? 0 : (y - 7) / 3)) < 1.5 ? 200 + (image % 50) : 0;
  };
  return idx(
    [count, 14, 14],
    Array.from({ length: count * 196 }, (_, i) => pixel(Math.floor(i / 196), i % 196)),
  );
}

const labels = (count) =>
  idx(
    [count],
    Array.from({ length: count }, (_, i) => i % 10),
  );
const noise = (length) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 + 31) % 251));
const damaged = (file) => {
  const zipped = gzipSync(file);
  zipped.fill(0xff, zipped.length >> 1, (zipped.length >> 1) + 16);
  return zipped;
};

const IMAGES = bars(40);

/** The picked file, its slot, and a part of the error message. */
/** @type {[string, Buffer, string][]} */
const BROKEN_IMAGES = [
  ["truncated images", IMAGES.subarray(0, 1_000), "should have 7856 bytes according to its header, but has 1000"],
  ["images that end within the header", IMAGES.subarray(0, 9), "ends within its header, after 9 bytes"],
  ["an empty file", Buffer.alloc(0), "ends within its header, after 0 bytes"],
  ["images with bytes too many", Buffer.concat([IMAGES, noise(3)]), "but has 7859; it is damaged or cut off"],
  ["labels in the images' place", labels(40), "The labels file was given where the images file belongs"],
  ["bytes of no meaning", noise(5_000), "it is not an IDX images file"],
  ["an IDX file of floating-point numbers", Buffer.concat([Buffer.from([0, 0, 0x0d, 3]), noise(100)]), "0x00000d03"],
  ["a gzip file that is cut off", gzipSync(IMAGES).subarray(0, 90), "A gzip file is damaged or cut off"],
  ["a gzip file with damage within", damaged(IMAGES), "A gzip file is damaged or cut off"],
  ["a gzip file of no meaning", gzipSync(noise(5_000)), "it is not an IDX images file"],
  ["images without rows", idx([40, 0, 14], []), "0 rows and 14 columns"],
  ["a file that says it holds nothing", idx([0, 14, 14], []), "says that it holds nothing"],
  ["nine images", bars(9), "only 9 images; at least 10"],
  ["a header that promises more than there is memory", idx([0xffffffff, 4096, 4096], []), "but has 16"],
];

/** @type {[string, Buffer, string][]} */
const BROKEN_LABELS = [
  ["39 labels for 40 images", labels(39), "There are 40 images but 39 labels"],
  [
    "a label that is no digit",
    idx(
      [40],
      Array.from({ length: 40 }, (_, i) => i),
    ),
    "Label number 10 is 10",
  ],
  ["images in the labels' place", IMAGES, "The images file was given where the labels file belongs"],
  ["truncated labels", labels(40).subarray(0, 20), "The labels file should have 48 bytes according to its header, but has 20"],
];

async function pick(page, testid, buffer) {
  await page.at(testid).setInputFiles({ name: "picked", mimeType: "application/octet-stream", buffer });
}

function ownFiles(page) {
  const question = () => /** @type {HTMLSelectElement} */ (document.querySelector('[data-testid="setting-data"]')).value === "own";
  return page.until("the own files to be used", question);
}

test("each broken file gets a message, leaves the run as it was, and training still works", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const losses = await page.losses();

  await pick(page, "labels-file", labels(40));
  await page.says("These are labels. Add the images that they belong to.");
  await page.reload();
  await page.begins();
  await page.status("finished");
  for (const [what, file, words] of BROKEN_IMAGES) {
    await t.test(what, async () => {
      await pick(page, "images-file", file);
      await page.says(words);
      assert.equal(await page.text("status"), "finished");
      assert.deepEqual(await page.losses(), losses);
      await page.page.getByRole("button", { name: "Dismiss the message" }).click();
      await page.reads("message", "");
    });
  }
  assert.deepEqual(Object.keys(await page.trainTiny(2)), Object.keys(losses));
  page.assertFaultless();
});

test("labels that do not fit get a message, and the images stay in use without them", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  await pick(page, "images-file", IMAGES);
  await ownFiles(page);
  for (const [what, file, words] of BROKEN_LABELS) {
    await t.test(what, async () => {
      await pick(page, "labels-file", file);
      await page.says(words);
      assert.equal(await page.at("setting-data").inputValue(), "own");
    });
  }
  await page.press("start");
  await page.status("finished");
  await page.losses();
  page.assertFaultless();
});

const GOOD = [
  ["plain files of 14 by 14 pixels", IMAGES, labels(40)],
  ["gzipped files", gzipSync(IMAGES), gzipSync(labels(40))],
  ["images without labels", IMAGES, null],
];

for (const [what, images, ownLabels] of GOOD) {
  test(`the user's own ${what} are trained on`, async (t) => {
    const page = await visit(t, `${TINY}&epochs=4`);
    await page.status("ready");
    const text = page.page.locator(".progress-note");
    if (ownLabels) await pick(page, "labels-file", ownLabels);
    await pick(page, "images-file", images);
    await ownFiles(page);
    await page.status("ready");
    assert.match((await text.textContent()) ?? "", /^32 of 64 images$/);
    assert.equal(await page.text("message"), "");
    await page.press("start");
    await page.status("finished");
    // 32 images in one batch, four times.
    assert.equal(await page.text("step"), "4");
    await page.losses();
    await shows(page, "reconstructions", 10);
    page.assertFaultless();
  });
}

test("a file of 1.5 GB is refused unread, with a message, and training still works", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  await page.page.evaluate(() => {
    // Parts from the same blob use its memory only once.
    const part = new Blob([new Uint8Array(15_000_000)]);
    const transfer = new DataTransfer();
    transfer.items.add(new File(Array(100).fill(part), "huge-images"));
    /** @type {HTMLInputElement} */
    const input = document.querySelector('[data-testid="images-file"]');
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.says("The file huge-images is 1500 MB. This page reads files of up to 200 MB.");
  await page.trainTiny();
  page.assertFaultless();
});

test("files that are dropped on the page are recognized and trained on", async (t) => {
  const page = await visit(t, TINY);
  await page.status("ready");
  const transfer = await page.page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer();
      for (const bytes of files) transfer.items.add(new File([new Uint8Array(bytes)], "dropped"));
      return transfer;
    },
    [[...labels(40)], [...IMAGES]],
  );
  await page.page.locator("main").dispatchEvent("drop", { dataTransfer: transfer });
  await ownFiles(page);
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  assert.equal(await page.text("message"), "");
  await page.losses();
  page.assertFaultless();
});
