// @ts-check

// Without a network: after one visit the page opens and trains; a newer build is offered, never forced, and never mixed with the old one.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LIMIT, TINY, visits } from "./lib/page.mjs";
import { DIST, serve } from "./lib/server.mjs";

const visit = visits();

/** A run without a foreseeable end: Chromium may take a minute before it checks for a newer service worker. */
const LONG = "backend=cpu&hidden=256&latent=2&train=5000&batch=16&epochs=500&run=1";

/** A copy of the site that a test may change, and a visit to it with a service worker. */
async function copied(t, hash) {
  const folder = await mkdtemp(join(tmpdir(), "hourglass-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(process.env.DIST || DIST, folder, { recursive: true });
  const site = await serve({ folder });
  t.after(site.close);
  const page = await visit(t, `${site.url}#${hash}`, { serviceWorkers: "allow" });
  await page.until("the page to be kept", () => navigator.serviceWorker.controller?.state === "activated");
  return { folder, site, page };
}

/** Replaces a site's build with another, with the right checksum or a wrong one. */
async function renew(folder, version, isWhole = true) {
  const worker = join(folder, "sw.js");
  const document = await rename(folder, version);
  const text = await readFile(worker, "utf8");
  const list = /const BUILD = (.*);/.exec(text)?.[1] ?? "null";
  const build = JSON.parse(list);
  const checksum = createHash("sha384")
    .update(isWhole ? document : "another")
    .digest("base64");
  build.now["index.html"] = `sha384-${checksum}`;
  await writeFile(worker, text.replace(list, JSON.stringify({ ...build, version })));
}

/** Gives the document of a site another title, to identify it. */
async function rename(folder, title) {
  const index = join(folder, "index.html");
  const document = (await readFile(index, "utf8")).replace(/<title>[^<]*/, `<title>${title}`);
  await writeFile(index, document);
  return document;
}

/** Returns to the page, as from another tab; resolves once the build that is found is stored or rejected. */
function comeBack(page) {
  return page.page.evaluate(async () => {
    const registration = /** @type {ServiceWorkerRegistration} */ (await navigator.serviceWorker.getRegistration());
    const found = new Promise((done) => registration.addEventListener("updatefound", () => done(registration.installing)));
    document.dispatchEvent(new Event("visibilitychange"));
    const installing = await found;
    while (installing.state === "installing") {
      await new Promise((done) => installing.addEventListener("statechange", done, { once: true }));
    }
    return installing.state;
  });
}

const caches = (page) => page.page.evaluate(() => window.caches.keys());

test("after one visit the page opens and trains without a server", async (t) => {
  const { site, page } = await copied(t, TINY);
  await site.close();
  await page.reload();
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  await page.losses();
  assert.equal(await page.text("message"), "");
  // Without a backend in the link, WebGPU is tried, which was not stored: the user sees nothing of this.
  await page.go(TINY.replace("backend=cpu&", ""));
  await page.status("ready");
  await page.press("start");
  await page.status("finished");
  assert.equal(await page.text("message"), "");
});

test("a newer build is offered during a run, which continues, and opens on request", async (t) => {
  const { folder, page } = await copied(t, LONG);
  await page.status("training");
  assert.ok(!(await page.at("update").isVisible()), "there is nothing newer yet");
  await renew(folder, "newer");
  assert.equal(await comeBack(page), "installed");
  await page.at("update").waitFor({ timeout: LIMIT });
  const step = Number(await page.text("step"));
  await page.until("more steps", (step) => Number(document.querySelector('[data-testid="step"]').textContent) > step, step);
  assert.equal(await page.text("status"), "training");
  assert.notEqual(await page.page.title(), "newer");

  // A reload does not open it either, unless the user has asked for it.
  await page.reload();
  await page.at("update").waitFor({ timeout: LIMIT });
  assert.notEqual(await page.page.title(), "newer");

  await page.press("update");
  await page.until("the newer build", () => document.title === "newer");
  await page.at("status").waitFor({ timeout: LIMIT });
  await page.eventually("the old build to be forgotten", async () => {
    const names = await window.caches.keys();
    return names.length === 1 && names[0].endsWith(" newer");
  });
  assert.ok(!(await page.at("update").isVisible()));
  page.assertFaultless();
});

test("a build with mismatched files is not stored, and the old one still opens", async (t) => {
  const { folder, site, page } = await copied(t, TINY);
  const before = await caches(page);
  const title = await page.page.title();
  await renew(folder, "half", false);
  assert.equal(await comeBack(page), "redundant");
  assert.ok(!(await page.at("update").isVisible()));
  await site.close();
  await page.reload();
  assert.equal(await page.page.title(), title);
  assert.ok((await caches(page)).includes(before[0]));
});

test("a build without a list, as for development, is not stored, and deletes the stored one", async (t) => {
  const { folder, page } = await copied(t, TINY);
  await cp(fileURLToPath(new URL("../../www/sw.js", import.meta.url)), join(folder, "sw.js"));
  await rename(folder, "development");
  await page.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.eventually("nothing to be kept", async () => {
    const [names, registrations] = [await window.caches.keys(), await navigator.serviceWorker.getRegistrations()];
    return names.length === 0 && registrations.length === 0;
  });
  await page.reload();
  assert.equal(await page.page.title(), "development");
});

test("home screens get a name, colours, and icons of the declared sizes", async (t) => {
  const page = await visit(t, TINY);
  const { manifest, icons, touch } = await page.page.evaluate(async () => {
    const link = (rel) => /** @type {HTMLLinkElement} */ (document.querySelector(`link[rel="${rel}"]`)).href;
    const manifest = await (await fetch(link("manifest"))).json();
    const side = async (source) => {
      const image = Object.assign(new Image(), { src: new URL(source, link("manifest")) });
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    };
    const icons = await Promise.all(manifest.icons.map(async ({ src, sizes }) => [src, sizes, await side(src)]));
    return { manifest, icons, touch: await side(link("apple-touch-icon")) };
  });
  assert.equal(manifest.short_name, "Hourglass");
  assert.equal(manifest.display, "standalone");
  assert.equal(manifest.start_url, "./");
  for (const [src, promised, found] of icons) if (promised !== "any") assert.equal(found, promised, src);
  assert.equal(touch, "180x180");
  page.assertFaultless();
});
