// A static server for the built site, on a free loopback port and below a sub-path: what lies outside the sub-path does not exist,
// so an address that is not relative shows at once.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
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
  ".webmanifest": "application/manifest+json",
};

/**
 * What is answered to a request.
 *
 * @typedef {{ status: number, type: string, body: Buffer | string }} Answer
 */

/**
 * Serves a folder (`dist/`, if not told otherwise) at `url`; `missing` collects the paths that were asked for and not there.
 * `answer` may change what is answered: it gets the name of a file in the folder, for what lies outside the whole path.
 *
 * @param {{ folder?: string, path?: string, answer?: (name: string, found: Answer) => Answer | Promise<Answer> }} [options]
 * @returns {Promise<{ url: string, origin: string, missing: string[], close: () => Promise<void> }>}
 */
export async function serve({ folder = DIST, path = "/some/sub/path/", answer = (name, found) => found } = {}) {
  const missing = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://loopback");
    const isInside = pathname.startsWith(path);
    const name = isInside ? decodeURIComponent(pathname.slice(path.length)) : pathname;
    const found = (isInside && (await answerWith(await fileAt(folder, name)))) || NOT_FOUND;
    const { status, type, body } = await answer(name, found);
    if (status === 404) missing.push(pathname);
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": "no-store",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    url: origin + path,
    origin,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const NOT_FOUND = { status: 404, type: "text/plain", body: "404 Not Found" };

/** What is answered with a file; null without one: a test may have replaced it meanwhile. */
async function answerWith(file) {
  const body = file && (await readFile(file).catch(() => null));
  return body && { status: 200, type: TYPES[extname(file)] ?? "application/octet-stream", body };
}

/** The file that a relative path names inside the folder (an index.html for a folder), or null. */
async function fileAt(folder, relative) {
  const file = normalize(join(folder, sep, relative));
  if (!file.startsWith(normalize(folder + sep))) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) return fileAt(folder, join(relative, "index.html"));
  return found?.isFile() ? file : null;
}
