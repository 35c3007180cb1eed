// @ts-check

// Whether a series of samples stays flat. Independent of browsers.

import { median } from "../table.mjs";

export const MOST_GROWTH = 0.1;

/** The growth from the median of the first third to that of the last, in percent. */
export function growth(values) {
  const third = Math.max(Math.ceil(values.length / 3), 1);
  const [first, last] = [median(values.slice(0, third)), median(values.slice(-third))];
  return { first, last, percent: first === last ? 0 : Math.round((last / first - 1) * 1_000) / 10 };
}

export function isFlat(values) {
  return growth(values).percent <= MOST_GROWTH * 100;
}
