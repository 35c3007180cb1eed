// How much memory the page and its trainer need now, in MB; null for what a browser does not tell.

const MB = 1e6;

export async function sample(page) {
  await page.evaluate(() => window.soak.begin("sample"));
  const workers = page.workers();
  const [pageHeap, ...workerHeaps] = await Promise.all([session(page), ...workers.map(ofWorker)].map(heap));
  const { page: own, trainer } = await page.evaluate(() => window.soak.memory());
  const isTold = [pageHeap, ...workerHeaps].every((bytes) => bytes !== null);
  return {
    "page, WebAssembly, MB": own / MB,
    "trainer, WebAssembly, MB": trainer / MB,
    "page, JavaScript, MB": isTold ? pageHeap / MB : null,
    "trainer, JavaScript, MB": isTold ? workerHeaps.reduce((sum, bytes) => sum + bytes, 0) / MB : null,
    workers: workers.length,
  };
}

/** The page's session by Chromium's own protocol, kept. */
let kept;
export function session(page) {
  kept ??= page.createCDPSession();
  return kept;
}

async function ofWorker(worker) {
  return worker.client;
}

/** Bytes in use once the garbage is out; null where the browser does not speak Chromium's protocol. */
async function heap(session) {
  try {
    const protocol = await session;
    await protocol.send("HeapProfiler.collectGarbage");
    return (await protocol.send("Runtime.getHeapUsage")).usedSize;
  } catch {
    return null;
  }
}
