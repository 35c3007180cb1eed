// The page's workers, as a test may treat them: counted, and killed behind the page's back.

/** Prepares a context whose pages keep their workers in sight. */
export const watchWorkers = (context) => context.addInitScript(keepWorkers);

/** Runs in the page before it. */
function keepWorkers() {
  const Native = window.Worker;
  const there = new Set();
  window.Worker = class extends Native {
    constructor(...rest) {
      super(...rest);
      there.add(this);
      window.startedWorkers += 1;
      window.livingWorkers = 0;
      this.addEventListener("message", () => (window.livingWorkers += 1), { once: true });
    }
    terminate() {
      there.delete(this);
      super.terminate();
    }
  };
  window.startedWorkers = window.livingWorkers = 0;
  window.countWorkers = () => there.size;
  window.killWorkers = () => there.forEach((worker) => Native.prototype.terminate.call(worker));
}

/** Kills the page's workers; nobody tells the page. */
export const kill = (visit) => visit.page.evaluate(() => window.killWorkers());

/** The same, and waits until the page has started another. */
export async function killOne(visit) {
  const started = await visit.page.evaluate(() => (window.killWorkers(), window.startedWorkers));
  await visit.until("another worker", (before) => window.startedWorkers > before, started);
}

/** Waits until the newest worker has given a sign of life: from then on its end is noticed. */
export const lives = (visit) => visit.until("a sign of life", () => window.livingWorkers > 0);

export const count = (visit) => visit.page.evaluate(() => window.countWorkers());
