// Starts the page, then fetches the rest of its code: the script and the module that Trunk built are those that index.html has
// preloaded, with their checksums. A file of its own, so that a host may forbid scripts in the document.

/** Milliseconds before the rest is asked for again where the network has lost it: at first, and at most. */
const [SOON, LATE] = [1000, 60000];

/** Says what goes wrong here (www/watch.js); the page also starts without it. */
const watch = self.startWatch;

const link = (selector) => document.querySelector(`link${selector}`);
/** Where the rest is; none in a page that has not been cut. */
const rest = link("#rest");

/** What the rest holds; none where it cannot be had at present. */
async function bytesOfRest() {
  try {
    const response = await fetch(rest.href, { integrity: rest.integrity });
    return response.ok ? await response.arrayBuffer() : null;
  } catch {
    return null;
  }
}

/** Until then, or until the network is back. */
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
  });
}

/** Fetches the rest for as long as the network loses it; none if it is not to be had. */
async function fetchRest() {
  for (let wait = SOON; ; wait = Math.min(2 * wait, LATE)) {
    const bytes = await bytesOfRest();
    if (bytes) return bytes;
    // A wrong checksum looks like a lost network, and may be that of what the browser has kept.
    const found = watch ? await watch.examine(rest) : { isLost: true };
    if (found.bytes) return found.bytes;
    if (!found.isLost) {
      watch.failedRest(found.words);
      return null;
    }
    await pause(wait);
  }
}

/** The rest imports what the page exports, and puts its functions into the page's table. Answers whether it is there. */
async function addRest(page) {
  const bytes = await fetchRest();
  if (!bytes) return false;
  try {
    await WebAssembly.instantiate(bytes, { page });
    return true;
  } catch (error) {
    if (watch) watch.failedRest(`The browser could not start it: ${error}`);
    throw error;
  }
}

/** Imports a script that is preloaded. An import has no checksum of its own, so that an element loads what is imported then. */
async function imported({ href, integrity }) {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { type: "module", crossOrigin: "anonymous", integrity, src: href, onload: resolve, onerror: reject });
    document.head.append(script);
    script.remove();
  });
  return import(href);
}

/**
 * What is in a module that is preloaded, once it is sure to be the one that was built: no browser compares a preloaded module, and
 * Firefox fetches it once more if a request tells its checksum.
 */
async function bytesOf(module) {
  const response = await fetch(module.href);
  const bytes = await response.arrayBuffer();
  if (!response.ok || (watch && !(await watch.isWhole(module, bytes)))) throw new Error(`${module.href} is not what was built`);
  return bytes;
}

/** Starts the page; answers what it exports. */
async function startPage() {
  try {
    const [{ default: start }, bytes] = await Promise.all([
      imported(link("[rel=modulepreload]")),
      bytesOf(link('[rel=preload][type="application/wasm"]')),
    ]);
    const page = await start({ module_or_path: bytes });
    if (watch) watch.stop();
    return page;
  } catch (error) {
    if (watch) watch.failed(error);
    throw error;
  }
}

/** Styles that only the rest needs: no browser loads them while they are disabled. */
function enable(styles) {
  return new Promise((resolve) => {
    styles.onload = styles.onerror = resolve;
    styles.disabled = false;
  });
}

const page = await startPage();
const styles = [...document.querySelectorAll("link[rel=stylesheet][disabled]")];
const [isThere] = await Promise.all([rest ? addRest(page) : true, ...styles.map(enable)]);
if (isThere) dispatchEvent(new Event("rest"));
