// @ts-check

// Parses and checks the arguments of a script: `node steps.mjs <folder> [options]`.

import { parseArgs } from "node:util";
import { BROWSERS } from "./browsers.mjs";
import { workloads } from "./workloads.mjs";

/** The options that choose from a list; each may be repeated. */
const LISTS = { browser: BROWSERS, backend: ["cpu", "webgpu", "auto"], only: Object.keys(workloads) };

/**
 * Reads the command line. `usual` has the defaults of a script: lists for those of `LISTS`, a number of `rounds`. Every script knows
 * every option, so that all can be started with the same arguments; it ignores those that it does not use.
 *
 * @param {{ browser?: string[], backend?: string[], only?: string[], rounds?: number }} usual
 */
export function options(usual) {
  const text = { type: /** @type {const} */ ("string") };
  const list = { ...text, multiple: /** @type {const} */ (true) };
  const { values, positionals } = parseArgs({
    options: { browser: list, backend: list, only: list, rounds: text, write: { type: "boolean" } },
    allowPositionals: true,
  });
  for (const [name, allowed] of Object.entries(LISTS)) {
    const wrong = values[name]?.find((value) => !allowed.includes(value));
    if (wrong !== undefined) throw new Error(`--${name} is one of ${allowed.join(", ")}, not ${wrong}`);
  }
  const rounds = Number(values.rounds ?? usual.rounds ?? 1);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number from 1");
  const [folder] = positionals;
  return { browser: [], backend: [], only: [], write: false, ...usual, ...values, rounds, folder };
}
