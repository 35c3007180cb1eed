// @ts-check

// Starts the page: imports the script and the module from Trunk that index.html has preloaded, with their checksums. It is a separate
// file, so that a host may forbid inline scripts.

/** Shows errors of the start (www/watch.js); the page also starts without it. */
const watch = self.startWatch;

/**
 * A link of the document, which must exist.
 *
 * @returns {HTMLLinkElement}
 */
const link = (selector) => /** @type {HTMLLinkElement} */ (document.querySelector(`link${selector}`));

/** Imports a preloaded script. An import has no checksum of its own, so a script element loads the file first, with the checksum. */
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
 * A preloaded module, compiled while it arrives, after checking that it is the one that was built: no browser checks a preloaded
 * module, and Firefox fetches it again if a request contains its checksum. Returns its bytes if it cannot be compiled on the way, for
 * example because a host sends it as another type.
 */
async function compiled(module) {
  const response = await fetch(module.href);
  const onTheWay = WebAssembly.compileStreaming(response.clone()).catch(() => undefined);
  const bytes = await response.arrayBuffer();
  if (!response.ok || (watch && !(await watch.isWhole(module, bytes)))) throw new Error(`${module.href} is not what was built`);
  return (await onTheWay) ?? bytes;
}

try {
  const [{ default: start }, module] = await Promise.all([
    imported(link("[rel=modulepreload]")),
    compiled(link('[rel=preload][type="application/wasm"]')),
  ]);
  await start({ module_or_path: module });
  if (watch) watch.stop();
} catch (error) {
  if (watch) watch.failed(error);
  throw error;
}
