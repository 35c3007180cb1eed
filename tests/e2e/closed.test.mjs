// @ts-check

// Closed by design: nothing leaves the page, nothing foreign gets in, text stays text, and every file is as it was built.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { draw, THREE } from "./lib/canvas.mjs";
import { LIMIT, TINY, visits } from "./lib/page.mjs";
import { DIST, serve } from "./lib/server.mjs";

const visit = visits();

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

const TOOLS = ["explore", "manifold", "interpolate", "arithmetic", "generate", "digit"];

/** Text that would run if a page treated it as markup. */
const MARKUP = "<img src=x onerror=smuggled=1>";
const TABLE = [
  `${MARKUP},size,<b>kind</b>`,
  ...Array.from({ length: 20 }, (_, i) => `${MARKUP},${i * i},<i>${i % 2 ? "a" : "b"}</i>`),
].join("\n");

/** Another origin, which must never be contacted: it records requests as missing. */
let foreign;
before(async () => (foreign = await serve({ path: "/nothing/" })));
after(() => foreign.close());

/** Runs in the page before anything else: records violations of the policy. */
function noteViolations() {
  window.stopped = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    window.stopped.push(`${effectiveDirective} ${blockedURI}`);
  });
}

const prepare = (context) => context.addInitScript(noteViolations);
const stopped = (page) => page.page.evaluate(() => window.stopped);

test("a whole session, and one without a network, contacts no other origin and never violates the policy", async (t) => {
  const page = await visit(t, `${TINY}&run=1&lesson=open`, { serviceWorkers: "allow", prepare });
  await page.status("finished");
  await draw(page, THREE);
  for (const tool of TOOLS) {
    await page.press(`play-${tool}`);
    await page.until(`${tool} to be open`, (tool) => location.hash.includes(`play=${tool}`), tool);
  }
  await page.at("theme").selectOption("dark");
  await page.go(`${TINY}&data=table&run=1`);
  await page.at("csv-file").waitFor({ state: "attached", timeout: LIMIT });
  await page.at("csv-file").setInputFiles({ name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await page.until("the own table", () => document.querySelector('[data-testid="table-name"]').textContent.includes("own.csv"));
  await page.until("the page to be kept", () => navigator.serviceWorker.controller?.state === "activated");
  assert.deepEqual(await stopped(page), []);
  await page.context.setOffline(true);
  await page.reload();
  await page.begins();
  await page.status("finished");
  assert.deepEqual(await stopped(page), []);
  page.assertFaultless();
});

test("smuggled content is blocked: scripts, handlers, styles, images, messages to others", async (t) => {
  const page = await visit(t, TINY, { prepare });
  await page.status("ready");
  await page.page.evaluate(async (foreign) => {
    const add = (name, properties) => document.body.append(Object.assign(document.createElement(name), properties));
    add("script", { textContent: "smuggled = 1" });
    add("script", { src: `${foreign}/x.js` });
    add("img", { src: `${foreign}/x.png` });
    add("iframe", { src: `${foreign}/x.html` });
    add("div", { innerHTML: '<img src="./icons/icon.svg" onload="smuggled = 1"><p id="styled" style="color: red"></p>' });
    await fetch(`${foreign}/x.json`).catch(() => {});
    navigator.sendBeacon(`${foreign}/x`, "words");
  }, foreign.origin);
  const directives = ["script-src-elem", "script-src-attr", "img-src", "frame-src", "style-src-attr", "connect-src"];
  await page.until(
    "all to be stopped",
    (directives) => {
      return directives.every((directive) => window.stopped.some((one) => one.startsWith(directive)));
    },
    directives,
  );
  assert.equal(await page.page.evaluate(() => window.smuggled), undefined);
  assert.notEqual(await page.page.locator("#styled").evaluate((element) => getComputedStyle(element).color), "rgb(255, 0, 0)");
  assert.deepEqual(foreign.missing, []);
});

test("markup in a link and in a table stays text", async (t) => {
  const words = encodeURIComponent(MARKUP);
  const page = await visit(t, `${TINY}&data=table&title=${words}&note=${words}`, { prepare });
  await page.at("csv-file").setInputFiles({ name: `${MARKUP}.csv`, mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await page.until("the own table", () => document.querySelector('[data-testid="table-name"]').textContent.includes(".csv"));
  assert.equal(await page.text("teacher-title"), MARKUP);
  assert.ok((await page.text("table-name")).includes(MARKUP));
  const found = await page.page.evaluate(() => [document.images.length, document.querySelector("#page").textContent, window.smuggled]);
  assert.equal(found[0], 0, "no image");
  assert.ok(String(found[1]).includes(MARKUP));
  assert.equal(found[2], undefined);
  assert.deepEqual(await stopped(page), []);
  page.assertFaultless();
});

test("the document has its policy, no inline script, style or handler, and correct checksums", async (t) => {
  const page = await visit(t, TINY);
  const found = await page.page.evaluate(async () => {
    const text = await (await fetch("./index.html")).text();
    const built = new DOMParser().parseFromString(text, "text/html");
    const all = [...built.querySelectorAll("*")];
    const linked = [...built.querySelectorAll("script, link[rel=stylesheet], link[rel=modulepreload], link[rel=preload]")];
    const meta = (selector) => built.querySelector(selector)?.content;
    return {
      policy: meta("[http-equiv=content-security-policy]"),
      referrer: meta("[name=referrer]"),
      inline: [...built.scripts].filter((script) => script.textContent.trim()).length + built.querySelectorAll("style").length,
      handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => name === "style" || name.startsWith("on")),
      linked: linked.map((element) => [
        element.getAttribute("src") ?? element.getAttribute("href") ?? "",
        element.getAttribute("integrity") ?? "",
      ]),
      first: built.scripts[0].getAttribute("src"),
    };
  });
  assert.deepEqual(
    found.policy?.split(";").map((directive) => directive.trim()),
    POLICY,
  );
  assert.equal(found.referrer, "no-referrer");
  assert.equal(found.inline, 0);
  assert.deepEqual(found.handlers, []);
  const file = (name) => readFile(join(process.env.DIST || DIST, name));
  const checksum = async (name) =>
    `sha384-${createHash("sha384")
      .update(await file(name))
      .digest("base64")}`;
  // This file has no checksum: it explains why the page cannot start if checksums are wrong or, as from a disk, cannot be checked.
  const watch = ["watch.js", ""];
  assert.equal(found.first, watch[0]);
  assert.deepEqual(
    found.linked.filter(([name]) => name === watch[0]),
    [watch],
  );
  for (const [name, integrity] of found.linked) if (name !== watch[0]) assert.equal(integrity, await checksum(name), name);
  for (const kind of [/start.*\.js$/, /page.*\.js$/, /page.*\.wasm$/, /first.*\.css$/, /rest.*\.css$/]) {
    assert.ok(
      found.linked.some(([name]) => kind.test(name)),
      `${kind}`,
    );
  }
  const build = JSON.parse(/const BUILD = (.*);/.exec(String(await file("sw.js")))?.[1] ?? "null");
  for (const [name, listed] of Object.entries({ ...build.now, ...build.later })) assert.equal(listed, await checksum(name), name);
});
