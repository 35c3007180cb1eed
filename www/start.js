// Starts the page, then fetches the rest of its code: the script and the module that Trunk built are those that index.html has
// preloaded, with their checksums. A file of its own, so that a host may forbid scripts in the document.

/** Milliseconds before the rest is asked for again, where the network failed. */
const AGAIN = 3000;

const link = (selector) => document.querySelector(`link${selector}`);
/** Where the rest is; none in a page that has not been cut. */
const rest = link("#rest");

/** The rest imports what the page exports, and puts its functions into the page's table. */
async function fetchRest(page) {
  for (;;) {
    try {
      const response = await fetch(rest.href, { integrity: rest.integrity });
      return await WebAssembly.instantiate(await response.arrayBuffer(), { page });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/** Styles that only the rest needs: no browser loads them while they are disabled. */
function enable(styles) {
  return new Promise((resolve) => {
    styles.onload = styles.onerror = resolve;
    styles.disabled = false;
  });
}

const { default: start } = await import(link("[rel=modulepreload]").href);
const page = await start({ module_or_path: link('[rel=preload][type="application/wasm"]').href });
const styles = [...document.querySelectorAll("link[rel=stylesheet][disabled]")];
await Promise.all([rest && fetchRest(page), ...styles.map(enable)]);
dispatchEvent(new Event("rest"));
