// @ts-check

// The server of `cargo xtask serve` and of the tests: its responses, and how its program starts and ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "./lib/server.mjs";

const JAVASCRIPT = "text/javascript; charset=utf-8";
const FILES = {
  secret: "",
  "site/index.html": "text/html; charset=utf-8",
  "site/a b.js": JAVASCRIPT,
  "site/a.mjs": JAVASCRIPT,
  "site/a/index.html": "text/html; charset=utf-8",
  "site/x_bg.wasm": "application/wasm",
  "site/x-ubyte.gz": "application/gzip",
  "site/x.css": "text/css; charset=utf-8",
  "site/x.json": "application/json",
  "site/x.svg": "image/svg+xml",
  "site/x.webmanifest": "application/manifest+json",
  "site/x": "application/octet-stream",
};

/** A folder with the files, each containing its own name, served at a path. */
async function served(t, path) {
  const folder = await mkdtemp(join(tmpdir(), "hourglass-server-"));
  for (const name of Object.keys(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), name);
  }
  const site = await serve({ folder: join(folder, "site"), path });
  t.after(() => Promise.all([site.close(), rm(folder, { recursive: true })]));
  return site;
}

/** The response to a target exactly as written, which `fetch` would normalize. */
async function ask({ origin }, target, method = "GET") {
  const [response] = await once(request(origin, { path: target, method }).end(), "response");
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

test("files have the types that browsers need, are not cached, and not compressed", async (t) => {
  const site = await served(t, "/");
  for (const [name, type] of Object.entries(FILES).filter(([name]) => name !== "secret")) {
    const { status, headers, body } = await ask(site, `/${encodeURI(name.slice("site/".length))}`);
    assert.deepEqual([status, headers["content-type"], body], [200, type, name]);
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["content-encoding"], undefined);
  }
});

/** @type {[string, number, string][]} */
const TARGETS = [
  ["/", 200, "site/index.html"],
  ["/?x=1", 200, "site/index.html"],
  ["/x_bg.wasm?x=1", 200, "site/x_bg.wasm"],
  ["/a%20b.js", 200, "site/a b.js"],
  ["/a", 200, "site/a/index.html"],
  ["/a/", 200, "site/a/index.html"],
  ["/a/%2e%2e/x", 200, "site/x"],
  ["/none", 404, "404 Not Found"],
  ["//x", 200, "site/x"],
  ["/a%00b", 404, "404 Not Found"],
  ["/../secret", 404, "404 Not Found"],
  ["/a/%2e%2e/%2e%2e/secret", 404, "404 Not Found"],
  ["/..%2fsecret", 404, "404 Not Found"],
  ["/a/..%2f..%2fsecret", 404, "404 Not Found"],
  ["/%zz", 400, "400 Bad Request"],
  ["/%", 400, "400 Bad Request"],
  ["/%ff", 400, "400 Bad Request"],
];

test("targets name files inside the folder, and nonsense is refused", async (t) => {
  const site = await served(t, "/");
  for (const [target, ...expected] of TARGETS) {
    const { status, body } = await ask(site, target);
    assert.deepEqual([status, body], expected, target);
  }
});

test("HEAD has no body, and other methods are not allowed", async (t) => {
  const site = await served(t, "/");
  const { status, headers, body } = await ask(site, "/x", "HEAD");
  assert.deepEqual([status, headers["content-length"], body], [200, "6", ""]);
  assert.equal((await ask(site, "/x", "POST")).status, 405);
});

test("paths outside the sub-path do not exist, and missing files are reported", async (t) => {
  const site = await served(t, "/some/path/");
  assert.equal((await ask(site, "/some/path/x")).body, "site/x");
  for (const target of ["/x", "/some/path", "/some/path/y"]) assert.equal((await ask(site, target)).status, 404);
  assert.deepEqual(site.missing, ["/x", "/some/path", "/some/path/y"]);
});

/** The program on a port; `said` is its first line. */
async function start(t, port) {
  const program = spawn(process.execPath, [fileURLToPath(new URL("serve.mjs", import.meta.url)), String(port)]);
  t.after(() => program.kill());
  const ended = once(program, "exit");
  const [said] = await once(createInterface(program.stdout), "line");
  return { program, ended, said };
}

test("the program prints its address, and ends with its input", async (t) => {
  const { program, ended, said } = await start(t, 0);
  assert.match(said, /^http:\/\/127\.0\.0\.1:[1-9]\d*\/$/);
  assert.equal((await fetch(`${said}no-such-file`)).status, 404);
  program.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});

test("the program reports that a port is taken", async (t) => {
  const [, port] = (await start(t, 0)).said.match(/:(\d+)/);
  const { ended, said } = await start(t, port);
  assert.equal(said, `port ${port} is not free: choose another with --port`);
  assert.deepEqual(await ended, [1, null]);
});
