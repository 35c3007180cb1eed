// @ts-check

// The page in WebKit, if it is installed: a visitor's first actions, every tool, each kind of data, and a visit without a network.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { IS_FIREFOX } from "./lib/browser.mjs";
import { THREE } from "./lib/canvas.mjs";
import { LIMIT, TINY } from "./lib/page.mjs";
import { serve } from "./lib/server.mjs";
import { launchWebkit, WITHOUT_WEBKIT } from "./lib/webkit.mjs";

const skip = WITHOUT_WEBKIT || (IS_FIREFOX && "in Firefox: WebKit is tried beside Chromium");
const TOOLS = ["explore", "manifold", "interpolate", "arithmetic", "generate", "digit"];

let site, webkit;
if (!skip) {
  before(async () => {
    site = await serve({ folder: process.env.DIST || undefined });
    webkit = await launchWebkit();
  });
  after(async () => {
    await webkit?.close();
    await site?.close();
  });
}

const at = (testid) => `[data-testid="${testid}"]`;
const text = (testid) => webkit.evaluate((selector) => document.querySelector(selector)?.textContent.trim(), at(testid));

/** Opens a link as a new visit. */
async function visit(hash) {
  await webkit.go("about:blank");
  await webkit.go(`${site.url}#${hash}`);
}

/** Waits until a function that runs in the page returns something true; `what` says what it waits for. */
async function until(what, question, ...args) {
  for (const end = Date.now() + LIMIT; Date.now() < end; await setTimeout(50)) {
    if (await webkit.evaluate(question, ...args)) return;
  }
  assert.fail(`waited for: ${what}; message “${await text("message")}”`);
}

const reads = (testid, wanted) =>
  until(
    `${testid} to read ${wanted}`,
    (selector, wanted) => document.querySelector(selector)?.textContent.trim() === wanted,
    at(testid),
    wanted,
  );

/** Waits until a canvas shows more than its background. */
const shows = (testid) =>
  until(
    `a picture on ${testid}`,
    (selector) => {
      const canvas = document.querySelector(selector);
      if (!canvas?.width) return false;
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size > 5;
    },
    at(testid),
  );

/** Checks that the page shows no error, and that no card can be scrolled sideways. */
async function assertCalm() {
  assert.equal(await text("message"), "");
  const scrolled = await webkit.evaluate(() => {
    const isScrolled = (card) => card.scrollWidth > card.clientWidth && ["auto", "scroll"].includes(getComputedStyle(card).overflowX);
    return [...document.querySelectorAll(".card")].filter(isScrolled).map((card) => card.className);
  });
  assert.deepEqual(scrolled, []);
}

test("a digit is drawn while the networks learn, and both rebuild it", { skip }, async () => {
  await visit("backend=cpu&hidden=64&train=4000&epochs=500&seed=1&run=1");
  await reads("status", "training");
  const { x, y, width, height } = await webkit.evaluate(
    (selector) => document.querySelector(selector).getBoundingClientRect().toJSON(),
    at("pad"),
  );
  await webkit.stroke(THREE.map(([right, down]) => [x + right * width, y + down * height]));
  for (const testid of ["pad-ae", "pad-vae", "latent-ae", "latent-vae", "loss-chart"]) await shows(testid);
  await webkit.click(at("pause"));
  await reads("status", "paused");
  await assertCalm();
});

test("every tool of the playground opens", { skip }, async () => {
  await visit(`${TINY}&run=1`);
  await reads("status", "finished");
  await until("the playground", () => document.querySelector("#play"));
  for (const tool of TOOLS) {
    await webkit.click(at(`play-${tool}`));
    await until(`${tool} to be open`, (selector) => document.querySelector(selector).ariaPressed === "true", at(`play-${tool}`));
  }
  for (const tool of ["explore-ae", "explore-vae"]) {
    await webkit.click(at("play-explore"));
    await shows(tool);
    await webkit.click(at("play-digit"));
  }
  await assertCalm();
});

for (const data of ["spiral", "table"]) {
  test(`a ${data} is learned`, { skip }, async () => {
    await visit(`backend=cpu&hidden=16&epochs=2&data=${data}&seed=1&run=1`);
    await reads("status", "finished");
    await shows("loss-chart");
    await assertCalm();
  });
}

test("after a visit the page opens and trains without a network", { skip }, async () => {
  await visit(TINY);
  await until("the page to be kept", () => navigator.serviceWorker.controller?.state === "activated");
  await site.close();
  await visit(`${TINY}&run=1`);
  await reads("status", "finished");
  await assertCalm();
});
