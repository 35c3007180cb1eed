// @ts-check

// What a script has found: printed, and put into docs/benchmarks.md where that is asked for.

import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { between } from "./table.mjs";

export const TABLES = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));

/** Prints a text on the rows of a table; with `write` it also replaces the table of that name. No rows are an error. */
export async function report(name, rows, text, { write }) {
  console.log(`\n${text}`);
  if (rows.length === 0) throw new Error("nothing was measured");
  if (write) await writeFile(TABLES, between(await readFile(TABLES, "utf8"), name, text));
}

/** The machine and the day, in a line. */
export function circumstances() {
  const processors = cpus();
  return `${new Date().toISOString().slice(0, 10)}, ${processors.length} cores of ${processors[0]?.model.trim() || "an unnamed processor"}`;
}

/** Says so where other programs keep the machine busy: what is measured then is worth little. */
export function warnIfBusy() {
  const [load] = loadavg();
  if (load > 0.5) console.log(`! this machine is busy (load ${load.toFixed(1)}): measure again when it is calm`);
}
