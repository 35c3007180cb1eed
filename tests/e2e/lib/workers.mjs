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
    }
    terminate() {
      there.delete(this);
      super.terminate();
    }
  };
  window.countWorkers = () => there.size;
  window.killWorkers = () => there.forEach((worker) => Native.prototype.terminate.call(worker));
}

/** Kills the page's workers; nobody tells the page. */
export const kill = (visit) => visit.page.evaluate(() => window.killWorkers());

export const count = (visit) => visit.page.evaluate(() => window.countWorkers());
