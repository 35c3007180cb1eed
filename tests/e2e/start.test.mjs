// @ts-check

// A page that cannot start says why, and does not load forever.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, WITHOUT } from "./lib/browser.mjs";
import { LIMIT, TINY } from "./lib/page.mjs";
import { DIST, serve } from "./lib/server.mjs";

const INDEX = join(process.env.DIST || DIST, "index.html");
const MODULE = /^page-.*\.js$/;
const START = /^start-.*\.js$/;
const WASM = /^page-.*_bg\.wasm$/;
const NOT_FOUND = { status: 404, type: "text/plain", body: "404 Not Found" };

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/**
 * A visit to the site with the responses of `answer` (lib/server.mjs), at an address below it or at another. It does not wait for the
 * page to load, since it may never do.
 *
 * @typedef {(name: string, found: import("./lib/server.mjs").Answer) => import("./lib/server.mjs").Answer | Promise<import("./lib/server.mjs").Answer>} Answering
 *
 * @param {import("node:test").TestContext} t
 * @param {{ answer?: Answering, address?: string } & Pick<import("./lib/page.mjs").Visiting, "prepare">} [visiting]
 */
async function visit(t, { answer, address = "", prepare = async () => {} } = {}) {
  const site = await serve({ folder: process.env.DIST || undefined, answer });
  t.after(site.close);
  const context = await browser.newContext({ serviceWorkers: "block" });
  t.after(() => context.close());
  await prepare(context);
  const page = await context.newPage();
  await page.goto(new URL(address, site.url).href, { waitUntil: "commit" });
  return page;
}

/** The message in a page or a frame, once it is shown. */
async function said(page, kind = "fault") {
  const place = page.locator(`#start-fault[data-kind="${kind}"]`);
  await place.waitFor({ timeout: LIMIT });
  return (await place.innerText()).trim();
}

const reload = (page) => page.getByTestId("start-reload");
const starts = (page) => page.getByTestId("status").waitFor({ timeout: LIMIT });

/** A file with its last byte changed. */
function spoiled(found) {
  const body = Buffer.from(found.body);
  body[body.length - 1] ^= 1;
  return { ...found, body };
}

test("a page that starts shows no message, and has fetched each of its files once", async (t) => {
  const asked = [];
  const answer = (name, found) => {
    asked.push(name);
    return found;
  };
  const page = await visit(t, { answer });
  await starts(page);
  assert.equal(await page.locator("#start-fault").count(), 0);
  for (const file of [MODULE, WASM]) assert.equal(asked.filter((name) => file.test(name)).length, 1, asked.join());
});

test("opened from disk, it says how to serve it", { skip: WITHOUT.disk }, async (t) => {
  const page = await visit(t, { address: pathToFileURL(INDEX).href });
  assert.match(await said(page), /^A page opened from disk .*cargo xtask serve/);
  assert.ok(!(await page.locator("#loading").isVisible()));
  assert.equal(await reload(page).count(), 0);
});

test("for a host that sends scripts as text, it names the right types", async (t) => {
  const page = await visit(t, { answer: (name, found) => (name.endsWith(".js") ? { ...found, type: "text/plain" } : found) });
  assert.match(await said(page), /^The host sends start-\S+\.js as text\/plain.*text\/javascript.*application\/wasm/);
  assert.equal(await reload(page).count(), 0);
});

for (const file of [START, MODULE, WASM]) {
  test(`a file that was changed on the way is named and does not run: ${file.source}`, async (t) => {
    const page = await visit(t, { answer: (name, found) => (file.test(name) ? spoiled(found) : found) });
    const [name, ...words] = (await said(page)).split(" ");
    assert.match(name, file);
    assert.match(words.join(" "), /^was changed on the way/);
    assert.ok(await reload(page).isVisible());
    assert.equal(await page.getByTestId("status").count(), 0);
  });
}

test("a missing file is named, and a button reloads the page", async (t) => {
  let isThere = false;
  const page = await visit(t, { answer: (name, found) => (MODULE.test(name) && !isThere ? NOT_FOUND : found) });
  assert.match(await said(page), /^page-\S+\.js could not be fetched.*\(404\).*newer version/);
  assert.ok(!(await page.locator("#loading").isVisible()));
  isThere = true;
  await reload(page).click();
  await starts(page);
  assert.equal(await page.locator("#start-fault").count(), 0);
});

test("a lost network is reported", async (t) => {
  const page = await visit(t, { prepare: (context) => context.route("**/page-*.js", (route) => route.abort()) });
  assert.match(await said(page), /^page-\S+\.js could not be fetched\. Check the connection/);
  assert.ok(await reload(page).isVisible());
});

test("a folder without its trailing slash: even watch.js does not arrive, and the document says so", async (t) => {
  const address = "/some/sub/path";
  const document = { status: 200, type: "text/html", body: await readFile(INDEX) };
  const page = await visit(t, { address, answer: (name, found) => (name === address ? document : found) });
  const place = page.locator("#start-fault");
  await place.waitFor({ timeout: LIMIT });
  assert.match(await place.innerText(), /add a slash/);
});

test("in a frame whose sandbox blocks its files, it names the missing permission", async (t) => {
  const frame = { status: 200, type: "text/html", body: '<!doctype html><iframe sandbox="allow-scripts" src="./"></iframe>' };
  const page = await visit(t, { address: "frame.html", answer: (name, found) => (name === "frame.html" ? frame : found) });
  assert.match(await said(page.frameLocator("iframe")), /allow-same-origin/);
});

test("in a frame that blocks saving files, the panel says so, and a text file can be copied", async (t) => {
  const sandbox = "allow-scripts allow-same-origin";
  const frame = {
    status: 200,
    type: "text/html",
    body: `<!doctype html><iframe width=1260 height=640 sandbox="${sandbox}" src="./#${TINY}&run=1"></iframe>`,
  };
  const page = await visit(t, { address: "frame.html", answer: (name, found) => (name === "frame.html" ? frame : found) });
  const inside = page.frameLocator("iframe");
  await inside.locator('[data-status="finished"]').waitFor({ timeout: LIMIT });
  await inside.getByTestId("save").click();
  assert.match(await inside.getByTestId("save-framed").innerText(), /sandbox.*allow-downloads/);
  assert.equal(await inside.getByTestId("save-copy").count(), 0);
  await inside.getByTestId("export-losses").click();
  await inside.getByTestId("save-copy").click();
  await inside.getByText(/losses-epoch-1\.csv Copied/).waitFor({ timeout: LIMIT });
});

test("a slow network is reported as slow, until the page starts after all", async (t) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  t.after(() => release());
  const answer = async (name, found) => {
    if (MODULE.test(name)) await released;
    return found;
  };
  // Runs in the page before its scripts: it runs out of patience at once.
  const hasten = () => {
    const later = window.setTimeout;
    window.setTimeout = /** @type {typeof window.setTimeout} */ (
      (act, milliseconds, ...rest) => later(act, milliseconds === 10_000 ? 500 : milliseconds, ...rest)
    );
  };
  const page = await visit(t, { answer, prepare: (context) => context.addInitScript(hasten) });
  assert.match(await said(page, "slow"), /^The page is still loading/);
  release();
  await starts(page);
  assert.equal(await page.locator("#start-fault").count(), 0);
});
