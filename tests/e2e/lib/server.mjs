// @ts-check

// A static server for the built site, on this machine only: for `cargo xtask serve` (../serve.mjs), for the tests, which may change its
// responses, and for the benchmarks. Tests visit the site below a sub-path: nothing exists outside it, so an address that is not
// relative shows at once.
//
// Nothing is cached. Data files that end in .gz are sent as they are, without a content encoding: the page decompresses them itself.

import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const DIST = fileURLToPath(new URL("../../../dist/", import.meta.url));

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".gz": "application/gzip",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

/**
 * The response to a request.
 *
 * @typedef {{ status: number, type: string, body: Buffer | string }} Answer
 * @typedef {{ url: string, origin: string, missing: string[], close: () => Promise<void> }} Site
 */

/**
 * Serves a folder (`dist/` by default) at `url`, on a free port or on `port`; `missing` collects the requested paths that do not exist.
 * `answer` may change a response: it gets the name of a file in the folder or, outside the sub-path, the whole path.
 *
 * @param {{ folder?: string, path?: string, port?: number, answer?: (name: string, found: Answer) => Answer | Promise<Answer> }} [options]
 * @returns {Promise<Site>}
 */
export async function serve({ folder = DIST, path = "/some/sub/path/", port = 0, answer = (_name, found) => found } = {}) {
  /** @type {string[]} */
  const missing = [];
  const server = createServer(async (request, response) => {
    const pathname = pathOf(request.url);
    const { status, type, body } = pathname === null ? BAD_REQUEST : await found(request.method, pathname);
    if (status === 404 && pathname !== null) missing.push(pathname);
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": "no-store",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  const found = async (method, pathname) => {
    const isInside = pathname.startsWith(path);
    const name = isInside ? pathname.slice(path.length) : pathname;
    return answer(name, await look(method, isInside && folder, name));
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${portOf(server)}`;
  return {
    url: origin + path,
    origin,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The port of a listening server.
 *
 * @param {import("node:net").Server} server
 */
export function portOf(server) {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return port;
}

const plain = (status, words) => ({ status, type: "text/plain; charset=utf-8", body: `${status} ${words}` });
const BAD_REQUEST = plain(400, "Bad Request");
const NOT_FOUND = plain(404, "Not Found");
const NOT_ALLOWED = plain(405, "Method Not Allowed");

/** The path in a request's target, decoded; null if it is invalid. */
function pathOf(target) {
  try {
    // Not resolved against a base, which would treat “//x” as a host; without “..”, as a browser sends it.
    return decodeURIComponent(new URL(`http://loopback${target}`).pathname);
  } catch {
    return null;
  }
}

/** The response with the file of a name in a folder, if there is one. */
async function look(method, folder, name) {
  if (method !== "GET" && method !== "HEAD") return NOT_ALLOWED;
  const file = folder && (await fileAt(folder, name));
  // A test, or a build, may have replaced it in the meantime.
  const body = file && (await readFile(file).catch(() => null));
  return body ? { status: 200, type: TYPES[extname(file)] ?? "application/octet-stream", body } : NOT_FOUND;
}

/** The file for a relative path inside the folder (an index.html for a folder), or null. */
async function fileAt(folder, relative) {
  const file = normalize(join(folder, sep, relative));
  if (!file.startsWith(normalize(folder + sep))) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) return fileAt(folder, join(relative, "index.html"));
  return found?.isFile() ? file : null;
}
