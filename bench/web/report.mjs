// @ts-check

// A script's results: printed, and on request written to docs/benchmarks.md.

import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { between } from "./table.mjs";

export const TABLES = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));

/** Prints a text about the rows of a table; with `write` it also replaces the table of that name. No rows are an error. */
export async function report(name, rows, text, { write }) {
  console.log(`\n${text}`);
  if (rows.length === 0) throw new Error("nothing was measured");
  if (write) await writeFile(TABLES, between(await readFile(TABLES, "utf8"), name, text));
}

/** The machine and the day, in one line. */
export function circumstances() {
  const processors = cpus();
  return `${new Date().toISOString().slice(0, 10)}, ${processors.length} cores of ${processors[0]?.model.trim() || "an unnamed processor"}`;
}

/** Warns if other programs keep the machine busy: measurements are then unreliable. */
export function warnIfBusy() {
  const [load] = loadavg();
  if (load > 0.5) console.log(`! this machine is busy (load ${load.toFixed(1)}): measure again when it is calm`);
}
