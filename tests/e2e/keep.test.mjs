// @ts-check

// Nothing is lost: a run survives a reload and a file, to the last bit; if the browser stores nothing, training continues all the same.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { LIMIT, TINY, visits } from "./lib/page.mjs";

const visit = visits();

/** Small, and long enough to be interrupted. */
const LINK = "backend=cpu&hidden=8&latent=2&train=640&batch=32&epochs=6&seed=5";

/** The losses of a run without interruption. */
async function uninterrupted(t, link = LINK) {
  const page = await visit(t, `${link}&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  await page.context.close();
  return losses;
}

/** Trains some epochs, one at a time, and waits until the last is stored. */
async function train(page, epochs) {
  await page.status("ready");
  await page.epochs(1, epochs);
  await stored(page, epochs);
}

/** Waits until the browser has stored a run at an epoch or later: the second number of its note, after version and link. */
async function stored(page, epoch) {
  const question = (epoch) =>
    new Promise((resolve) => {
      const request = indexedDB.open("hourglass");
      request.onerror = () => resolve(false);
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onsuccess = () => {
        const database = request.result;
        const notes = database.transaction("notes").objectStore("notes").getAll();
        notes.onerror = () => resolve(false);
        notes.onsuccess = () => {
          database.close();
          resolve(
            notes.result.some((note) => {
              // A text of less than 16,384 bytes has a length of two bytes.
              const length = (note[1] & 127) | (note[2] << 7);
              return note[3 + length] >= epoch;
            }),
          );
        };
      };
    });
  await page.eventually(`epoch ${epoch} to be stored`, question, epoch);
}

/** Whether no run is stored. */
const storesNothing = () =>
  new Promise((resolve) => {
    const request = indexedDB.open("hourglass");
    request.onsuccess = () => {
      const count = request.result.transaction("notes").objectStore("notes").count();
      count.onsuccess = () => {
        request.result.close();
        resolve(count.result === 0);
      };
    };
  });

/** Runs in the page: what the offer covers. */
function covered() {
  const offer = document.querySelector(".earlier").getBoundingClientRect();
  const isUnder = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return Math.min(right, offer.right) > Math.max(left, offer.left) && Math.min(bottom, offer.bottom) > Math.max(top, offer.top);
  };
  return [...document.querySelectorAll(".bar, .card")].filter(isUnder).map((element) => element.className);
}

/** Whether a run of an earlier visit is offered. */
const offers = (page) => page.at("earlier").count();

test("a run that is resumed after a reload ends with exactly the losses of an uninterrupted one", async (t) => {
  const losses = await uninterrupted(t);
  const page = await visit(t, LINK);
  await train(page, 3);
  const before = await page.losses();
  await page.reload();
  assert.match(await page.text("earlier"), /A run at epoch 3 of 6, just now, is stored here\./);
  for (const width of [1280, 820, 390]) {
    await page.page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await page.page.evaluate(covered), [], `${width} wide`);
  }
  await page.press("resume");
  await page.reads("epoch", 3);
  await page.status("paused");
  assert.deepEqual(await page.losses(), before, "its curves are there again");
  await page.press("start");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  assert.equal(await offers(page), 0);
  page.assertFaultless();
});

test("a run that was left in the middle of an epoch resumes from its last one, with its own settings", async (t) => {
  const losses = await uninterrupted(t);
  const page = await visit(t, `${LINK}&run=1`);
  await stored(page, 2);
  // The bare page, as from a bookmark.
  await page.page.goto("about:blank");
  await page.page.goto(page.site.url);
  await page.at("resume").waitFor({ timeout: LIMIT });
  await page.press("resume");
  await page.until("epochs to be there", () => Number(document.querySelector('[data-testid="epoch"]').textContent) >= 2);
  assert.equal((await page.address("seed", 5)).hidden, "8");
  if ((await page.text("status")) !== "finished") await page.press("start");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  page.assertFaultless();
});

test("a finished run can be looked at again", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  await stored(page, 1);
  await page.reload();
  await page.at("earlier").waitFor({ timeout: LIMIT });
  await page.press("resume");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);

  // The link trains at once, but only after the user has decided.
  await page.reload();
  assert.match(await page.text("earlier"), /is stored here\. The link’s new run waits for your answer\./);
  await page.status("ready");
  await page.press("discard");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses, "the same run, trained anew");
  await stored(page, 1);

  await page.reload();
  await page.at("earlier").waitFor({ timeout: LIMIT });
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  assert.equal(await offers(page), 1, "the offer stays");
  page.assertFaultless();
});

test("a run that was replaced by a new seed can be restored completely, and is stored again", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const [losses, seed] = [await page.losses(), await page.at("setting-seed").inputValue()];
  await stored(page, 1);
  await page.at("new-seed").dispatchEvent("click");
  await page.says("This is a new run");
  await page.status("ready");
  assert.equal(await page.at("copy-details").count(), 0, "it is no fault");
  await page.press("undo-run");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  assert.equal(await page.at("setting-seed").inputValue(), seed);
  assert.equal(await page.text("message"), "");

  await stored(page, 1);
  await page.set("latent", 3);
  await page.says("This is a new run");
  await page.press("start");
  await page.status("finished");
  assert.equal(await page.text("message"), "", "once it trains there is no way back");
  page.assertFaultless();
});

test("a discarded run is not offered again", async (t) => {
  const page = await visit(t, LINK);
  await train(page, 1);
  await page.reload();
  await page.press("discard");
  assert.equal(await offers(page), 0);
  await page.status("ready");
  await page.eventually("an empty storage", storesNothing);
  await page.reload();
  await page.status("ready");
  assert.equal(await offers(page), 0);
  page.assertFaultless();
});

test("a link with other settings does not mention a stored run", async (t) => {
  const page = await visit(t, LINK);
  await train(page, 1);
  await page.page.goto("about:blank");
  await page.page.goto(`${page.site.url}#${LINK}&beta=7`);
  await page.at("status").waitFor({ timeout: LIMIT });
  await page.status("ready");
  assert.equal(await offers(page), 0);
});

const DENIALS = [
  ["offers no storage", () => Object.defineProperty(window, "indexedDB", { get: () => undefined })],
  [
    "forbids it",
    () =>
      (IDBFactory.prototype.open = () => {
        throw new DOMException("denied", "SecurityError");
      }),
  ],
  [
    "has no room left",
    () =>
      (IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      }),
  ],
];

for (const [what, deny] of DENIALS) {
  test(`if the browser ${what}, one sentence says so and training continues`, async (t) => {
    const page = await visit(t, `${LINK}&run=1`, { prepare: (context) => context.addInitScript(deny) });
    await page.status("finished");
    await page.says("won’t store this run (no space, or not allowed)");
    await page.losses();
    page.assertFaultless();
  });
}

/** Runs in the page: the storage answers neither reads nor writes; a note from an earlier visit says that a run is stored. */
const muteness = () => {
  // An empty document in Firefox has no storage.
  if (location.protocol.startsWith("http")) localStorage.setItem("hourglass-kept", "1");
  const { getAllKeys } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAllKeys = function (...given) {
    const request = getAllKeys.apply(this, given);
    Object.defineProperty(request, "onsuccess", { set: () => {} });
    return request;
  };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    Object.defineProperty(request, "onsuccess", { set: () => {} });
    return request;
  };
};

test("if the storage does not answer, one sentence says that the run is not stored, and training continues", async (t) => {
  const page = await visit(t, `${LINK}&run=1`, { prepare: (context) => context.addInitScript(muteness) });
  await page.status("finished");
  await page.says("storage does not respond, so this run is not stored");
  await page.losses();
  page.assertFaultless();
});

/** Runs in the page: requests to the stored checkpoints are never answered. */
const silence = () => {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (...given) {
    const request = get.apply(this, given);
    if (this.name === "checkpoints") Object.defineProperty(request, "onsuccess", { set: () => {} });
    return request;
  };
};

test("if the storage does not answer, one sentence says so, the run is still offered, and training continues", async (t) => {
  const page = await visit(t, LINK, { prepare: (context) => context.addInitScript(silence) });
  await train(page, 1);
  await page.reload();
  await page.press("resume");
  await page.says("storage does not respond");
  assert.equal(await offers(page), 1);
  await page.press("start");
  await page.status("finished");
  page.assertFaultless();
});

/** Runs in the page: corrupts every record of a store. */
const spoil = (store) =>
  new Promise((resolve) => {
    const request = indexedDB.open("hourglass");
    request.onsuccess = () => {
      const transaction = request.result.transaction(store, "readwrite");
      const records = transaction.objectStore(store);
      const keys = records.getAllKeys();
      keys.onsuccess = () => {
        for (const key of keys.result) records.put(new Uint8Array(50).fill(255), key);
      };
      transaction.oncomplete = () => resolve(request.result.close());
    };
  });

for (const [store, words] of [
  ["notes", "is damaged and cannot be resumed"],
  ["checkpoints", "The run starts over"],
]) {
  test(`if the stored ${store} are damaged, one sentence says so and training continues`, async (t) => {
    const page = await visit(t, LINK);
    await train(page, 1);
    await page.page.evaluate(spoil, store);
    await page.reload();
    if (store === "checkpoints") await page.press("resume");
    await page.says(words);
    await page.status("ready");
    await page.press("start");
    await page.status("finished");
    await page.losses();
    page.assertFaultless();
  });
}

/** Saves the run and returns the file. */
async function save(page) {
  await page.press("save");
  const [download] = await Promise.all([page.page.waitForEvent("download"), page.press("save-weights")]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const load = (page, { name, bytes }) =>
  page.at("load-weights").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });

test("a run that is saved to a file and loaded elsewhere ends with exactly the same losses", async (t) => {
  const losses = await uninterrupted(t);
  const page = await visit(t, LINK);
  await train(page, 2);
  const file = await save(page);
  assert.equal(file.name, "hourglass-ae-vae-epoch-2.safetensors");
  await page.context.close();

  const other = await visit(t, TINY);
  await other.status("ready");
  await load(other, file);
  await other.reads("epoch", 2);
  assert.equal((await other.address("seed", 5)).train, "640", "its settings come with it");
  await other.status("paused");
  await other.press("start");
  await other.status("finished");
  assert.deepEqual(await other.losses(), losses);
  other.assertFaultless();
});

test("a file that is dropped on the page is loaded", async (t) => {
  const page = await visit(t, LINK);
  await train(page, 1);
  const file = await save(page);
  await page.press("reset");
  await page.status("ready");
  const transfer = await page.page.evaluateHandle(
    ([name, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name));
      return transfer;
    },
    [file.name, [...file.bytes]],
  );
  await page.page.locator("main").dispatchEvent("drop", { dataTransfer: transfer });
  await page.reads("epoch", 1);
  await page.status("paused");
  page.assertFaultless();
});

test("files that are not saved runs get a message and change nothing", async (t) => {
  const page = await visit(t, `${TINY}&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  const good = await save(page);
  const damaged = Buffer.from(good.bytes);
  damaged.fill(255, damaged.length - 4_000);
  /** @type {[string, Buffer][]} */
  const files = [
    ["an empty file", Buffer.alloc(0)],
    ["bytes of no meaning", Buffer.alloc(5_000, 7)],
    ["a header that promises more than there is", Buffer.concat([Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]), Buffer.alloc(64)])],
    ["a file that is cut off", good.bytes.subarray(0, good.bytes.length / 2)],
    ["weights that are no numbers", damaged],
  ];
  for (const [what, bytes] of files) {
    await t.test(what, async () => {
      await load(page, { name: "broken.safetensors", bytes });
      await page.until("an answer", () => document.querySelector('[data-testid="message"]').textContent);
      assert.equal(await page.text("status"), "finished");
      assert.deepEqual(await page.losses(), losses);
      await page.page.getByRole("button", { name: "Dismiss the message" }).dispatchEvent("click");
      await page.reads("message", "");
    });
  }
  page.assertFaultless();
});
