// @ts-check

// Starts the page: the script and the module that Trunk built are those that index.html has preloaded, with their checksums. A file of
// its own, so that a host may forbid scripts in the document.

/** Says what goes wrong here (www/watch.js); the page also starts without it. */
const watch = self.startWatch;

/**
 * A link of the document; it has those that are asked for.
 *
 * @returns {HTMLLinkElement}
 */
const link = (selector) => /** @type {HTMLLinkElement} */ (document.querySelector(`link${selector}`));

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

try {
  const [{ default: start }, bytes] = await Promise.all([
    imported(link("[rel=modulepreload]")),
    bytesOf(link('[rel=preload][type="application/wasm"]')),
  ]);
  await start({ module_or_path: bytes });
  if (watch) watch.stop();
} catch (error) {
  if (watch) watch.failed(error);
  throw error;
}
