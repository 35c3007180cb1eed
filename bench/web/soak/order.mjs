// @ts-check

// The order of events, read from the lines of `?log=debug`: within a run no epoch and no step goes back.

const LINE = /← (\w+) (Report|Snapshot|Checkpoint) run (\d+), epoch (\d+)(?:, step (\d+))?/;

export class Order {
  /** The last epoch and step for each kind of message of each run. */
  #last = new Map();
  faults = [];
  count = 0;

  read(line) {
    const found = LINE.exec(line);
    if (!found) return;
    const [, program, name, run] = found;
    const now = { epoch: Number(found[4]), step: Number(found[5] ?? 0) };
    const key = `${name} of run ${run} (${program})`;
    const before = this.#last.get(key);
    this.count += 1;
    if (before && (now.epoch < before.epoch || now.step < before.step)) {
      this.faults.push(`${key} went from epoch ${before.epoch}, step ${before.step} back to epoch ${now.epoch}, step ${now.step}`);
    }
    this.#last.set(key, now);
  }
}
