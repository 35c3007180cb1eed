// @ts-check

// The words after a script's name, checked: `node steps.mjs <folder> [options]`.

import { parseArgs } from "node:util";
import { BROWSERS } from "./browsers.mjs";
import { workloads } from "./workloads.mjs";

/** The options that choose from a list, each more than once for more of it. */
const LISTS = { browser: BROWSERS, backend: ["cpu", "webgpu", "auto"], only: Object.keys(workloads) };

/**
 * Reads the command line. `usual` is what a script does without options: lists for those of `LISTS`, a number of `rounds`. Every
 * script knows every option, so that all can be started with the same; one that a script has no use for is ignored.
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
