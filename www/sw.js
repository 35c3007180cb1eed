// @ts-check

// The page without a network: a service worker that stores the files of one build.
//
// It fetches every file with its checksum, so that files of two builds never mix. The files for a run on the CPU are stored at once, the
// rest on first use. A newer build is stored beside the old one and waits until the user accepts it, or until no tab is open.

/**
 * The build's files with their checksums: those stored at once and those stored later.
 *
 * @typedef {{ version: string, now: Record<string, string>, later: Record<string, string> }} Build
 */

/** xtask/src/commands/page/offline.rs writes it here. */
const BUILD = /** @type {Build | null} */ (null);

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const FOLDER = new URL("./", location.href).href;
/** The prefix of all caches of this folder; other folders of the host have their own. */
const PREFIX = `hourglass ${FOLDER} `;
const CACHE = PREFIX + BUILD?.version;
/** @type {Record<string, string>} */
const FILES = { ...BUILD?.now, ...BUILD?.later };

worker.addEventListener("install", (event) => event.waitUntil(BUILD ? keep(Object.keys(BUILD.now)) : worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(BUILD ? takeOver() : leave()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name));
});

/** The name of the file that a request asks for; null if it is not a file of the build. */
function nameOf({ method, url }) {
  const [address] = url.split(/[?#]/);
  if (method !== "GET" || !address.startsWith(FOLDER)) return null;
  const name = address.slice(FOLDER.length) || "index.html";
  return Object.hasOwn(FILES, name) ? name : null;
}

/** The address of a file: that of the folder for the document, since some hosts redirect requests for index.html. */
function addressOf(name) {
  return name === "index.html" ? FOLDER : FOLDER + name;
}

async function answer(name) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(addressOf(name));
  if (kept) return kept;
  const response = await fetched(name);
  // The response is valid even if there is no room to store it.
  await cache.put(addressOf(name), response.clone()).catch(() => {});
  return response;
}

async function keep(names) {
  const cache = await caches.open(CACHE);
  await Promise.all(names.map(async (name) => cache.put(addressOf(name), await fetched(name))));
}

/** A file from the browser's own cache or, if that holds another build's, from the host. */
function fetched(name) {
  const ask = (cache) => fetch(addressOf(name), { cache, integrity: FILES[name] });
  return ask("default").catch(() => ask("reload"));
}

async function takeOver() {
  await forget((name) => name !== CACHE);
  await worker.clients.claim();
}

/** A build without a list, as `trunk serve` makes it, is not stored, and the files stored before are deleted. */
async function leave() {
  await forget(() => true);
  await worker.registration.unregister();
}

async function forget(isOld) {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && isOld(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}
