// @ts-check

// Which trainer is fetched, and which is used: the CPU starts, and with the automatic choice WebGPU is tried beside it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { noWebgpu, visits } from "./lib/page.mjs";

const visit = visits();

/** An emulated adapter is slow. */
const SLOW = 8 * 60_000;

const LINK = "hidden=8&latent=2&train=64&batch=32&epochs=1&digits=38";

/** Runs in the page: keeps the page from giving up a trial after half a minute. */
function bePatient() {
  const later = window.setTimeout.bind(window);
  window.setTimeout = /** @type {typeof window.setTimeout} */ (
    (act, delay, ...rest) => later(act, delay === 30_000 ? 3_600_000 : delay, ...rest)
  );
}

/**
 * Opens the page and records the names of the files that it fetches.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} hash
 * @param {import("./lib/page.mjs").Visiting} [visiting]
 */
async function watched(t, hash, { prepare = async () => {}, ...options } = {}) {
  /** @type {(string | undefined)[]} */
  const fetched = [];
  const page = await visit(t, hash, {
    prepare: async (context) => {
      context.on("request", (request) => fetched.push(new URL(request.url()).pathname.split("/").at(-1)));
      await context.addInitScript(bePatient);
      await prepare(context);
    },
    ...options,
  });
  return Object.assign(page, { fetched });
}

const hasAdapter = (page) => page.page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));

/** Waits until the explanation behind the badge matches. */
const explains = (page, pattern) =>
  page.until(
    `the badge to say ${pattern}`,
    (pattern) => document.querySelector("#badge-words").textContent.match(pattern)?.slice(),
    pattern.source,
    SLOW,
  );

/** Both times, wherever the networks compute. */
const FIGURES = /(on the CPU|through WebGPU).*[\d.]+ ms.* [\d.]+ ms/;

test("automatic starts on the CPU, tries WebGPU beside it, and states both times of the one it chooses", async (t) => {
  const page = await watched(t, LINK);
  if (!(await hasAdapter(page))) return t.skip("this browser offers no WebGPU adapter");
  await page.status("ready");
  assert.equal(await page.text("backend"), "cpu");
  assert.ok(page.fetched.includes("trainer_bg.wasm") && !page.fetched.includes("trainer-gpu_bg.wasm"));
  const [words, where] = await explains(page, FIGURES);
  t.diagnostic(words);
  assert.ok(page.fetched.includes("trainer-gpu_bg.wasm"));
  await page.status("ready");
  await page.reads("backend", where === "on the CPU" ? "cpu" : "webgpu");
  assert.equal((await page.address("backend", "auto")).backend, "auto");
  page.assertFaultless();
});

/** Swaps the times of a trial: they are the last two numbers of the only short message with the adapter's name. */
const swapped = `
  const post = self.postMessage.bind(self);
  self.postMessage = (message, ...rest) => {
    if (message instanceof ArrayBuffer && message.byteLength < 100 && new TextDecoder().decode(message).match(/swiftshader|unnamed adapter/)) {
      const end = message.byteLength;
      message = new Uint8Array([...new Uint8Array(message, 0, end - 16), ...new Uint8Array(message, end - 8), ...new Uint8Array(message, end - 16, 8)]).buffer;
      rest = [[message]];
    }
    post(message, ...rest);
  };
`;

test("a faster WebGPU does not interrupt a run, and computes the next one", async (t) => {
  const page = await watched(t, `${LINK}&epochs=500`, { inWorker: swapped });
  const isEmulated = await page.page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.isFallbackAdapter);
  if (!isEmulated) return t.skip("this browser does not emulate WebGPU");
  await explains(page, /being tried/);
  await page.press("step-epoch");
  await page.status("paused");
  await explains(page, /on the CPU.*press Reset/);
  assert.equal(await page.text("backend"), "cpu");
  assert.equal(await page.text("status"), "paused");
  await page.press("reset");
  await page.reads("backend", "webgpu");
  await page.status("ready");
  await explains(page, /through WebGPU on “(google swiftshader|unnamed adapter)”/);
  await page.at("backend-select").selectOption("cpu");
  await page.reads("backend", "cpu");
  await explains(page, /as you chose/);
  page.assertFaultless();
});

/** @type {[string, string, import("./lib/page.mjs").Visiting, string][]} */
const WITHOUT = [
  ["without WebGPU", LINK, { prepare: noWebgpu }, "no WebGPU"],
  ["with the CPU chosen", `backend=cpu&${LINK}`, {}, "as you chose"],
  ["for points on the plane", "data=spiral&hidden=8&train=64&epochs=1", {}, "points and rows"],
];

for (const [where, hash, options, words] of WITHOUT) {
  test(`${where} no WebGPU files are fetched`, async (t) => {
    const page = await watched(t, `${hash}&run=1`, options);
    await page.status("finished");
    // Real time matters here: WebGPU is tried after a second of idling.
    await page.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
    assert.deepEqual(
      page.fetched.filter((name) => name?.startsWith("trainer")),
      ["trainer_loader.js", "trainer.js", "trainer_bg.wasm"],
    );
    assert.equal(await page.text("backend"), "cpu");
    const said = await page.backendWords();
    assert.ok(said.includes(words), said);
    page.assertFaultless();
  });
}

test("an unusable adapter is reported while the run continues", async (t) => {
  const inWorker = 'Object.defineProperty(WorkerNavigator.prototype, "gpu", { get: () => ({ requestAdapter: async () => null }) });';
  const page = await watched(t, LINK, { inWorker });
  await explains(page, /on the CPU.*no adapter/);
  assert.equal(await page.text("message"), "");
  await page.press("start");
  await page.status("finished");
  page.assertFaultless();
});
