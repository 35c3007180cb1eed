// @ts-check

// WebGPU, if the browser has it, computes the same as the CPU. If it is missing or fails, the CPU does the work and the page says why.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WITHOUT } from "./lib/browser.mjs";
import { noWebgpu, runFirst, visits } from "./lib/page.mjs";

const visit = visits();

/** An emulated adapter takes seconds for a step, and much longer to compile its kernels. */
const SLOW = 8 * 60_000;

const LINK = "hidden=8&latent=2&train=64&batch=32&epochs=1&digits=38&run=1";

/** As at `http://192.168.…`: the context is not secure, so there is no WebGPU. */
const insecure = async (context) => {
  await noWebgpu(context);
  await context.addInitScript(() => Object.defineProperty(window, "isSecureContext", { value: false }));
};

/** Fails if a loss differs from the CPU's by more than a thousandth. */
function assertClose(losses, expected) {
  for (const [testid, value] of Object.entries(expected)) {
    const difference = Math.abs(Number(losses[testid]) - Number(value));
    assert.ok(difference <= 1e-3 * Math.abs(Number(value)), `${testid}: ${losses[testid]} on WebGPU, ${value} on the CPU`);
  }
}

test("a tiny run on WebGPU ends with the losses of the CPU, to a thousandth", async (t) => {
  const cpu = await visit(t, `backend=cpu&${LINK}`);
  const adapter = await cpu.page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.vendor ?? null);
  if (adapter === null) return t.skip("this browser offers no WebGPU adapter");
  await cpu.status("finished");
  assert.equal(await cpu.text("backend"), "cpu");
  const expected = await cpu.losses();
  await cpu.context.close();

  const page = await visit(t, `backend=webgpu&${LINK}`);
  await page.status("finished", SLOW);
  assert.equal(await page.text("backend"), "webgpu", await page.backendWords());
  assert.notEqual(await page.text("adapter"), "");
  assert.equal(await page.text("epoch"), "1");
  assertClose(await page.losses(), expected);
  page.assertFaultless();
});

const adapter = (answer) => ({
  inWorker: `Object.defineProperty(WorkerNavigator.prototype, "gpu", { get: () => ({ requestAdapter: async () => (${answer}) }) });`,
});

/** @type {[string, import("./lib/page.mjs").Visiting, string][]} */
const LACKS = [
  ["has never heard of WebGPU", { prepare: noWebgpu }, "This browser has no WebGPU."],
  ["does not trust the page’s address", { prepare: insecure }, "This address is not secure"],
  ["offers no adapter", adapter("null"), "offers no adapter"],
  [
    "has an adapter without time stamps",
    adapter('{ features: new Set(), info: { description: "Toy" } }'),
    "“Toy” lacks the feature timestamp-query",
  ],
  [
    "has an adapter with workgroups that are too small",
    adapter(`{
      features: new Set(["timestamp-query"]),
      limits: { maxComputeInvocationsPerWorkgroup: 64 },
      info: { subgroupMaxSize: 32 },
    }`),
    "64; 256 are needed",
  ],
];

for (const [lack, options, reason] of LACKS) {
  test(`a browser that ${lack} trains on the CPU and says why`, async (t) => {
    const page = await visit(t, `backend=webgpu&${LINK}`, options);
    await page.status("finished");
    assert.equal(await page.text("backend"), "cpu");
    assert.equal(await page.text("adapter"), "");
    const words = await page.backendWords();
    assert.ok(words.includes("on the CPU") && words.includes(reason), words);
    await page.losses();
    page.assertFaultless();
  });
}

test("a WebGPU that kills the trainer during its check is not tried again, and the run continues on the CPU", async (t) => {
  const lost = adapter("new Promise(() => setTimeout(() => { throw new Error('the GPU is lost'); }))");
  const page = await visit(t, `backend=webgpu&${LINK}`, lost);
  await page.status("finished");
  assert.equal(await page.text("backend"), "cpu");
  assert.match(await page.text("message"), /WebGPU failed its start-up check/);
  assert.match(await page.backendWords(), /WebGPU failed its start-up check/);
  await page.losses();
  page.assertFaultless();
});

/** Runs in the trainer: destroys every device when the page says so. */
const destructible = `
  const request = globalThis.GPUAdapter?.prototype.requestDevice;
  if (request) {
    GPUAdapter.prototype.requestDevice = async function (...rest) {
      const device = await request.apply(this, rest);
      new BroadcastChannel("gpu").onmessage = () => device.destroy();
      return device;
    };
  }
`;

/** Runs in the page: destroys the device in the middle of an epoch after the first, which has 20 steps; returns the epoch. */
function destroyAmid() {
  const [epoch, step] = ["epoch", "step"].map((id) => Number(document.querySelector(`[data-testid="${id}"]`).textContent));
  if (epoch < 1 || step < 20 * epoch + 3 || step > 20 * epoch + 15) return false;
  new BroadcastChannel("gpu").postMessage("");
  return epoch;
}

const RETURNS = [
  ["comes back", destructible, "webgpu", WITHOUT.time],
  ["does not come back", adapter("null").inWorker, "cpu", false],
];

for (const [returns, next, backend, skip] of RETURNS) {
  test(`a GPU that is lost in the middle of an epoch and ${returns} costs at most that epoch`, { skip }, async (t) => {
    const link = LINK.replace("train=64", "train=640").replace("epochs=1", "epochs=4");
    const cpu = await visit(t, `backend=cpu&${link}`);
    const isSlow = await cpu.page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.isFallbackAdapter);
    if (!isSlow) return t.skip("this browser does not emulate WebGPU, whose epochs would be over too soon");
    await cpu.status("finished");
    const expected = await cpu.losses();
    await cpu.context.close();

    const scripts = [destructible];
    const prepare = (context) => context.route("**/trainer-gpu.js", (route) => runFirst(route, scripts.pop() ?? next));
    const page = await visit(t, `backend=webgpu&${link}`, { prepare });
    const epoch = await page.until("the middle of an epoch", destroyAmid, undefined, SLOW);
    const before = await page.losses();
    await page.says(`stopped unexpectedly; training continues from epoch ${epoch}.`);
    assert.deepEqual(await page.losses(), before, "its curves stay in sight");
    await page.status("finished", SLOW);
    assert.equal(await page.text("backend"), backend);
    assert.equal(await page.text("epoch"), "4");
    assertClose(await page.losses(), expected);
    page.assertFaultless();
  });
}
