// @ts-check

// Errors of the server or in training: the page explains them in words, and trains once the cause is removed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { WITHOUT } from "./lib/browser.mjs";
import { LIMIT, runFirst, TINY, visits } from "./lib/page.mjs";
import { count, cramped, kill, killOne, lives, watchWorkers } from "./lib/workers.mjs";

const visit = visits();

const MISSING = { status: 404, body: "not found" };
const CUT_OFF = { contentType: "application/wasm", body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9]) };

/** The server's answer for a file, how often until the page gives up, a part of the message then, and what its button does. */
/** @typedef {Parameters<import("playwright-core").Route["fulfill"]>[0] | null} Answer null: none at all */
/** @type {[string, string, Answer, number, string, ("retry" | "reload")?][]} */
const FAULTS = [
  // Once for the worker, and once for the page's check of why it did not start.
  [
    "the trainer's first script is missing",
    "trainer_loader.js",
    MISSING,
    2,
    "trainer_loader.js could not be fetched: the host has no such file (404). Most likely a newer version",
    "reload",
  ],
  ["the trainer's script is missing", "trainer.js", MISSING, 2, "trainer.js could not be fetched", "reload"],
  ["the trainer's program is missing", "trainer_bg.wasm", MISSING, 2, "trainer_bg.wasm could not be fetched", "reload"],
  ["the trainer's program is lost on the network", "trainer_bg.wasm", null, 2, "Check the connection"],
  ["the trainer's program is cut off", "trainer_bg.wasm", CUT_OFF, 6, "stopped three times in a row"],
  ["the list of data is missing", "data/index.json", MISSING, 4, "index.json could not be fetched (the server answered 404)"],
  ["the list of data is damaged", "data/index.json", { body: "<html>" }, 4, "list of data files is damaged"],
  ["the data is missing", "data/*.gz", MISSING, 4, "could not be fetched (the server answered 404)"],
  ["the data is another file", "data/*.gz", { body: "<html>..." }, 8, "it is not an IDX images file"],
  ["the connection fails", "data/*.gz", null, 4, "Check the connection"],
];

const answerInstead = (file, answer, times) => (context) =>
  context.route(`**/${file}`, (route) => (answer ? route.fulfill(answer) : route.abort()), { times });

for (const [fault, file, answer, times, words, remedy = "retry"] of FAULTS) {
  test(`if ${fault}, the page says so in the end, and a button helps and trains`, async (t) => {
    const page = await visit(t, `${TINY}&run=1`, { prepare: answerInstead(file, answer, times) });
    await page.reads("status", "failed");
    const said = await page.text("message");
    assert.ok(said.includes(words), said);
    assert.ok(!said.includes("panicked"), said);
    assert.equal(await page.text(remedy), { retry: "Try again", reload: "Reload" }[remedy]);
    await page.press(remedy);
    await page.status("finished", LIMIT / 4);
    await page.losses();
  });

  test(`if ${fault} only once, the page recovers by itself`, async (t) => {
    const page = await visit(t, `${TINY}&run=1`, { prepare: answerInstead(file, answer, 1) });
    await page.status("finished", LIMIT / 4);
    await page.losses();
  });
}

test("Train, pressed at the moment when the page gives up, tries again", async (t) => {
  const prepare = async (context) => {
    await answerInstead("trainer_bg.wasm", MISSING, 3)(context);
    await context.addInitScript(pressStartOnFailure);
  };
  const page = await visit(t, TINY, { prepare });
  await page.until("the failure", () => window.failure);
  await page.status("finished", LIMIT / 4);
});

/** Runs in the page: records the message when the run fails, and presses Train at the same moment. */
function pressStartOnFailure() {
  const read = (testid) => document.querySelector(`[data-testid="${testid}"]`);
  new MutationObserver(() => {
    if (window.failure || read("status")?.textContent !== "failed") return;
    window.failure = read("message").textContent;
    read("start").click();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Epochs of a few milliseconds. */
const LONG = "backend=cpu&hidden=8&latent=2&train=640&batch=32&epochs=60&seed=3";

/** The losses of a run without disturbance. */
async function undisturbed(t, link) {
  const page = await visit(t, `${link}&run=1`);
  await page.status("finished");
  const losses = await page.losses();
  await page.context.close();
  return losses;
}

const afterEpoch = (page, epoch) =>
  page.until(`epoch ${epoch}`, (least) => Number(document.querySelector('[data-testid="epoch"]').textContent) >= least, epoch);

test("a trainer that is killed is replaced, and the run ends as if nothing had happened", async (t) => {
  const losses = await undisturbed(t, LONG);
  const page = await visit(t, `${LONG}&run=1`, { prepare: watchWorkers });
  await afterEpoch(page, 5);
  await kill(page);
  await page.says("The trainer stopped unexpectedly; training continues from epoch");
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  assert.equal(await page.text("epoch"), "60");
  assert.equal(await count(page), 1);
});

test("a trainer that is killed while it is idle comes back with the same run", async (t) => {
  const page = await visit(t, LONG, { prepare: watchWorkers });
  await page.status("ready");
  await page.press("step-epoch");
  await page.status("paused");
  const losses = await page.losses();
  await kill(page);
  await page.says("the run is back at epoch 1");
  await page.status("paused");
  assert.deepEqual(await page.losses(), losses);
  await page.press("step-epoch");
  await page.reads("epoch", 2);
  await page.status("paused");
});

test("a trainer that is killed while it loads is replaced", async (t) => {
  let isAskedFor;
  const asked = new Promise((resolve) => (isAskedFor = resolve));
  const prepare = async (context) => {
    await watchWorkers(context);
    // The first one never receives its program.
    await context.route("**/trainer_bg.wasm", isAskedFor, { times: 1 });
  };
  const page = await visit(t, `${TINY}&run=1`, { prepare });
  await asked;
  await lives(page);
  await kill(page);
  await page.says("The trainer stopped unexpectedly; it was restarted.");
  await page.status("finished");
  await page.losses();
  assert.equal(await count(page), 1);
});

/** Each new trainer first runs the last script of a list. */
const eachRunsFirst = (scripts) => (context) => context.route("**/trainer_loader.js", (route) => runFirst(route, scripts.pop() ?? ""));

test("a trainer's panic message appears only in the details, and the run continues", async (t) => {
  const losses = await undisturbed(t, LONG);
  // The first one sends a panic message on request, and is then silent.
  const panic = `
    new BroadcastChannel("panic").onmessage = () => {
      self.postMessage("panicked at src/somewhere.rs: oh");
      self.postMessage = () => {};
    };
  `;
  const page = await visit(t, `${LONG}&run=1`, { prepare: eachRunsFirst([panic]) });
  await afterEpoch(page, 5);
  await page.page.evaluate(() => new BroadcastChannel("panic").postMessage(""));
  await page.says("The trainer stopped unexpectedly; training continues from epoch");
  assert.ok(!(await page.text("message")).includes("panicked"));
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
});

test("a trainer that runs out of memory is replaced, and one that always does needs smaller networks", async (t) => {
  const large = TINY.replace("hidden=8", "hidden=1024,1024");
  /** @type {string[]} */
  const scripts = [cramped(64), cramped(64), cramped(64)];
  const page = await visit(t, `${large}&run=1`, { prepare: eachRunsFirst(scripts) });
  await page.reads("status", "failed");
  assert.match(await page.text("message"), /make the networks smaller: there may be too little memory/);
  scripts.push(cramped(64));
  await page.go(`${TINY}&run=1`);
  await page.status("finished");
  await page.losses();
  assert.equal(scripts.length, 0, "the smaller networks have as little memory");

  // The first trainer has too little memory, the second has enough.
  scripts.push(cramped(16));
  await page.reload();
  await page.begins();
  await page.status("finished");
  await page.losses();
  assert.deepEqual(scripts, []);
});

test("a tab that is frozen and thawed continues", { skip: WITHOUT.freezing }, async (t) => {
  const losses = await undisturbed(t, LONG);
  const page = await visit(t, `${LONG}&run=1`);
  await afterEpoch(page, 3);
  const session = await page.context.newCDPSession(page.page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await page.status("finished");
  assert.deepEqual(await page.losses(), losses);
  page.assertFaultless();
});

test("a hundred crashes in a row lose nothing", { skip: WITHOUT.heap }, async (t) => {
  const link = LONG.replace("train=640", "train=3200");
  const page = await visit(t, `${link.replace("epochs=60", "epochs=500")}&run=1`, { prepare: watchWorkers });
  const session = await page.context.newCDPSession(page.page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const epoch = async () => Number(await page.text("epoch"));
  let [faults, farthest, before] = [0, 0, 0];
  for (; faults < 100; faults++) {
    // Every other trainer makes progress; the others are killed at once. The page gives up after three crashes without progress.
    const getsOn = faults % 2 === 0;
    if (getsOn) {
      await page.status("training");
      await afterEpoch(page, farthest + 1);
    } else {
      await lives(page);
    }
    // At any moment.
    await page.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), (faults * 37) % (getsOn ? 100 : 400));
    farthest = Math.max(farthest, await epoch());
    assert.ok(farthest < 500, `the run is over after ${faults} faults`);
    if (faults === 10) before = await heap();
    await killOne(page);
  }
  const after = await heap();
  t.diagnostic(`after ${faults} faults at epoch ${farthest}: ${before.toFixed(1)} MB, then ${after.toFixed(1)} MB`);
  assert.ok(after < before + 5, `${before} MB, then ${after} MB`);
  assert.equal(await count(page), 1);
  await page.status("training");
  await page.press("pause");
  await page.status("paused");
  const last = (await epoch()) + 1;
  await page.press("step-epoch");
  await page.reads("epoch", last);
  await page.status("paused");
  assert.deepEqual(await page.losses(), await undisturbed(t, link.replace("epochs=60", `epochs=${last}`)));
});

test("a server that decompresses the data makes no difference", async (t) => {
  const unpacked = async (route) => route.fulfill({ body: gunzipSync(await (await route.fetch()).body()) });
  const page = await visit(t, `${TINY}&run=1`, { prepare: (context) => context.route("**/data/*.gz", unpacked) });
  await page.status("finished");
  const losses = await page.losses();
  await page.context.close();
  const packed = await visit(t, `${TINY}&run=1`);
  await packed.status("finished");
  assert.deepEqual(await packed.losses(), losses);
});

test("a learning rate that is far too high stops the run with a message, and a lower one trains", async (t) => {
  const page = await visit(t, "backend=cpu&hidden=8&train=64&batch=8&epochs=100&lr=1&beta=100&loss=mse&run=1");
  await page.reads("status", "failed");
  await page.says("Lower the learning rate");
  await page.set("learning-rate", "0.001");
  await page.set("beta", 1);
  await page.set("epochs", 2);
  await page.press("reset");
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  const { "vae-train-loss": loss } = await page.losses();
  assert.ok(loss > 1 && loss < 784, `the loss is ${loss}`);
  page.assertFaultless();
});

test("the largest learning rate diverges, and a button continues from the last epoch with a tenth of it", async (t) => {
  const page = await visit(t, LONG.replace("epochs=60", "epochs=500"));
  await page.status("ready");
  await page.press("step-epoch");
  await page.status("paused");
  await page.set("learning-rate", 10);
  await page.press("start");
  await page.reads("status", "failed");
  await page.says("no longer a number");
  assert.equal(await page.text("go-on"), "Continue from epoch 1 with a learning rate of 1");
  await page.press("go-on");
  await page.until("it to go on", () => Number(document.querySelector('[data-testid="epoch"]').textContent) > 1);
  assert.equal((await page.address("lr", 1)).epochs, "500");
  page.assertFaultless();
});
