// @ts-check

// From measurements to a table. Independent of browsers.

import { OWN, SIDES } from "./sides.mjs";

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** How many times as fast as the best rival Hourglass was in each round: rounds of `{ side: ms }` to one ratio each. */
export function ratios(rounds) {
  return rounds.map((round) => {
    const rivals = Object.keys(round).filter((side) => side !== OWN);
    return Math.min(...rivals.map((side) => round[side])) / round[OWN];
  });
}

/**
 * A row of the table, from the rounds of one workload: each `{ side: { first, step } }`, in milliseconds.
 *
 * A side that failed in a round is left out of it, and a round without Hourglass or without any rival gives no ratio.
 */
export function row(what, rounds, flops) {
  const cell = (side, field, text) => {
    const values = rounds.flatMap((round) => round[side]?.[field] ?? []);
    return values.length ? text(median(values)) : "failed";
  };
  const sides = Object.keys(SIDES);
  const steps = rounds.map((round) => Object.fromEntries(Object.entries(round).map(([side, { step }]) => [side, step])));
  const all = ratios(steps.filter((round) => round[OWN] && Object.keys(round).length > 1));
  return [
    ...what,
    ...sides.map((side) => cell(side, "step", digits)),
    all.length ? `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})` : "none",
    cell(OWN, "step", (ms) => digits(flops / ms / 1e6)),
    sides.map((side) => cell(side, "first", (ms) => (ms / 1000).toFixed(2))).join(" / "),
  ];
}

export const HEADINGS = [
  "step",
  ...Object.values(SIDES).map((name) => `${name}, ms`),
  "times as fast as the best rival",
  `${SIDES[OWN]}, GFLOP/s`,
  "to the first step, s, in this order",
];

/** A number with at least three significant digits, and no more decimals than necessary. */
export function digits(value) {
  return value.toFixed(Math.min(Math.max(2 - Math.floor(Math.log10(Math.abs(value) || 1)), 0), 3));
}

/** A table in Markdown, with padded columns so that its source is readable. */
export function markdown(headings, rows) {
  const widths = headings.map((heading, i) => Math.max(...[heading, ...rows.map((row) => row[i])].map((cell) => cell.length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [line(headings), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
}

/** A text with its content replaced between the two markers of a name. */
export function between(text, name, content) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${begin} and ${end} are missing`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}
