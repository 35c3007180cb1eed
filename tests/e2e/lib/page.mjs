// @ts-check

// Access to the page for tests: its read-outs and controls by their `data-testid`, its canvases, its pad. Nothing here sleeps;
// everything waits for a condition, up to LIMIT.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";

/** Milliseconds to wait for anything: far more than necessary, since other programs may keep both cores busy. */
export const LIMIT = 120_000;

/** Small enough to train in a fraction of a second. */
export const TINY = "backend=cpu&hidden=8&latent=2&train=64&batch=32&epochs=1";

/** The losses that a finished run of both networks shows. */
export const LOSSES = [
  "ae-train-loss",
  "ae-validation-loss",
  "ae-test-mse",
  "vae-train-loss",
  "vae-validation-loss",
  "vae-kl",
  "vae-test-mse",
];

/**
 * How a test visits the page. `inWorker` is a script that a trainer's worker runs first, and `prepare` gets the browser's context before
 * the page is opened; the other options are Playwright's for a context.
 *
 * @typedef {{ inWorker?: string, prepare?: (context: import("playwright-core").BrowserContext) => Promise<unknown> }} Preparation
 * @typedef {import("playwright-core").BrowserContextOptions & Preparation} Visiting
 */

/**
 * Prepares a browser without WebGPU.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export const noWebgpu = (context) =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, "gpu", { get: () => undefined }));

/**
 * Starts a server and a browser for all tests of a file; returns a function that visits the page. DIST may name a folder other than
 * `dist/`.
 *
 * @param {Record<string, string | number | boolean>} [preferences] for a Firefox with other preferences
 */
export function visits(preferences) {
  /** @type {import("./server.mjs").Site} */
  let site;
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => {
    site = await serve({ folder: process.env.DIST || undefined });
    browser = await launch(preferences);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  return visit;

  /**
   * @param {import("node:test").TestContext} t
   * @param {string} [hash]
   * @param {Visiting} [visiting]
   */
  async function visit(t, hash = "", { inWorker, prepare = async () => {}, ...options } = {}) {
    const prepared = {
      /** @param {import("playwright-core").BrowserContextOptions} options */
      newContext: async (options) => {
        const context = await browser.newContext(options);
        if (inWorker) await context.route("**/trainer*_loader.js", (route) => runFirst(route, inWorker));
        await prepare(context);
        return context;
      },
    };
    const url = /^https?:/.test(hash) ? hash : site.url + (hash && `#${hash}`);
    const opened = await open(prepared, url, { viewport: { width: 1440, height: 900 }, ...options });
    t.after(opened.close);
    const visited = new Visit(opened, site);
    await visited.at("status").waitFor({ timeout: LIMIT });
    return visited;
  }
}

/** Puts another script before a worker's script, so that it runs before the trainer starts. */
export async function runFirst(route, script) {
  const response = await route.fetch();
  await route.fulfill({ response, body: `${script}\n${await response.text()}` });
}

/**
 * Where an element is shown.
 *
 * @param {import("playwright-core").Locator} locator
 */
export async function boxOf(locator) {
  const box = await locator.boundingBox();
  assert.ok(box, `${locator} is not shown`);
  return box;
}

/** One visitor's page. */
export class Visit {
  /**
   * @param {import("./browser.mjs").Opened} opened
   * @param {import("./server.mjs").Site} site
   */
  constructor({ page, context, assertClean }, site) {
    this.page = page;
    this.context = context;
    this.assertClean = assertClean;
    this.site = site;
  }

  at(testid) {
    return this.page.getByTestId(testid);
  }

  async text(testid) {
    return ((await this.at(testid).textContent()) ?? "").trim();
  }

  /** The text alternative of a picture. */
  async label(testid) {
    const label = await this.at(testid).getAttribute("aria-label");
    assert.ok(label !== null, `${testid} has no label`);
    return label;
  }

  /** A loss as the page knows it, to the last bit; null if there is none. */
  exact(testid) {
    return this.at(testid).getAttribute("data-value");
  }

  async number(testid) {
    return Number((await this.exact(testid)) ?? NaN);
  }

  /** All losses, to the last bit. */
  async losses() {
    const pairs = await Promise.all(LOSSES.map(async (testid) => [testid, await this.exact(testid)]));
    for (const [testid, value] of pairs) assert.ok(Number.isFinite(Number(value ?? NaN)), `${testid} is ${value}`);
    return Object.fromEntries(pairs);
  }

  /** Waits until a function that runs in the page returns something true; `what` says what it waits for. */
  async until(what, question, argument, timeout = LIMIT) {
    try {
      // Polls by the clock: a page that paints nothing has no frames.
      return await (await this.page.waitForFunction(question, argument, { timeout, polling: 50 })).jsonValue();
    } catch (error) {
      const [status, message] = await Promise.all([this.text("status"), this.text("message")]);
      throw new Error(`waited for: ${what}; status ${status}, message “${message}”`, { cause: error });
    }
  }

  /** The same for an async function: {@link until} would treat its promise as true. */
  async eventually(what, question, argument, timeout = LIMIT) {
    for (const end = Date.now() + timeout; Date.now() < end; await setTimeout(50)) {
      if (await this.page.evaluate(question, argument)) return;
    }
    assert.fail(`waited for: ${what}`);
  }

  /** Waits until a read-out holds a text. */
  reads(testid, wanted, timeout = LIMIT) {
    const question = ([testid, wanted]) => document.querySelector(`[data-testid="${testid}"]`).textContent.trim() === wanted;
    return this.until(`${testid} to read ${wanted}`, question, [testid, String(wanted)], timeout);
  }

  /** Waits for a status, and stops waiting if the run fails. */
  async status(wanted, timeout = LIMIT) {
    const question = (wanted) => {
      const status = document.querySelector('[data-testid="status"]')?.textContent.trim();
      return [wanted, "failed"].includes(status) && status;
    };
    const status = await this.until(`the status ${wanted}`, question, wanted, timeout);
    assert.equal(status, wanted, await this.text("message"));
  }

  /** Trains from one epoch to another, one at a time. */
  async epochs(from, to) {
    for (let epoch = from; epoch <= to; epoch += 1) {
      await this.press("step-epoch");
      await this.reads("epoch", epoch);
      await this.status("paused");
    }
  }

  /** Waits until the message holds a text. */
  says(part) {
    const question = (part) => document.querySelector('[data-testid="message"]').textContent.includes(part);
    return this.until(`a message with “${part}”`, question, part, LIMIT / 4);
  }

  /** A canvas as it is now. */
  snapshot(testid) {
    return this.at(testid).evaluate((/** @type {HTMLCanvasElement} */ canvas) => canvas.toDataURL());
  }

  /** Waits until a canvas differs from before. */
  async changes(testid, before) {
    const question = ([canvas, before]) => canvas.toDataURL() !== before;
    await this.until(`${testid} to change`, question, [await this.at(testid).elementHandle(), before]);
  }

  press(testid) {
    return this.at(testid).click({ timeout: LIMIT });
  }

  /** A control of the bar; opens “More” if the control is behind it. */
  async inBar(testid) {
    if (!(await this.at(testid).isVisible())) await this.press("more");
    return this.at(testid);
  }

  /** Why the networks compute where they do: the text behind the badge. */
  async backendWords() {
    await this.page.locator("button", { has: this.at("backend") }).click();
    const words = this.page.locator("[popover]:popover-open");
    await words.waitFor();
    return ((await words.textContent()) ?? "").trim();
  }

  /** Types a setting. */
  set(key, value) {
    return this.type(`setting-${key}`, String(value));
  }

  /** Types a text key by key, as a visitor does, and leaves the field: not every browser treats a script's text as a change. */
  async type(testid, text) {
    const field = this.at(testid);
    await field.selectText();
    await this.page.keyboard.press("Delete");
    await field.pressSequentially(text);
    await field.blur();
  }

  /** The settings in the address, once it contains this value. */
  async address(key, value) {
    const question = ([key, value]) => new URLSearchParams(location.hash.slice(1)).get(key) === value;
    await this.until(`${key}=${value} in the address`, question, [key, String(value)]);
    return this.page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  }

  async reload() {
    await this.page.reload();
    await this.at("status").waitFor({ timeout: LIMIT });
  }

  /** Waits until a link's run starts; if an earlier run holds it back, discards that one. */
  async begins() {
    const question = () =>
      document.querySelector('[data-testid="discard"]') ||
      /training|finished/.test(document.querySelector('[data-testid="status"]')?.textContent);
    await this.until("the link's run, or an earlier one", question);
    if (await this.at("discard").count()) await this.press("discard");
  }

  /** Opens another link in the same page, as an edited address does. */
  go(hash) {
    return this.page.evaluate(
      (hash) =>
        new Promise((resolve) => {
          addEventListener("hashchange", () => window.setTimeout(resolve), { once: true });
          location.hash = hash;
        }),
      hash,
    );
  }

  /** Trains a tiny run from its link to its end, and returns its losses. */
  async trainTiny(seed = 1) {
    await this.go(`${TINY}&seed=${seed}&run=1`);
    await this.status("finished");
    return this.losses();
  }

  /** Checks that the page had no error, and that all its requests were answered. */
  assertFaultless() {
    this.assertClean();
    assert.deepEqual(
      this.site.missing.filter((path) => !path.endsWith("/favicon.ico")),
      [],
    );
  }
}
