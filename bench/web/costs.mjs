// @ts-check

// The cost of each cause, from a browser's trace of a page's own thread. Independent of browsers.

import { median } from "./table.mjs";

/** Chromium's names for a piece of script, by its trigger. */
const SCRIPT = ["EventDispatch", "HandlePostMessage", "FireAnimationFrame", "TimerFire", "FunctionCall", "RunMicrotasks"];

/**
 * The median cost of each cause in milliseconds: `own` is what runs at once, including the promises that it settles, and `all` is
 * everything until the next cause.
 */
export function costs(events, isCause) {
  const outer = [];
  let end = -Infinity;
  for (const event of events.filter(({ name }) => SCRIPT.includes(name)).sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    if (event.ts < end) continue;
    outer.push(event);
    end = event.ts + event.dur;
  }
  const at = outer.flatMap((event, i) => (isCause(event) ? [i] : []));
  const sum = (some) => some.reduce((sum, { tdur, dur }) => sum + (tdur ?? dur) / 1_000, 0);
  const found = at.slice(0, -1).map((from, i) => {
    const all = outer.slice(from, at[i + 1]);
    const then = all.findIndex(({ name }, i) => i > 0 && name !== "RunMicrotasks");
    return { own: sum(then < 0 ? all : all.slice(0, then)), all: sum(all) };
  });
  return { own: median(found.map(({ own }) => own)), all: median(found.map(({ all }) => all)), count: found.length };
}
