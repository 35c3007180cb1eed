// @ts-check

// The memory that the page and its trainer use now, in MB; null for values that a browser does not report.

const MB = 1e6;
const UNTOLD = [null, null];

/** `heaps` are the page's, or null if the browser does not support Chromium's protocol. */
export async function sample(page, heaps) {
  await page.evaluate(() => window.soak.begin("sample"));
  const [pageHeap, workerHeaps] = heaps ? await inUse(heaps) : UNTOLD;
  const { page: own, trainer } = await page.evaluate(() => window.soak.memory());
  return {
    "page, WebAssembly, MB": own / MB,
    "trainer, WebAssembly, MB": trainer / MB,
    "page, JavaScript, MB": pageHeap && pageHeap / MB,
    "trainer, JavaScript, MB": workerHeaps && workerHeaps.reduce((sum, bytes) => sum + bytes, 0) / MB,
    workers: page.workers().length,
  };
}

/** A worker may end during the request: then the result is null. */
function inUse(heaps) {
  return Promise.all([heaps.page(), heaps.workers()]).catch(() => UNTOLD);
}
